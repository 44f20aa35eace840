import type { Reason } from '../../kernel/domain-error.js';
import type { ProposedWindow } from '../window-proposal.js';
import { assembleWindows } from './assemble-windows.js';
import { type Answers, placeEvents } from './place-events.js';
import { splitSentences } from './sentences.js';
import { type NamedComponent, subjectFinder } from './subjects.js';

/** What a text was found to tell, or what has to be given before it tells anything. */
export type PostMortemReading = {
  readonly windows: readonly ProposedWindow[];
  readonly questions: readonly Reason[];
};

/** A part of every meeting product that texts name, whether or not it is a component here. */
const REALTIME: NamedComponent = { key: 'realtime', name: 'realtime' };

/**
 * Reads a post-mortem in French or English for when what failed, each time with the sentence it rests on. The day and the
 * zone are those that the text states; where it states none they are asked for, never guessed. A text without times, or
 * without a failure, proposes nothing.
 */
export function readPostMortem(
  text: string,
  components: readonly NamedComponent[],
  answers: Answers,
): PostMortemReading {
  const sentences = splitSentences(text);
  const { events, questions } = placeEvents(sentences, subjectFinder(components), answers);
  if (questions.length > 0) return { windows: [], questions };
  const isOurs = components.some(({ key }) => key === REALTIME.key);
  const topicOf = subjectFinder(isOurs ? components : [...components, REALTIME]);
  const keys = new Set(components.map(({ key }) => key));
  const windows = assembleWindows(sentences, events, topicOf).map((window) => ({
    ...window,
    componentKey: window.componentKey !== null && keys.has(window.componentKey) ? window.componentKey : null,
  }));
  return { windows, questions };
}
