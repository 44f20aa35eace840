import { Controller, Get, Query, Req, Res, VERSION_NEUTRAL } from '@nestjs/common';
import { ApiExcludeEndpoint, ApiTags } from '@nestjs/swagger';
import { IsOptional, IsString, MaxLength } from 'class-validator';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { RateLimited } from '../limits/rate-limit.guard.js';
import { ATTEMPT_SECONDS, ProviderSignInService } from './provider-sign-in.service.js';
import { ProviderService } from './provider.service.js';
import { SessionsService } from './sessions.service.js';

/** How one may sign in here. */
export type SignInMethods = { readonly password: true; readonly provider: boolean };

const PER_ADDRESS = { name: 'provider-sign-in', perMinute: 20, burst: 40, by: 'ip' } as const;

class BeginQuery {
  /** The path to come back to. */
  @IsOptional()
  @IsString()
  @MaxLength(2000)
  returnTo?: string;
}

/** What a provider sends; it may send more, which is left alone. */
type AnswerQuery = Readonly<Record<string, string | readonly string[] | undefined>>;

@ApiTags('sign-in')
@Controller({ path: 'auth', version: VERSION_NEUTRAL })
export class ProviderController {
  constructor(
    private readonly provider: ProviderService,
    private readonly signIns: ProviderSignInService,
    private readonly sessions: SessionsService,
  ) {}

  /** How one may sign in here: with a password always, at the company's identity provider where one is set up. */
  @Get('methods')
  methods(): SignInMethods {
    return { password: true, provider: this.provider.settings !== undefined };
  }

  /** Sends the browser to the company's identity provider. */
  @Get('sign-in/oidc')
  @ApiExcludeEndpoint()
  @RateLimited(PER_ADDRESS)
  async begin(@Query() { returnTo }: BeginQuery, @Res() reply: FastifyReply): Promise<void> {
    const { url, state } = await this.signIns.begin(returnTo);
    const cookie = this.stateCookie(state, state === '' ? 0 : ATTEMPT_SECONDS);
    void reply.header('set-cookie', cookie).header('cache-control', 'no-store').redirect(url, 302);
  }

  /** Where the provider sends the browser back to. */
  @Get('callback/oidc')
  @ApiExcludeEndpoint()
  @RateLimited(PER_ADDRESS)
  async finish(
    @Req() request: FastifyRequest<{ Querystring: AnswerQuery }>,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const one = (name: string): string | undefined => {
      const value = request.query[name];
      return typeof value === 'string' ? value : undefined;
    };
    const answer = { state: one('state'), code: one('code'), error: one('error'), iss: one('iss') };
    const { url, cookies } = await this.signIns.finish(answer, this.stateOf(request.headers.cookie));
    const all = [...cookies, this.stateCookie('', 0)];
    void reply.header('set-cookie', all).header('cache-control', 'no-store').redirect(url, 302);
  }

  private stateCookie(state: string, maxAgeSeconds: number): string {
    const secure = this.sessions.isSecure ? '; Secure' : '';
    return `${this.cookieName}=${state}; Max-Age=${maxAgeSeconds}; Path=/; HttpOnly; SameSite=Lax${secure}`;
  }

  private stateOf(cookie: string | undefined): string | undefined {
    const crumbs = (cookie ?? '').split(/;\s*/).map((crumb) => crumb.split('=', 2));
    return crumbs.find(([name]) => name === this.cookieName)?.[1];
  }

  private get cookieName(): string {
    return this.sessions.isSecure ? '__Host-amends.sign-in' : 'amends.sign-in';
  }
}
