import { Body, Controller, Get, Header, HttpCode, Param, Post, Query, StreamableFile } from '@nestjs/common';
import { ApiProduces, ApiTags } from '@nestjs/swagger';
import { CurrentActor } from '../platform/access/access.guard.js';
import type { Actor } from '../platform/access/actor.js';
import { RequiresIdempotencyKey } from '../platform/http/idempotency.interceptor.js';
import { IfMatch } from '../platform/http/if-match.js';
import type { Page } from '../platform/http/list.js';
import { ConfirmCreditDto, CreditExportQuery, CreditListQuery } from './credits.dto.js';
import { CreditsService, type ShownCredit } from './credits.service.js';

@ApiTags('credits')
@Controller('credits')
export class CreditsController {
  constructor(private readonly credits: CreditsService) {}

  /** Credits, the newest first. */
  @Get()
  list(@Query() { status, incidentId, customerId, currency, ...page }: CreditListQuery): Promise<Page<ShownCredit>> {
    return this.credits.list({ status, incidentId, customerId, currency }, page);
  }

  /** The credits as CSV, the oldest first. */
  @Get('export.csv')
  @ApiProduces('text/csv')
  @Header('cache-control', 'no-store')
  export(@Query() { bom, ...filter }: CreditExportQuery): StreamableFile {
    return new StreamableFile(this.credits.exportCsv(filter, { bom: bom === '1' }), {
      type: 'text/csv; charset=utf-8; header=present',
      disposition: 'attachment; filename="credits.csv"',
    });
  }

  /** A credit and where it is. */
  @Get(':id')
  get(@Param('id') id: string): Promise<ShownCredit> {
    return this.credits.get(id);
  }

  /** Says in which billing document a credit stands; said again, it changes nothing. */
  @Post(':id/confirm')
  @HttpCode(200)
  @RequiresIdempotencyKey()
  confirm(
    @Param('id') id: string,
    @Body() { billingDocument }: ConfirmCreditDto,
    @IfMatch() expectedVersion: number | undefined,
    @CurrentActor() actor: Actor,
  ): Promise<ShownCredit> {
    return this.credits.confirm(id, billingDocument, expectedVersion, actor);
  }
}
