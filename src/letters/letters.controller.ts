import {
  Body,
  Controller,
  Get,
  HttpCode,
  Param,
  ParseUUIDPipe,
  Post,
  Query,
  Res,
  StreamableFile,
} from '@nestjs/common';
import { ApiBody, ApiProduces, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import type { OfferDetail } from '../offers/offers.service.js';
import { CurrentActor } from '../platform/access/access.guard.js';
import type { Actor } from '../platform/access/actor.js';
import { RequiresIdempotencyKey } from '../platform/http/idempotency.interceptor.js';
import { IfMatch } from '../platform/http/if-match.js';
import { ApologiesService } from './apologies.service.js';
import { LetterActionsService, type LetterActionResult } from './letter-actions.service.js';
import { LetterActionsDto, LetterBatchDto, LetterPreviewQuery } from './letters.dto.js';
import { type LetterBatch, LetterBatchesService } from './letter-batches.service.js';
import { LetterPreviewService } from './letter-preview.service.js';
import { SettingsInput } from '../platform/settings/settings.dto.js';
import { LettersService } from './letters.service.js';
import type { LetterFile, SentLetter } from './write-letter.service.js';

@ApiTags('letters')
@Controller()
export class LettersController {
  constructor(
    private readonly letters: LettersService,
    private readonly apologies: ApologiesService,
    private readonly letterActions: LetterActionsService,
    private readonly previews: LetterPreviewService,
    private readonly batches: LetterBatchesService,
  ) {}

  /** Sends an approved offer: its letter is kept byte for byte, and the offer is the customer's to answer. */
  @Post('offers/:id/send')
  @HttpCode(200)
  @RequiresIdempotencyKey()
  send(
    @Param('id') id: string,
    @IfMatch() expectedVersion: number | undefined,
    @CurrentActor() actor: Actor,
  ): Promise<OfferDetail & { readonly letter: SentLetter }> {
    return this.letters.send(id, { actor, expectedVersion });
  }

  /** The letter of an offer: as it was sent, or a preview marked as a draft. */
  @Get('offers/:id/letter.pdf')
  @ApiProduces('application/pdf')
  async offerLetter(@Param('id') id: string, @Res({ passthrough: true }) reply: FastifyReply): Promise<StreamableFile> {
    return serve(await this.letters.offerLetter(id), reply);
  }

  /** The apology for a customer who was hit and is owed nothing: as it was sent, or a preview marked as a draft. */
  @Get('proposals/:assessmentId/:customerExternalId/letter.pdf')
  @ApiProduces('application/pdf')
  async apology(
    @Param('assessmentId') assessmentId: string,
    @Param('customerExternalId') customerExternalId: string,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<StreamableFile> {
    return serve(await this.apologies.letter(assessmentId, customerExternalId), reply);
  }

  /** Sends the apology: it is kept byte for byte, one for a customer and an incident. */
  @Post('proposals/:assessmentId/:customerExternalId/send')
  @HttpCode(200)
  @RequiresIdempotencyKey()
  sendApology(
    @Param('assessmentId') assessmentId: string,
    @Param('customerExternalId') customerExternalId: string,
    @CurrentActor() actor: Actor,
  ): Promise<SentLetter> {
    return this.apologies.send(assessmentId, customerExternalId, actor);
  }

  /** A sample letter under the settings with this change made, as a draft; nothing is kept. */
  @Post('letters/preview')
  @HttpCode(200)
  @ApiBody({ type: SettingsInput })
  @ApiProduces('application/pdf')
  async preview(@Query() { locale }: LetterPreviewQuery, @Body() body: unknown): Promise<StreamableFile> {
    const pdf = await this.previews.preview(locale, body);
    return new StreamableFile(pdf, { type: 'application/pdf', length: pdf.length });
  }

  /** Sends every approved offer of an incident, however many: a job, with its progress, that can be cancelled. */
  @Post('letters/batches')
  @HttpCode(202)
  @RequiresIdempotencyKey()
  startBatch(@Body() { incidentId }: LetterBatchDto, @CurrentActor() actor: Actor): Promise<LetterBatch> {
    return this.batches.start(incidentId, actor);
  }

  /** Every letter of an incident in one ZIP: as they were sent, or previews marked as drafts. */
  @Get('incidents/:id/letters.zip')
  @ApiProduces('application/zip')
  async archive(
    @Param('id', ParseUUIDPipe) id: string,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<StreamableFile> {
    const { stream } = await this.batches.archive(id);
    void reply.headers({ 'cache-control': 'no-store' });
    return new StreamableFile(stream, {
      type: 'application/zip',
      disposition: `attachment; filename="letters-${id}.zip"`,
    });
  }

  /** Sends many approved offers; each is answered for by itself. */
  @Post('letters/actions')
  @HttpCode(200)
  @RequiresIdempotencyKey()
  actions(@Body() body: LetterActionsDto, @CurrentActor() actor: Actor): Promise<LetterActionResult> {
    return this.letterActions.run(body, actor);
  }
}

/** The file name holds nothing that a quoted string would have to escape. */
function serve({ pdf, fileName, sha256 }: LetterFile, reply: FastifyReply): StreamableFile {
  void reply.headers({
    'cache-control': 'no-store',
    'repr-digest': `sha-256=:${Buffer.from(sha256, 'hex').toString('base64')}:`,
  });
  return new StreamableFile(pdf, {
    type: 'application/pdf',
    disposition: `inline; filename="${fileName}"`,
    length: pdf.length,
  });
}
