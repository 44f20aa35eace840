import { existsSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { Injectable } from '@nestjs/common';
import type { LetterContent } from './letter-content.js';
import { LetterFontsService } from './letter-fonts.service.js';
import { LETTER_WORKER, LetterPool } from './letter-pool.js';
import { type RenderedLetter, renderLetter } from './render-letter.js';

const MAX_THREADS = 8;
/** Fewer are written before a thread has cut its fonts. */
const WORTH_THREADS = 200;

/** Writes letters: one by itself in this thread, many in threads of their own while somebody has opened them. */
@Injectable()
export class LetterRendererService {
  private pool: LetterPool | undefined;
  private users = 0;

  constructor(private readonly fonts: LetterFontsService) {}

  /** Throws as `renderLetter` does. */
  async render(content: LetterContent): Promise<RenderedLetter> {
    return this.pool === undefined ? renderLetter(content, this.fonts.fonts()) : this.pool.render(content);
  }

  /**
   * Opens threads for so many letters until what it gives is called; none for few, nor when the service runs from its
   * sources. The bytes of a letter are the same either way.
   */
  openThreads(letterCount: number): () => Promise<void> {
    if (letterCount < WORTH_THREADS) return () => Promise.resolve();
    if (this.users === 0 && existsSync(LETTER_WORKER)) {
      this.pool = new LetterPool({ threads: Math.min(MAX_THREADS, availableParallelism()) });
    }
    this.users += 1;
    return async () => {
      this.users -= 1;
      if (this.users > 0) return;
      const pool = this.pool;
      this.pool = undefined;
      await pool?.close();
    };
  }
}
