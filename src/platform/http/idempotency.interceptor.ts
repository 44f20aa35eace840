import { createHash } from 'node:crypto';
import { type CallHandler, type ExecutionContext, Injectable, type NestInterceptor, SetMetadata } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { from, lastValueFrom, type Observable } from 'rxjs';
import { DomainError } from '../../kernel/domain-error.js';
import { IdempotencyService } from './idempotency.service.js';

const REQUIRED = 'amends:idempotency-key';
const KEY = /^[\x21-\x7e]{1,255}$/;

/** Marks a POST that moves money or sends something: it needs an `Idempotency-Key`, and a repetition is answered from store. */
export const RequiresIdempotencyKey = (): MethodDecorator => SetMetadata(REQUIRED, true);

@Injectable()
export class IdempotencyInterceptor implements NestInterceptor {
  constructor(
    private readonly reflector: Reflector,
    private readonly idempotency: IdempotencyService,
  ) {}

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const required = this.reflector.get<boolean | undefined>(REQUIRED, context.getHandler()) === true;
    return required ? from(this.once(context, next)) : next.handle();
  }

  private async once(context: ExecutionContext, next: CallHandler): Promise<unknown> {
    const request = context.switchToHttp().getRequest<FastifyRequest & { actor?: { id: string } }>();
    const reply = context.switchToHttp().getResponse<FastifyReply>();
    const key = idempotencyKeyOf(request.headers['idempotency-key']);
    const actor = request.actor?.id ?? 'anonymous';
    const route = `${request.method} ${request.url}`;
    const fingerprint = createHash('sha256')
      .update(`${route}\n${JSON.stringify(request.body ?? null)}`)
      .digest('hex');
    const stored = await this.idempotency.claim({ actor, key, route, fingerprint });
    if (stored !== undefined) {
      void reply.status(stored.status).header('idempotency-replayed', 'true');
      return stored.body;
    }
    try {
      const body: unknown = await lastValueFrom(next.handle(), { defaultValue: undefined });
      await this.idempotency.keep({ actor, key }, reply.statusCode, body);
      return body;
    } catch (error) {
      await this.idempotency.release({ actor, key });
      throw error;
    }
  }
}

function idempotencyKeyOf(header: string | readonly string[] | undefined): string {
  if (typeof header === 'string' && KEY.test(header)) return header;
  const missing = header === undefined;
  throw new DomainError(
    'invalid',
    missing ? 'idempotency_key_required' : 'idempotency_key_not_valid',
    'Send an Idempotency-Key header of 1 to 255 visible ASCII characters, the same for every retry of this request.',
    { reasons: [{ path: 'Idempotency-Key', code: missing ? 'required' : 'not_valid', message: 'See the API guide.' }] },
  );
}
