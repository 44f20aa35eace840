import { type CanActivate, type ExecutionContext, Injectable, SetMetadata } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { FastifyRequest } from 'fastify';
import { GENERAL_LIMIT, type RateLimit } from './rate-limit.js';
import { RateLimitsService } from './rate-limits.service.js';

const LIMITS = 'amends:rate-limits';
/** Asked by whatever watches the process; it must answer when the database does not. */
const UNLIMITED = /^\/(?:health\/|metrics)/;

/** Whom a limit counts: the sender's address, or the value of a parameter of the path (a link's token). */
export type RouteLimit = RateLimit & { readonly by: 'ip' | { readonly param: string } };

/** Limits a route beyond the general limit: for what is public, or can be guessed at, or sends something. */
export const RateLimited = (...limits: readonly RouteLimit[]): MethodDecorator & ClassDecorator =>
  SetMetadata(LIMITS, limits);

/** Counts every request for its sender, before anyone has said who they are. */
@Injectable()
export class RateLimitGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    private readonly limits: RateLimitsService,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    if (UNLIMITED.test(request.url)) return true;
    await this.limits.take(GENERAL_LIMIT, request.ip);
    const own = this.reflector.getAllAndOverride<RouteLimit[] | undefined>(LIMITS, [
      context.getHandler(),
      context.getClass(),
    ]);
    for (const limit of own ?? []) await this.limits.take(limit, subjectOf(limit, request));
    return true;
  }
}

function subjectOf({ by }: RouteLimit, { ip, params }: FastifyRequest): string {
  return by === 'ip' ? ip : ((params as Record<string, string | undefined>)[by.param] ?? '');
}
