import { Body, Controller, HttpCode, Post, Req, Res, VERSION_NEUTRAL } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { DomainError } from '../../kernel/domain-error.js';
import { CurrentActor } from './access.guard.js';
import type { Actor } from './actor.js';
import { type Me, meOf, personIdOf } from './me.js';
import { ChangePasswordDto, SignInDto } from './people.dto.js';
import { isSameOrigin } from './same-origin.js';
import { SessionsService } from './sessions.service.js';
import { SignInService } from './sign-in.service.js';

/** How many sessions ended. */
export type EndedSessions = { readonly ended: number };

@ApiTags('sign-in')
@Controller({ path: 'auth', version: VERSION_NEUTRAL })
export class SignInController {
  constructor(
    private readonly signIns: SignInService,
    private readonly sessions: SessionsService,
  ) {}

  /** Begins a session with an e-mail address and a password; the answer sets the cookie that carries it. */
  @Post('sign-in/email')
  @HttpCode(200)
  async signIn(
    @Body() { email, password }: SignInDto,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Me> {
    this.refuseForeign(request);
    const from = { ip: request.ip, cookie: request.headers.cookie };
    const { person, cookies } = await this.signIns.signIn({ email, password }, from);
    void reply.header('set-cookie', cookies);
    return meOf(person);
  }

  /** Ends the session of this browser. */
  @Post('sign-out')
  @HttpCode(200)
  async signOut(
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<EndedSessions> {
    this.refuseForeign(request);
    const { ended, cookies } = await this.signIns.signOut(request.headers.cookie);
    void reply.header('set-cookie', cookies);
    return { ended };
  }

  /** Ends all sessions of whoever asks, on every device. */
  @Post('sign-out-everywhere')
  @HttpCode(200)
  async signOutEverywhere(@CurrentActor() actor: Actor): Promise<EndedSessions> {
    return { ended: await this.signIns.signOutEverywhere(actor, personIdOf(actor)) };
  }

  /** Changes one's own password; every other session ends. */
  @Post('change-password')
  @HttpCode(200)
  async changePassword(
    @Body() { currentPassword: current, newPassword: wanted }: ChangePasswordDto,
    @CurrentActor() actor: Actor,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Me> {
    const { ip } = request;
    const changed = await this.signIns.changePassword(actor, personIdOf(actor), { current, wanted }, { ip });
    void reply.header('set-cookie', changed.cookies);
    return meOf(changed.person);
  }

  /** Nobody may sign a visitor in or out from a page of their own. A client that is no browser names no origin. */
  private refuseForeign(request: FastifyRequest): void {
    if (request.headers.origin === undefined || isSameOrigin(request, this.sessions.publicUrl)) return;
    throw new DomainError('forbidden', 'foreign_origin', 'This request comes from a page that is not of Amends.');
  }
}
