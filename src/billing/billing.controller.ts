import { Body, Controller, Get, Header, HttpCode, Param, Post, Put, Query, StreamableFile } from '@nestjs/common';
import { ApiProduces, ApiTags } from '@nestjs/swagger';
import { CurrentActor } from '../platform/access/access.guard.js';
import type { Actor } from '../platform/access/actor.js';
import { RequiresIdempotencyKey } from '../platform/http/idempotency.interceptor.js';
import { IfMatch } from '../platform/http/if-match.js';
import { ListQuery, type Page } from '../platform/http/list.js';
import type { BilledCustomer } from './billed-customers.sql.js';
import {
  BilledCustomerQuery,
  DriftListQuery,
  EventListQuery,
  KillSwitchDto,
  OfConnectionDto,
  OfConnectionQuery,
  ReversalLimitsDto,
  RouteDto,
} from './billing.dto.js';
import { BillingControlService, type ShownControl } from './billing-control.service.js';
import { BillingHooksService } from './billing-hooks.service.js';
import type { RouteRow } from './connections.sql.js';
import { CsvBatchesService } from './csv-batches.service.js';
import type { BatchRow } from './csv-batches.sql.js';
import type { EventRow } from './events.sql.js';
import { ReconcileService, type ShownDrift } from './reconcile.service.js';
import type { ReconciliationRow } from './reconcile.sql.js';

@ApiTags('billing')
@Controller('billing')
export class BillingController {
  constructor(
    private readonly control: BillingControlService,
    private readonly hooks: BillingHooksService,
    private readonly batches: CsvBatchesService,
    private readonly reconciling: ReconcileService,
  ) {}

  /** Whether sending is stopped, and from which amounts on a reversal needs two persons. */
  @Get('kill-switch')
  killSwitch(): Promise<ShownControl> {
    return this.control.get();
  }

  /** Stops all sending within seconds, or lets it go on. */
  @Put('kill-switch')
  switch(@Body() { stopped, reason }: KillSwitchDto, @CurrentActor() actor: Actor): Promise<ShownControl> {
    return this.control.switch(stopped, reason ?? null, actor);
  }

  /** Names the amounts above which a reversal needs two persons. */
  @Put('reversal-limits')
  reversalLimits(
    @Body() { reversalLimits }: ReversalLimitsDto,
    @IfMatch() expectedVersion: number | undefined,
    @CurrentActor() actor: Actor,
  ): Promise<ShownControl> {
    return this.control.setReversalLimits(reversalLimits, expectedVersion, actor);
  }

  /** Customers that go elsewhere than the rest, or under another id. */
  @Get('routes')
  routes(@Query() query: ListQuery): Promise<Page<RouteRow>> {
    return this.control.routes(query);
  }

  /** Every customer with where its credits go, and as whom; first by name. */
  @Get('customers')
  customers(@Query() { q, connectionId, mapping, ...page }: BilledCustomerQuery): Promise<Page<BilledCustomer>> {
    return this.control.customers({ q, connectionId, mapping }, page);
  }

  /** Says where a customer's credits go, and as whom; both null is as everybody. */
  @Put('routes/:customerExternalId')
  async route(
    @Param('customerExternalId') customerId: string,
    @Body() { connectionId = null, billingCustomerId = null }: RouteDto,
    @IfMatch() expectedVersion: number | undefined,
    @CurrentActor() actor: Actor,
  ): Promise<{ readonly customerId: string; readonly route: RouteRow | null }> {
    const to = { connectionId, billingCustomerId };
    return { customerId, route: await this.control.setRoute(customerId, to, expectedVersion, actor) };
  }

  /** Files that were closed, the newest first. */
  @Get('csv-batches')
  csvBatches(@Query() { connectionId, ...page }: OfConnectionQuery): Promise<Page<BatchRow>> {
    return this.batches.list(connectionId, page);
  }

  /** Closes what waits for a file: one for each currency, numbered; none when nothing waits. */
  @Post('csv-batches')
  @RequiresIdempotencyKey()
  async closeCsvBatches(
    @Body() { connectionId }: OfConnectionDto,
    @CurrentActor() actor: Actor,
  ): Promise<{ readonly items: readonly BatchRow[] }> {
    return { items: await this.batches.close(connectionId, actor) };
  }

  /** The file of a batch, always the same bytes. */
  @Get('csv-batches/:id/file.csv')
  @ApiProduces('text/csv')
  @Header('cache-control', 'no-store')
  async csvFile(@Param('id') id: string): Promise<StreamableFile> {
    const { name, file } = await this.batches.file(id);
    return new StreamableFile(file, {
      type: 'text/csv; charset=utf-8; header=present',
      disposition: `attachment; filename="${name}"`,
      length: file.length,
    });
  }

  /** Events of billing systems, the newest first. */
  @Get('events')
  events(@Query() { connectionId, fact, ...page }: EventListQuery): Promise<Page<EventRow>> {
    return this.hooks.list({ connectionId, fact }, page);
  }

  /** How many events of each type said nothing to us. */
  @Get('events/ignored')
  async ignoredEvents(): Promise<{ readonly items: readonly { readonly type: string; readonly count: number }[] }> {
    return { items: await this.hooks.ignored() };
  }

  /** Comparisons of both sides, the newest first. */
  @Get('reconciliations')
  reconciliations(@Query() { connectionId, ...page }: OfConnectionQuery): Promise<Page<ReconciliationRow>> {
    return this.reconciling.list(connectionId, page);
  }

  /** Compares both sides now, as a job. */
  @Post('reconciliations')
  @HttpCode(202)
  reconcile(@Body() { connectionId }: OfConnectionDto, @CurrentActor() actor: Actor): Promise<ReconciliationRow> {
    return this.reconciling.request(connectionId, actor);
  }

  /** A comparison. */
  @Get('reconciliations/:id')
  reconciliation(@Param('id') id: string): Promise<ReconciliationRow> {
    return this.reconciling.get(id);
  }

  /** What differs between the two sides, each with what to do about it. */
  @Get('reconciliations/:id/drifts')
  drifts(@Param('id') id: string, @Query() { kind, ...page }: DriftListQuery): Promise<Page<ShownDrift>> {
    return this.reconciling.drifts(id, kind, page);
  }
}
