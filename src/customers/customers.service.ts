import { Injectable } from '@nestjs/common';
import { Clock } from '../kernel/clock.js';
import { DomainError, notFound } from '../kernel/domain-error.js';
import type { Actor } from '../platform/access/actor.js';
import { AuditService } from '../platform/audit/audit.service.js';
import { Database, type Tx } from '../platform/database/database.js';
import { assertVersion } from '../platform/http/if-match.js';
import type { Page } from '../platform/http/list.js';
import type { LineObject } from '../platform/ingest/import-line.js';
import { MergeLinesService } from '../platform/ingest/merge-lines.service.js';
import type { Contract } from './contract.js';
import { CUSTOMERS_KIND } from './customer-imports.service.js';
import type { CustomerListQuery } from './customers.dto.js';
import { type Contact, contactsOf, contractsOf, type Customer, findCustomer, listCustomers } from './customers.sql.js';

export type CustomerWithRecords = Customer & {
  readonly contracts: readonly Contract[];
  readonly contacts: readonly Contact[];
};

/** One customer as a line of an import states it; the external id may be left to the address. */
export type StatedCustomer = {
  readonly externalId: string;
  readonly value: LineObject;
  /** The version that the caller has seen. */
  readonly expectedVersion: number | undefined;
};

@Injectable()
export class CustomersService {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly lines: MergeLinesService,
    private readonly audit: AuditService,
  ) {}

  list(query: CustomerListQuery): Promise<Page<Customer>> {
    return listCustomers(this.database.tx, query, this.clock.now());
  }

  get(externalId: string): Promise<CustomerWithRecords> {
    return this.database.read((tx) => this.find(tx, externalId));
  }

  /**
   * Creates or changes one customer under the rules of an import's line. Throws `invalid_input` with every fault, and
   * `version_changed` when the customer is not, or no more, what the caller has seen.
   */
  async put({ externalId, value, expectedVersion }: StatedCustomer, actor: Actor): Promise<CustomerWithRecords> {
    if (value['externalId'] !== undefined && value['externalId'] !== externalId) {
      const reason = {
        path: 'externalId',
        code: 'external_id_differs',
        message: 'The address names another customer.',
      };
      throw new DomainError('invalid', 'invalid_input', 'The input is not valid.', { reasons: [reason] });
    }
    return this.database.transaction(async (tx) => {
      await this.lines.lock(tx, CUSTOMERS_KIND);
      const known = await findCustomer(tx, externalId, this.clock.now());
      assertVersion(known?.version ?? 0, expectedVersion);
      await this.lines.apply(tx, CUSTOMERS_KIND, { ...value, externalId }, actor);
      const customer = await this.find(tx, externalId);
      const { id: customerId, version } = customer;
      const subject = { kind: 'customer', id: customerId };
      this.audit.append(tx, { actor, action: 'customer.put', subject, customerId, details: { version } });
      return customer;
    });
  }

  private async find(tx: Tx, externalId: string): Promise<CustomerWithRecords> {
    const customer = await findCustomer(tx, externalId, this.clock.now());
    if (customer === undefined) throw notFound('customer', externalId);
    const contracts = await contractsOf(tx, customer.id);
    return { ...customer, contracts, contacts: await contactsOf(tx, customer.id) };
  }
}
