import { Body, Controller, Get, Param, Put, Query } from '@nestjs/common';
import { ApiBody, ApiTags } from '@nestjs/swagger';
import { DomainError } from '../kernel/domain-error.js';
import { CurrentActor } from '../platform/access/access.guard.js';
import type { Actor } from '../platform/access/actor.js';
import { IfMatch } from '../platform/http/if-match.js';
import type { Page } from '../platform/http/list.js';
import type { LineObject } from '../platform/ingest/import-line.js';
import { CustomerInput, CustomerListQuery } from './customers.dto.js';
import { CustomersService, type CustomerWithRecords } from './customers.service.js';
import type { Customer } from './customers.sql.js';

@ApiTags('customers')
@Controller('customers')
export class CustomersController {
  constructor(private readonly customers: CustomersService) {}

  /** Customers by name, each with the contract in force today. */
  @Get()
  list(@Query() query: CustomerListQuery): Promise<Page<Customer>> {
    return this.customers.list(query);
  }

  /** One customer with every version of its contract, and its contacts. */
  @Get(':externalId')
  get(@Param('externalId') externalId: string): Promise<CustomerWithRecords> {
    return this.customers.get(externalId);
  }

  /** Creates or changes a customer. A new `contract.from` adds a version of the contract; contacts replace the set. */
  @Put(':externalId')
  @ApiBody({ type: CustomerInput })
  put(
    @Param('externalId') externalId: string,
    @Body() body: unknown,
    @IfMatch() expectedVersion: number | undefined,
    @CurrentActor() actor: Actor,
  ): Promise<CustomerWithRecords> {
    // Checked by the rules of an import's line, so that both ways in refuse the same things.
    if (typeof body !== 'object' || body === null || Object.getPrototypeOf(body) !== Object.prototype) {
      throw new DomainError('invalid', 'invalid_input', 'Send one customer as a JSON object.');
    }
    return this.customers.put({ externalId, value: body as LineObject, expectedVersion }, actor);
  }
}
