import { type CanActivate, createParamDecorator, type ExecutionContext, Inject, Injectable } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { DomainError } from '../../kernel/domain-error.js';
import { type AccessMatrix, type AccessRule, type Denial, denialOf, routeName } from './access-rule.js';
import { AccessService } from './access.service.js';
import { DENIAL_LIMIT, KEY_LIMIT } from '../limits/rate-limit.js';
import { RateLimitsService } from '../limits/rate-limits.service.js';
import { type Actor, ANONYMOUS } from './actor.js';
import { isSameOrigin } from './same-origin.js';
import { SessionsService } from './sessions.service.js';

/** The name under which the guard gets the matrix of the application. */
export const ACCESS_MATRIX_OF_APPLICATION = 'amends:access-matrix';

type RequestWithActor = FastifyRequest & { actor?: Actor };

/** The actor of the request; the guard has put it there. */
export const CurrentActor = createParamDecorator((_data: unknown, context: ExecutionContext): Actor => {
  const { actor } = context.switchToHttp().getRequest<RequestWithActor>();
  if (actor === undefined) throw unauthenticated('sign_in_required', 'This route needs an actor.');
  return actor;
});

const WORDS: Readonly<Record<Denial, string>> = {
  route_not_in_matrix: 'Nobody may use this route.',
  person_required: 'Only a person who signed in may do this; a key may not, whatever its roles.',
  role_required: 'Your roles do not allow this.',
  no_role: 'You have no role here yet: ask an administrator for one.',
};

const KEY_NAMES: ReadonlySet<string> = new Set(['api_key', 'apikey', 'access_token']);

/**
 * The one door: every route is denied but for what the matrix says. Each denial leaves a line in the audit trail, up to so
 * many from one place; each key has a limit of its own, wherever it calls from.
 */
@Injectable()
export class AccessGuard implements CanActivate {
  constructor(
    private readonly access: AccessService,
    private readonly sessions: SessionsService,
    private readonly limits: RateLimitsService,
    @Inject(ACCESS_MATRIX_OF_APPLICATION) private readonly matrix: AccessMatrix,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const request = context.switchToHttp().getRequest<RequestWithActor>();
    const route = routeName(request.method, request.routeOptions.url ?? '');
    const rule = this.matrix[route];
    try {
      refuseKeyInQuery(request.query);
      if (rule === 'public') return true;
      request.actor = await this.actorOf(request, context.switchToHttp().getResponse<FastifyReply>());
      if (request.actor.kind === 'key') await this.limits.take(KEY_LIMIT, request.actor.id);
      this.judge(rule, request.actor);
      return true;
    } catch (error) {
      const code = error instanceof DomainError ? this.codeToNote(error, request) : undefined;
      if (code !== undefined) await this.noteDenied(request, route, code);
      throw error;
    }
  }

  /** Undefined when nobody knocked with anything: a browser that has not signed in yet, and nothing to note. */
  private codeToNote({ code }: DomainError, { headers }: FastifyRequest): string | undefined {
    if (code === 'rate_limited') return undefined;
    if (code !== 'sign_in_required') return code;
    return this.sessions.isCarriedBy(headers.cookie) ? 'session_not_valid' : undefined;
  }

  /** A line in the audit trail, unless so many came from there already that they would flood it. */
  private async noteDenied({ actor, ip }: RequestWithActor, route: string, code: string): Promise<void> {
    if (await this.limits.isLeft(DENIAL_LIMIT, actor?.id ?? ip)) {
      await this.access.noteDenied(actor ?? ANONYMOUS, route, code);
    }
  }

  private judge(rule: Exclude<AccessRule, 'public'> | undefined, actor: Actor): void {
    const denial = denialOf(rule, actor);
    if (denial !== null) throw new DomainError('forbidden', denial, WORDS[denial]);
  }

  private async actorOf(request: FastifyRequest, reply: FastifyReply): Promise<Actor> {
    const { authorization, cookie } = request.headers;
    if (authorization !== undefined) return this.actorOfKey(authorization);
    const session = await this.sessions.find(cookie);
    const actor = session === undefined ? undefined : await this.access.actorOfPerson(session.personId);
    if (session === undefined || actor === undefined) {
      throw unauthenticated('sign_in_required', 'Sign in, or send an API key: "Authorization: Bearer amk_…".');
    }
    if (!isSameOrigin(request, this.sessions.publicUrl)) {
      throw new DomainError('forbidden', 'foreign_origin', 'This request comes from a page that is not of Amends.');
    }
    if (session.cookies.length > 0) void reply.header('set-cookie', session.cookies);
    return actor;
  }

  private async actorOfKey(authorization: string): Promise<Actor> {
    const [scheme, key, ...more] = authorization.split(' ');
    const isBearer = scheme?.toLowerCase() === 'bearer' && key !== undefined && more.length === 0;
    const actor = isBearer ? await this.access.actorOfKey(key) : undefined;
    if (actor !== undefined) return actor;
    throw unauthenticated('key_not_valid', 'This API key is unknown, expired or revoked.');
  }
}

function unauthenticated(code: string, message: string): DomainError {
  return new DomainError('unauthenticated', code, message);
}

/** Addresses end up in logs and histories, so a key in one is refused even where no key is needed. */
function refuseKeyInQuery(query: unknown): void {
  const found = Object.entries(query ?? {}).find(
    ([name, value]) =>
      KEY_NAMES.has(name.toLowerCase()) || [value].flat().some((text) => String(text).startsWith('amk_')),
  );
  if (found === undefined) return;
  const message = 'A key never goes into an address; send it as "Authorization: Bearer …", and replace this one.';
  throw new DomainError('invalid', 'key_in_query', message, {
    reasons: [{ path: found[0], code: 'key_in_query', message: 'Others can read addresses.' }],
  });
}
