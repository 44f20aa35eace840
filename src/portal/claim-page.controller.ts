import { Body, Controller, Get, Post, Query, Req, Res, UseFilters, VERSION_NEUTRAL } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { ClaimSettingsService } from '../claims/claim-settings.service.js';
import { ClaimsService } from '../claims/claims.service.js';
import type { LetterLocale } from '../letters/letter-content.js';
import { RateLimited } from '../platform/limits/rate-limit.guard.js';
import { LogoService } from '../platform/settings/logo.service.js';
import { SettingsService } from '../platform/settings/settings.service.js';
import { readClaimForm, type ReadClaim } from './claim-form.js';
import { OwnFormsService } from './own-forms.service.js';
import { sendPage } from './portal-headers.js';
import { PortalHtmlService } from './portal-html.service.js';
import { pageLogo } from './portal-page.js';
import { localeNamed } from './portal-texts.js';
import { PortalFilter } from './portal.filter.js';

/** A person sends one or two; a script that sends hundreds is told to wait. */
const SENDS = { name: 'claim', perMinute: 2, burst: 10, by: 'ip' } as const;
const LOOKS = { name: 'portal', perMinute: 120, burst: 120, by: 'ip' } as const;

/** Where anybody may claim while it is open: HTML, no script, no sign-in, the same answer whoever asks. */
@ApiExcludeController()
@Controller({ path: 'claim', version: VERSION_NEUTRAL })
@UseFilters(PortalFilter)
export class ClaimPageController {
  constructor(
    private readonly claims: ClaimsService,
    private readonly claimSettings: ClaimSettingsService,
    private readonly html: PortalHtmlService,
    private readonly ownForms: OwnFormsService,
    private readonly settings: SettingsService,
    private readonly logos: LogoService,
  ) {}

  /** The form. */
  @Get()
  @RateLimited(LOOKS)
  async form(
    @Query() query: Record<string, unknown>,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const locale = localeNamed(query['lang']) ?? preferredLocale(request);
    await this.show(request, reply, locale, query['sent'] === 'yes');
  }

  /** Takes the form; what becomes of it is for an agent to say. */
  @Post()
  @RateLimited(SENDS)
  async send(@Body() body: unknown, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    await this.ownForms.require(request);
    const locale = localeNamed((body as Record<string, unknown> | null)?.['lang']) ?? preferredLocale(request);
    const { formOpen } = await this.claimSettings.get();
    const read = readClaimForm(body);
    if (!formOpen || read.said === null) return this.show(request, reply.status(422), locale, false, read);
    await this.claims.receive(read.said, locale);
    // Relative, so that it holds behind a proxy that puts us below a path.
    await reply.status(303).header('location', `claim?lang=${locale}&sent=yes`).send();
  }

  private async show(
    request: FastifyRequest,
    reply: FastifyReply,
    locale: LetterLocale,
    sent: boolean,
    read?: ReadClaim,
  ): Promise<void> {
    const { formOpen } = await this.claimSettings.get();
    const { cspNonce: nonce } = request;
    if (!formOpen) {
      await sendPage(request, reply.status(404)).send(this.html.notice('closed', nonce));
      return;
    }
    const { sender } = await this.settings.get();
    const logo = pageLogo(await this.logos.get());
    const page = this.html.claim({ locale, senderName: sender?.name ?? 'Amends', logo, nonce, sent, read });
    await sendPage(request, reply).send(page);
  }
}

/** The first of our languages that a browser prefers; French when it names neither. */
function preferredLocale({ headers }: FastifyRequest): LetterLocale {
  const [, first] = /(?:^|,)\s*(fr|en)\b/i.exec(headers['accept-language'] ?? '') ?? [];
  return first?.toLowerCase() === 'en' ? 'en' : 'fr';
}
