import { type CanActivate, createParamDecorator, type ExecutionContext, Injectable, SetMetadata } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { FastifyRequest } from 'fastify';
import { DomainError } from '../../kernel/domain-error.js';
import { AccessService } from './access.service.js';
import type { Actor } from './actor.js';

const PUBLIC = 'amends:public';

/** Marks a route that answers without a key. Everything else is denied by default. */
export const Public = (): MethodDecorator & ClassDecorator => SetMetadata(PUBLIC, true);

type RequestWithActor = FastifyRequest & { actor?: Actor };

/** The actor of the request; the guard has put it there. */
export const CurrentActor = createParamDecorator((_data: unknown, context: ExecutionContext): Actor => {
  const { actor } = context.switchToHttp().getRequest<RequestWithActor>();
  if (actor === undefined) throw new DomainError('unauthenticated', 'key_required', 'This route needs an actor.');
  return actor;
});

@Injectable()
export class AccessGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    private readonly access: AccessService,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    if (this.reflector.getAllAndOverride<boolean>(PUBLIC, [context.getHandler(), context.getClass()])) return true;
    const request = context.switchToHttp().getRequest<RequestWithActor>();
    const [scheme, key] = (request.headers.authorization ?? '').split(' ');
    if (scheme?.toLowerCase() !== 'bearer' || key === undefined) {
      throw new DomainError('unauthenticated', 'key_required', 'Send an API key: "Authorization: Bearer amk_…".');
    }
    request.actor = await this.access.actorOfKey(key);
    if (request.actor === undefined) {
      throw new DomainError('unauthenticated', 'key_not_valid', 'This API key is unknown, expired or revoked.');
    }
    return true;
  }
}
