/** One sentence of a text. `section` is the status word under which a status page published it, null in other texts. */
export type Sentence = {
  readonly text: string;
  /** Counts paragraphs, lists included, from 0. */
  readonly paragraph: number;
  readonly section: 'post_mortem' | 'status_page' | null;
  /** The line ending in a colon that a list item stands under, '' for none. */
  readonly leadIn: string;
  /** True for a line such as "Posted Sep 16, 2020": when something was published, not when it happened. */
  readonly isPublication: boolean;
};

const POST_MORTEM = /^(?:post[- ]?mortem|rca|root cause analysis|retour d'expérience)\s*:?$/i;
const STATUS =
  /^(?:resolved|identified|investigating|monitoring|update|completed|résolu|identifié|en cours d['’]investigation|surveillance|mise à jour)\s*:?$/i;
const PUBLICATION =
  /^(?:\W*)(?:posted|published|last updated|updated|report date|date of (?:the )?report|publié|posté|mis à jour|rédigé|dernière mise à jour)(?!\p{L})/iu;
/** A line with nothing but when something was published, as status pages put below each update. */
const STAMP =
  /^\W*(?:\p{L}{3,9}\.? \d{1,2}|\d{1,2} \p{L}{3,9}\.?),?(?: \d{4})?[ ,–-]*\d{1,2}:\d{2}(?: ?[ap]m)?(?: [A-Z]{1,4})?\W*$/iu;
const BULLET = /^\s*(?:[•*▪◦·‣⁃]|[-–—]\s|=>|->|→|\d{1,2}[.)]\s)\s*/;
const BEGINS_WITH_TIME = /^\s*[[(]?(?:\d{4}-\d\d-\d\d|\d{1,2}\s?[h:]\s?\d{2}|\d{1,2}(?::\d{2})?\s?[ap]\.?m)/i;
const BREAK = /(?<=[.!?…][»”")\]]?)\s+(?=[\p{Lu}\d[("«“])/u;
const UNFINISHED =
  /\b(?:a\.m|p\.m|approx|env|ca|e\.g|i\.e|vs|no|mr|mrs|dr|st|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec|janv|févr|avr|juil|déc)\.$/i;

/** What is longer is no sentence; what looks at a whole sentence for each of its times must not look at a whole book. */
const LONGEST_SENTENCE = 2000;

/** The sentences of a text in French or English, list items and lines of a timeline each by themselves. */
export function splitSentences(text: string): Sentence[] {
  const sentences: Sentence[] = [];
  let section: Sentence['section'] = null;
  let leadIn = '';
  const paragraphs = text
    .replaceAll(/\r\n?/g, '\n')
    .replaceAll(/\*{3,}/g, '**')
    .replaceAll(/\n\s+\n/g, '\n\n')
    .split(/\n{2,}/);
  for (const [paragraph, block] of paragraphs.entries()) {
    for (const unit of unitsOf(block)) {
      const words = unit.text.replaceAll(/^#+\s*|^\*+|\*+$/g, '').trim();
      if (POST_MORTEM.test(words) || STATUS.test(words))
        section = POST_MORTEM.test(words) ? 'post_mortem' : 'status_page';
      const isPublication = PUBLICATION.test(words) || STAMP.test(words);
      for (const sentence of cut(words)) {
        sentences.push({ text: sentence, paragraph, section, leadIn: unit.isItem ? leadIn : '', isPublication });
      }
      if (words.endsWith(':')) leadIn = words;
      else if (!unit.isItem) leadIn = '';
    }
  }
  return sentences;
}

const PIECE = new RegExp(`[^]{1,${LONGEST_SENTENCE}}`, 'gu');

type Unit = { readonly text: string; readonly isItem: boolean };

/** Lines of a paragraph, those that only wrap joined again. */
function unitsOf(block: string): Unit[] {
  const units: Unit[] = [];
  for (const line of block.split('\n')) {
    if (line.trim() === '') continue;
    const isItem = BULLET.test(line) || BEGINS_WITH_TIME.test(line) || line.includes('|');
    const last = units.at(-1);
    const wraps =
      last !== undefined &&
      last.text.length < LONGEST_SENTENCE &&
      !isItem &&
      !/[.:!?]$/.test(last.text) &&
      /^\s*[\p{Ll}\d(]/u.test(line);
    if (wraps) units[units.length - 1] = { ...last, text: `${last.text} ${line.trim()}` };
    else units.push({ text: line.replace(BULLET, '').trim(), isItem });
  }
  return units;
}

function cut(unit: string): string[] {
  const parts: string[] = [];
  for (const part of unit.split(BREAK)) {
    const last = parts.at(-1);
    const goesOn = last !== undefined && UNFINISHED.test(last) && /^(?:[\p{Ll}\d(]|UTC|GMT|[A-Z]{2,4}T\b)/u.test(part);
    if (goesOn) parts[parts.length - 1] = `${last} ${part}`;
    else parts.push(part);
  }
  return parts
    .flatMap((part) => part.match(PIECE) ?? [])
    .map((part) => part.trim())
    .filter((part) => part !== '');
}
