import { parentPort } from 'node:worker_threads';
import { DomainError } from '../kernel/domain-error.js';
import { LetterFontsService } from './letter-fonts.service.js';
import type { LetterReply, LetterTask } from './letter-pool.js';
import { renderLetter } from './render-letter.js';

const fonts = new LetterFontsService().fonts();

/** What a thread of the pool does: a content in, a letter or a refusal out. */
function answer({ id, content }: LetterTask): LetterReply {
  try {
    return { id, ok: true, letter: renderLetter(content, fonts) };
  } catch (error) {
    if (!(error instanceof DomainError)) return { id, ok: false, failure: String(error) };
    const { kind, code, message, reasons, details } = error;
    return { id, ok: false, refusal: { kind, code, message, reasons, details } };
  }
}

// oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread has no origin
parentPort?.on('message', (task: LetterTask) => parentPort?.postMessage(answer(task)));
