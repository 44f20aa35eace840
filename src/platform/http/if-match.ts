import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { DomainError } from '../../kernel/domain-error.js';

/** The version that `If-Match` names, or undefined when the header is absent or `*`. Throws `invalid_if_match`. */
export function parseIfMatch(header: string | undefined): number | undefined {
  if (header === undefined || header === '*') return undefined;
  const [, version] = /^(?:W\/)?"(\d{1,9})"$/.exec(header) ?? [];
  if (version !== undefined) return Number(version);
  throw new DomainError('invalid', 'invalid_if_match', 'If-Match takes the ETag of the record, such as "3".', {
    reasons: [{ path: 'If-Match', code: 'invalid_if_match', message: 'Not the ETag of a record.' }],
  });
}

/** The version that the caller has seen, for optimistic locking. */
export const IfMatch = createParamDecorator((_data: unknown, context: ExecutionContext): number | undefined =>
  parseIfMatch(context.switchToHttp().getRequest<FastifyRequest>().headers['if-match']),
);

/** Refuses with `version_changed` when the caller has seen another version than the stored one. */
export function assertVersion(stored: number, expected: number | undefined): void {
  if (expected === undefined || expected === stored) return;
  throw new DomainError('stale', 'version_changed', 'The record was changed in the meantime; read it again.', {
    details: { expectedVersion: expected, currentVersion: stored },
  });
}
