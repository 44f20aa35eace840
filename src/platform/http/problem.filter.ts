import { type ArgumentsHost, Catch, type ExceptionFilter, HttpException, Logger } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { isConnectionLost, isLostRace, uniqueViolation } from '../database/database.js';
import { DomainError, type DomainErrorKind } from '../../kernel/domain-error.js';

const STATUS: Readonly<Record<DomainErrorKind, number>> = {
  invalid: 400,
  unauthenticated: 401,
  forbidden: 403,
  not_found: 404,
  method_not_allowed: 405,
  conflict: 409,
  stale: 412,
  too_large: 413,
  unsupported: 415,
  unprocessable: 422,
  precondition_required: 428,
  too_many: 429,
  unavailable: 503,
};

const CODE_OF_STATUS: Readonly<Record<number, string>> = {
  400: 'invalid_request',
  404: 'route_not_found',
  405: 'method_not_allowed',
  408: 'request_timeout',
  413: 'body_too_large',
  415: 'media_type_not_supported',
};

type Problem = {
  readonly status: number;
  readonly code: string;
  readonly detail: string;
  readonly extra: object;
  readonly retryAfterSeconds?: number;
};

/** The members that every problem has. */
export function problemBody({ status, code, detail }: Pick<Problem, 'status' | 'code' | 'detail'>): object {
  return { type: `urn:amends:problem:${code}`, title: detail, status, code };
}

/** Turns every exception into RFC 9457 problem+json with a stable `code`; nothing of an unexpected one is shown. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  private readonly logger = new Logger('http');

  catch(exception: unknown, host: ArgumentsHost): void {
    const request = host.switchToHttp().getRequest<FastifyRequest>();
    const reply = host.switchToHttp().getResponse<FastifyReply>();
    const problem = problemOf(exception);
    if (problem.status >= 500) this.logger.error(exception instanceof Error ? exception.stack : String(exception));
    // A stream that broke off after the headers cannot be answered any more.
    if (reply.raw.headersSent) {
      reply.raw.destroy();
      return;
    }
    // What is left of a refused body is not worth reading.
    if (problem.status === 413) void reply.header('connection', 'close');
    if (problem.retryAfterSeconds !== undefined) void reply.header('retry-after', problem.retryAfterSeconds);
    if (problem.status === 401) void reply.header('www-authenticate', 'Bearer realm="amends"');
    void reply
      .status(problem.status)
      .type('application/problem+json')
      .send({ ...problemBody(problem), instance: request.id, ...problem.extra });
  }
}

function problemOf(exception: unknown): Problem {
  if (exception instanceof DomainError) {
    const { reasons, details } = exception;
    const seconds = details['retryAfterSeconds'];
    return {
      ...(typeof seconds === 'number' ? { retryAfterSeconds: seconds } : {}),
      status: STATUS[exception.kind],
      code: exception.code,
      detail: exception.message,
      extra: {
        ...(reasons.length > 0 ? { errors: reasons } : {}),
        ...(Object.keys(details).length > 0 ? { details } : {}),
      },
    };
  }
  if (isConnectionLost(exception)) {
    const detail = 'The database does not answer.';
    return { status: 503, code: 'database_unreachable', detail, extra: {}, retryAfterSeconds: 5 };
  }
  // Two made the same thing at the same moment: the constraint let one of them win, whatever the use case looked up before.
  if (uniqueViolation(exception) !== undefined || isLostRace(exception)) {
    const detail = 'Somebody else changed the same thing at this moment; look at it again.';
    return { status: 409, code: 'changed_meanwhile', detail, extra: {} };
  }
  const status = exception instanceof HttpException ? exception.getStatus() : statusOfFastify(exception);
  if (status >= 500 || !(exception instanceof Error)) {
    return { status: 500, code: 'internal', detail: 'Something went wrong on our side.', extra: {} };
  }
  return { status, code: CODE_OF_STATUS[status] ?? 'invalid_request', detail: exception.message, extra: {} };
}

/** Fastify's own refusals (a body too large, not JSON, an unknown content type) carry a statusCode. */
function statusOfFastify(exception: unknown): number {
  const status = exception instanceof Error && 'statusCode' in exception ? Number(exception.statusCode) : 500;
  return status >= 400 && status < 500 ? status : 500;
}
