import { Body, Controller, Get, Header, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { CurrentActor } from '../platform/access/access.guard.js';
import type { Actor } from '../platform/access/actor.js';
import { RequiresIdempotencyKey } from '../platform/http/idempotency.interceptor.js';
import type { Page } from '../platform/http/list.js';
import { MAIL_FIELD_NAMES } from './compose-mail.js';
import { BULK_TEMPLATES, MAIL_TEMPLATES } from './mail.js';
import { type MailRunResult, MailRunsService, type ShownRun } from './mail-runs.service.js';
import {
  MailActionsDto,
  MailListQuery,
  MailRunDto,
  MailRunListQuery,
  MailTestDto,
  SingleMailDto,
  TestMailDto,
} from './mails.dto.js';
import type { MailContentRow } from './mails.sql.js';
import { type MailActionItem, type MailPreview, MailsService, type ShownMail } from './mails.service.js';
import { type MailState, TestMailService, type TestMailResult } from './test-mail.service.js';

/** What there is a text for, and what a text may name. */
export type MailTemplateList = {
  readonly locales: readonly string[];
  readonly fields: readonly string[];
  readonly items: readonly { readonly name: string; readonly bulk: boolean }[];
};

@ApiTags('outreach')
@Controller('outreach')
export class MailsController {
  constructor(
    private readonly mails: MailsService,
    private readonly runs: MailRunsService,
    private readonly tests: TestMailService,
  ) {}

  /** The purposes that have a text, and the fields that a text may name. */
  @Get('mail-templates')
  templates(): MailTemplateList {
    const items = MAIL_TEMPLATES.map((name) => ({ name, bulk: BULK_TEMPLATES.some((bulk) => bulk === name) }));
    return { locales: ['fr', 'en'], fields: MAIL_FIELD_NAMES, items };
  }

  /** Whether e-mail can leave, what waits, and what the server said last. */
  @Get('mail-state')
  state(): Promise<MailState> {
    return this.tests.state();
  }

  /** Sends a few words to one of our own people, at once; keeps nothing. */
  @Post('mail-test')
  @HttpCode(200)
  @RequiresIdempotencyKey()
  testPlain(@Body() { to }: MailTestDto): Promise<TestMailResult> {
    return this.tests.sendPlain(to);
  }

  /** Mails, the newest first. Those that are `held` wait for e-mail to be set up; nothing of them was sent. */
  @Get('mails')
  list(@Query() { limit, cursor, offset, ...filter }: MailListQuery): Promise<Page<ShownMail>> {
    return this.mails.list(filter, { limit, cursor, offset });
  }

  /** A mail with its words. */
  @Get('mails/:id')
  @Header('cache-control', 'no-store')
  get(@Param('id') id: string): Promise<ShownMail<MailContentRow>> {
    return this.mails.get(id);
  }

  /** Releases, retries, sends again or cancels mails; each is answered for by itself. */
  @Post('mails/actions')
  @HttpCode(200)
  @RequiresIdempotencyKey()
  async act(
    @Body() { action, ids }: MailActionsDto,
    @CurrentActor() actor: Actor,
  ): Promise<{ readonly items: readonly MailActionItem[] }> {
    return { items: await this.mails.act(action, ids, actor) };
  }

  /** A mail of a case as it would be, and everything that stands against it. */
  @Post('cases/:id/mails/preview')
  @HttpCode(200)
  preview(@Param('id') id: string, @Body() body: SingleMailDto): Promise<MailPreview> {
    return this.mails.preview(id, body);
  }

  /** Sends a mail of a case to one of our own people, and keeps nothing. */
  @Post('cases/:id/mails/test')
  @HttpCode(200)
  @RequiresIdempotencyKey()
  test(@Param('id') id: string, @Body() { to, ...mail }: TestMailDto): Promise<TestMailResult> {
    return this.tests.send(id, mail, to);
  }

  /** Sends one mail by hand; held while e-mail is not set up. */
  @Post('cases/:id/mails')
  @RequiresIdempotencyKey()
  send(
    @Param('id') id: string,
    @Body() body: SingleMailDto,
    @CurrentActor() actor: Actor,
  ): Promise<ShownMail<MailContentRow>> {
    return this.mails.send(id, body, actor);
  }

  /** Bulk sends, the newest first, with how far they are. */
  @Get('mail-runs')
  listRuns(@Query() { incidentId, ...page }: MailRunListQuery): Promise<Page<ShownRun>> {
    return this.runs.list(incidentId, page);
  }

  /** Plans a bulk send and begins it; a dry run only says to whom it would go and who is left out, and why. */
  @Post('mail-runs')
  @HttpCode(200)
  @RequiresIdempotencyKey()
  createRun(@Body() body: MailRunDto, @CurrentActor() actor: Actor): Promise<MailRunResult> {
    return this.runs.create(body, actor);
  }

  /** A bulk send with how far it is. */
  @Get('mail-runs/:id')
  getRun(@Param('id') id: string): Promise<ShownRun> {
    return this.runs.get(id);
  }

  /** Lets a bulk send rest. */
  @Post('mail-runs/:id/pause')
  @HttpCode(200)
  pause(@Param('id') id: string, @CurrentActor() actor: Actor): Promise<ShownRun> {
    return this.runs.pause(id, actor);
  }

  /** Goes on with a bulk send that rests. */
  @Post('mail-runs/:id/resume')
  @HttpCode(200)
  @RequiresIdempotencyKey()
  resume(@Param('id') id: string, @CurrentActor() actor: Actor): Promise<ShownRun> {
    return this.runs.resume(id, actor);
  }

  /** Ends a bulk send for good; what has not left is cancelled. */
  @Post('mail-runs/:id/stop')
  @HttpCode(200)
  stop(@Param('id') id: string, @CurrentActor() actor: Actor): Promise<ShownRun> {
    return this.runs.stop(id, actor);
  }
}
