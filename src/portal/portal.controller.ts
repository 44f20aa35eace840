import { Body, Controller, Get, Param, Post, Query, Req, Res, UseFilters, VERSION_NEUTRAL } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { RateLimited } from '../platform/limits/rate-limit.guard.js';
import { LogoService } from '../platform/settings/logo.service.js';
import { OwnFormsService } from './own-forms.service.js';
import type { PortalForm } from './portal-form.js';
import { sendPage } from './portal-headers.js';
import { PortalHtmlService } from './portal-html.service.js';
import { localeNamed } from './portal-texts.js';
import { PortalFilter } from './portal.filter.js';
import { PortalService } from './portal.service.js';

const LOOKS = [
  { name: 'portal', perMinute: 120, burst: 120, by: 'ip' },
  { name: 'portal_link', perMinute: 60, burst: 120, by: { param: 'token' } },
] as const;
const LOGOS = { name: 'portal_logo', perMinute: 120, burst: 120, by: 'ip' } as const;
const ANSWERS = [
  { name: 'portal_answer', perMinute: 20, burst: 60, by: 'ip' },
  { name: 'portal_answer_link', perMinute: 10, burst: 40, by: { param: 'token' } },
] as const;

/** The customer's own page, for browsers: HTML, no script, no sign-in. Looking changes nothing; answering is a form. */
@ApiExcludeController()
@Controller({ path: 'o', version: VERSION_NEUTRAL })
@UseFilters(PortalFilter)
export class PortalController {
  constructor(
    private readonly portal: PortalService,
    private readonly html: PortalHtmlService,
    private readonly ownForms: OwnFormsService,
    private readonly logos: LogoService,
  ) {}

  /** What happened, what it meant for the customer, and what is offered. */
  @Get(':token')
  @RateLimited(...LOOKS)
  async page(
    @Param('token') token: string,
    @Query() query: Record<string, unknown>,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const view = await this.portal.view(token, localeNamed(query['lang']));
    if (view === undefined) return this.gone(request, reply);
    const terms = { token, nonce: request.cspNonce, asked: query['asked'] === 'yes' };
    await sendPage(request, reply).send(this.html.page(view, terms));
  }

  /**
   * The sender's logo, by its digest: no other picture is ever at this address, so that browsers keep it. Of the logos that
   * were replaced none is shown.
   */
  @Get('logo/:sha256')
  @RateLimited(LOGOS)
  async logo(@Param('sha256') sha256: string, @Res() reply: FastifyReply): Promise<void> {
    const { image, mediaType } = await this.logos.file(sha256);
    await reply
      .type(mediaType)
      .header('cache-control', 'public, max-age=31536000, immutable')
      .header('x-robots-tag', 'noindex')
      .send(image);
  }

  /** The letter as it was sent to this customer. */
  @Get(':token/letter.pdf')
  @RateLimited(...LOOKS)
  async letter(
    @Param('token') token: string,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const letter = await this.portal.letter(token);
    if (letter === undefined) return this.gone(request, reply);
    await reply
      .type('application/pdf')
      .header('content-disposition', `inline; filename="${letter.fileName}"`)
      .header('cache-control', 'no-store')
      .header('x-robots-tag', 'noindex, nofollow')
      .send(letter.pdf);
  }

  @Post(':token/accept')
  @RateLimited(...ANSWERS)
  accept(
    @Param('token') token: string,
    @Body() body: unknown,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    return this.take('accept', token, body, request, reply);
  }

  @Post(':token/decline')
  @RateLimited(...ANSWERS)
  decline(
    @Param('token') token: string,
    @Body() body: unknown,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    return this.take('decline', token, body, request, reply);
  }

  @Post(':token/question')
  @RateLimited(...ANSWERS)
  question(
    @Param('token') token: string,
    @Body() body: unknown,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    return this.take('question', token, body, request, reply);
  }

  private async take(
    form: PortalForm,
    token: string,
    body: unknown,
    request: FastifyRequest,
    reply: FastifyReply,
  ): Promise<void> {
    await this.ownForms.require(request);
    const locale = localeNamed((body as Record<string, unknown> | null)?.['lang']);
    const outcome = await this.portal.submit(token, form, body, locale);
    if (outcome.kind === 'gone') return this.gone(request, reply);
    if (outcome.kind === 'refused') {
      const page = this.html.page(outcome.view, { ...outcome, token, nonce: request.cspNonce });
      await sendPage(request, reply.status(outcome.changed ? 409 : 422)).send(page);
      return;
    }
    const query = new URLSearchParams({
      ...(locale === undefined ? {} : { lang: locale }),
      ...(form === 'question' ? { asked: 'yes' } : {}),
    }).toString();
    // Relative, so that it holds behind a proxy that puts us below a path.
    await reply
      .status(303)
      .header('location', `../${token}${query === '' ? '' : `?${query}`}`)
      .send();
  }

  private async gone(request: FastifyRequest, reply: FastifyReply): Promise<void> {
    await sendPage(request, reply.status(404)).send(this.html.notice('gone', request.cspNonce));
  }
}
