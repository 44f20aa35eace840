import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Page } from '../platform/http/list.js';
import type { Colleague } from './colleagues.sql.js';
import { IncidentCustomersQuery, SearchQuery } from './console.dto.js';
import {
  ConsoleService,
  type CustomerPage,
  type Home,
  type IncidentOverview,
  type SearchResult,
} from './console.service.js';
import { type HookAddress, HooksService } from './hooks.service.js';
import type { IncidentCustomer } from './incident-customers.sql.js';

@ApiTags('console')
@Controller('console')
export class ConsoleController {
  constructor(
    private readonly console: ConsoleService,
    private readonly hooks: HooksService,
  ) {}

  /** The open incidents, the work that waits, and the money of the offers. */
  @Get('home')
  home(): Promise<Home> {
    return this.console.home();
  }

  /** Where platforms, mail and billing systems send their events: addresses, the names of their secrets, what came. */
  @Get('hooks')
  async listHooks(): Promise<{ readonly items: readonly HookAddress[] }> {
    return { items: await this.hooks.list() };
  }

  /** Who works here, by the ids that histories and timelines have. */
  @Get('colleagues')
  colleagues(): Promise<readonly Colleague[]> {
    return this.console.colleagues();
  }

  /** What has the text in its name, title, reference or id, at most six of each kind. */
  @Get('search')
  search(@Query() { q }: SearchQuery): Promise<SearchResult> {
    return this.console.search(q);
  }

  /** The numbers of an incident: its newest assessment, the one under way, its offers and cases. */
  @Get('incidents/:id')
  incident(@Param('id') id: string): Promise<IncidentOverview> {
    return this.console.incident(id);
  }

  /** The customers hit by an incident, each with its offer and case; the heaviest hit first. */
  @Get('incidents/:id/customers')
  incidentCustomers(@Param('id') id: string, @Query() query: IncidentCustomersQuery): Promise<Page<IncidentCustomer>> {
    return this.console.incidentCustomers(id, query);
  }

  /** Everything about one customer: contract, incidents, offers, letters, cases, credits. */
  @Get('customers/:externalId')
  customer(@Param('externalId') externalId: string): Promise<CustomerPage> {
    return this.console.customer(externalId);
  }
}
