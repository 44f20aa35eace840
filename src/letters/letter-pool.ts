import { Worker } from 'node:worker_threads';
import { DomainError } from '../kernel/domain-error.js';
import type { LetterContent } from './letter-content.js';
import type { RenderedLetter } from './render-letter.js';

export type LetterTask = { readonly id: number; readonly content: LetterContent };
type Refusal = Pick<DomainError, 'kind' | 'code' | 'message' | 'reasons' | 'details'>;
export type LetterReply = { readonly id: number } & (
  | { readonly ok: true; readonly letter: RenderedLetter }
  | { readonly ok: false; readonly refusal: Refusal }
  | { readonly ok: false; readonly refusal?: undefined; readonly failure: string }
);

type Waiting = { readonly resolve: (letter: RenderedLetter) => void; readonly reject: (error: unknown) => void };
type Thread = { readonly worker: Worker; readonly waiting: Map<number, Waiting> };

export type PoolOptions = {
  readonly threads: number;
  /** The program of a thread, and the options of its Node. */
  readonly entry?: URL;
  readonly execArgv?: string[];
};

/** The compiled program beside this one; there is none when the service runs from its sources. */
export const LETTER_WORKER = new URL('./letter-worker.js', import.meta.url);

/** Threads that write letters, each with its own fonts. To be closed after use. */
export class LetterPool {
  private readonly threads: readonly Thread[];
  private nextId = 0;

  constructor({ threads, entry = LETTER_WORKER, execArgv }: PoolOptions) {
    const options = execArgv === undefined ? {} : { execArgv };
    this.threads = Array.from({ length: threads }, () => this.startThread(new Worker(entry, options)));
  }

  /** Writes a letter in the thread that has the least to do. Throws as `renderLetter` does. */
  render(content: LetterContent): Promise<RenderedLetter> {
    const id = this.nextId++;
    const [free] = this.threads.toSorted((a, b) => a.waiting.size - b.waiting.size);
    if (free === undefined) throw new RangeError('a pool without threads');
    return new Promise((resolve, reject) => {
      free.waiting.set(id, { resolve, reject });
      // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread has no origin
      free.worker.postMessage({ id, content } satisfies LetterTask);
    });
  }

  async close(): Promise<void> {
    await Promise.all(this.threads.map(({ worker }) => worker.terminate()));
  }

  private startThread(worker: Worker): Thread {
    const waiting = new Map<number, Waiting>();
    worker.on('message', (reply: LetterReply) => {
      const asked = waiting.get(reply.id);
      waiting.delete(reply.id);
      if (reply.ok) asked?.resolve({ ...reply.letter, pdf: Buffer.from(reply.letter.pdf) });
      else asked?.reject(errorOf(reply));
    });
    const fail = (error: unknown) => {
      for (const { reject } of waiting.values()) reject(error);
      waiting.clear();
    };
    worker.on('error', fail);
    worker.on('exit', () => fail(new Error('a thread of the letters ended')));
    return { worker, waiting };
  }
}

function errorOf(reply: Extract<LetterReply, { ok: false }>): Error {
  if (reply.refusal === undefined) return new Error(reply.failure);
  const { kind, code, message, reasons, details } = reply.refusal;
  return new DomainError(kind, code, message, { reasons, details });
}
