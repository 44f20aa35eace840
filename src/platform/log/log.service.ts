import type { LoggerService } from '@nestjs/common';
import { type Logger as Pino, pino } from 'pino';
import { scrub } from './scrub.js';

export type LogOptions = {
  readonly level: string;
  /** Values that must never be seen, such as the password of the database. */
  readonly secrets?: readonly string[];
  readonly write?: (line: string) => void;
};

/** The log of the process: one JSON object a line on standard error, so that no text can forge a line, without secrets. */
export function openLog({ level, secrets = [], write }: LogOptions): Pino {
  const out = write ?? ((line: string) => void process.stderr.write(line));
  return pino(
    { level, base: null, redact: ['req.headers.authorization', 'req.headers.cookie'] },
    { write: (line: string) => out(scrub(line, secrets)) },
  );
}

/** What Nest and our services log, in the same lines. Nest's own chatter about its start is left out. */
export class NestLog implements LoggerService {
  constructor(private readonly pino: Pino) {}

  log(): void {}

  debug(message: unknown, ...rest: unknown[]): void {
    this.pino.debug(fieldsOf(rest), textOf(message));
  }

  warn(message: unknown, ...rest: unknown[]): void {
    this.pino.warn(fieldsOf(rest), textOf(message));
  }

  error(message: unknown, ...rest: unknown[]): void {
    this.pino.error(fieldsOf(rest), textOf(message));
  }

  fatal(message: unknown, ...rest: unknown[]): void {
    this.pino.fatal(fieldsOf(rest), textOf(message));
  }
}

/** Nest appends the context, and before it perhaps a stack. */
function fieldsOf(rest: readonly unknown[]): { context?: string; stack?: string } {
  const texts = rest.filter((each): each is string => typeof each === 'string');
  const context = texts.at(-1);
  return { ...(context === undefined ? {} : { context }), ...(texts.length > 1 ? { stack: texts[0] ?? '' } : {}) };
}

function textOf(message: unknown): string {
  if (message instanceof Error) return message.stack ?? message.message;
  return typeof message === 'string' ? message : JSON.stringify(message);
}
