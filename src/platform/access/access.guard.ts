import { type CanActivate, createParamDecorator, type ExecutionContext, Inject, Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { DomainError } from '../../kernel/domain-error.js';
import { type AccessMatrix, type Denial, denialOf, routeName } from './access-rule.js';
import { AccessService } from './access.service.js';
import type { Actor } from './actor.js';

/** The name under which the guard gets the matrix of the application. */
export const ACCESS_MATRIX_OF_APPLICATION = 'amends:access-matrix';

type RequestWithActor = FastifyRequest & { actor?: Actor };

/** The actor of the request; the guard has put it there. */
export const CurrentActor = createParamDecorator((_data: unknown, context: ExecutionContext): Actor => {
  const { actor } = context.switchToHttp().getRequest<RequestWithActor>();
  if (actor === undefined) throw new DomainError('unauthenticated', 'key_required', 'This route needs an actor.');
  return actor;
});

const WORDS: Readonly<Record<Denial, string>> = {
  route_not_in_matrix: 'Nobody may use this route.',
  person_required: 'Only a person who signed in may do this; a key may not, whatever its roles.',
  role_required: 'Your roles do not allow this.',
};

/** The one door: every route is denied but for what the matrix says. */
@Injectable()
export class AccessGuard implements CanActivate {
  constructor(
    private readonly access: AccessService,
    @Inject(ACCESS_MATRIX_OF_APPLICATION) private readonly matrix: AccessMatrix,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const request = context.switchToHttp().getRequest<RequestWithActor>();
    const rule = this.matrix[routeName(request.method, request.routeOptions.url ?? '')];
    if (rule === 'public') return true;
    const actor = await this.actorOf(request);
    const denial = denialOf(rule, actor);
    if (denial !== null) throw new DomainError('forbidden', denial, WORDS[denial]);
    request.actor = actor;
    return true;
  }

  private async actorOf(request: FastifyRequest): Promise<Actor> {
    const [scheme, key] = (request.headers.authorization ?? '').split(' ');
    if (scheme?.toLowerCase() !== 'bearer' || key === undefined) {
      throw new DomainError('unauthenticated', 'key_required', 'Send an API key: "Authorization: Bearer amk_…".');
    }
    const actor = await this.access.actorOfKey(key);
    if (actor !== undefined) return actor;
    throw new DomainError('unauthenticated', 'key_not_valid', 'This API key is unknown, expired or revoked.');
  }
}
