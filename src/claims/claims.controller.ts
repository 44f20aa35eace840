import { Body, Controller, Get, Header, HttpCode, Param, Post, Put, Query, StreamableFile } from '@nestjs/common';
import { ApiProduces, ApiTags } from '@nestjs/swagger';
import { Readable } from 'node:stream';
import { CurrentActor } from '../platform/access/access.guard.js';
import type { Actor } from '../platform/access/actor.js';
import { RequiresIdempotencyKey } from '../platform/http/idempotency.interceptor.js';
import { IfMatch } from '../platform/http/if-match.js';
import type { Page } from '../platform/http/list.js';
import { ClaimActionsService } from './claim-actions.service.js';
import { type ClaimSettings, ClaimSettingsService } from './claim-settings.service.js';
import {
  claimAction,
  ClaimActionDto,
  ClaimExportQuery,
  ClaimListQuery,
  ClaimSettingsInput,
  EnterClaimDto,
  enteredClaim,
} from './claims.dto.js';
import { type ClaimDetail, ClaimsService, type ShownClaim } from './claims.service.js';

@ApiTags('claims')
@Controller('claims')
export class ClaimsController {
  constructor(
    private readonly claims: ClaimsService,
    private readonly claimActions: ClaimActionsService,
    private readonly settings: ClaimSettingsService,
  ) {}

  /** Claims, the newest first unless `sort` says otherwise. */
  @Get()
  list(@Query() { limit, cursor, offset, sort, ...filter }: ClaimListQuery): Promise<Page<ShownClaim>> {
    return this.claims.list(filter, { limit, cursor, offset }, sort);
  }

  /**
   * Enters a claim that reached us by another way. It is matched and judged at once; one with a known external id, or that
   * comes again for the same customer and incident, is the claim that is there.
   */
  @Post()
  enter(@Body() body: EnterClaimDto, @CurrentActor() actor: Actor): Promise<ClaimDetail> {
    return this.claims.enter(enteredClaim(body), actor);
  }

  /** The same claims as CSV that Excel opens: a byte order mark first, and no text that it would take for a formula. */
  @Get('export.csv')
  @ApiProduces('text/csv')
  @Header('cache-control', 'no-store')
  export(@Query() { bom, separator, sort, ...filter }: ClaimExportQuery): StreamableFile {
    const lines = this.claims.exportCsv(filter, { bom: bom !== '0', separator }, sort);
    return new StreamableFile(Readable.from(lines), {
      type: 'text/csv; charset=utf-8; header=present',
      disposition: 'attachment; filename="claims.csv"',
    });
  }

  /** Whether the public form is open. */
  @Get('settings')
  getSettings(): Promise<ClaimSettings> {
    return this.settings.get();
  }

  /** Opens or closes the public form. */
  @Put('settings')
  putSettings(
    @Body() { formOpen }: ClaimSettingsInput,
    @IfMatch() expectedVersion: number | undefined,
    @CurrentActor() actor: Actor,
  ): Promise<ClaimSettings> {
    return this.settings.put(formOpen, expectedVersion, actor);
  }

  /** A claim with all its comings, what its verdict rests on, and the claimant's numbers beside ours. */
  @Get(':id')
  get(@Param('id') id: string): Promise<ClaimDetail> {
    return this.claims.get(id);
  }

  /** Matches, accepts, refuses, reopens or judges a claim anew; gives the claim that it is then. */
  @Post(':id/actions')
  @HttpCode(200)
  @RequiresIdempotencyKey()
  act(
    @Param('id') id: string,
    @Body() body: ClaimActionDto,
    @IfMatch() expectedVersion: number | undefined,
    @CurrentActor() actor: Actor,
  ): Promise<ClaimDetail> {
    return this.claimActions.run(id, claimAction(body), { actor, expectedVersion });
  }
}
