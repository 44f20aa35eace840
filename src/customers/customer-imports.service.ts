import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { ImportKind, ImportWarning, Merge } from '../platform/ingest/import-kind.js';
import { ImportKindsService } from '../platform/ingest/import-kinds.service.js';
import { CONTACT_COLUMNS, contactLineReader, STAGED_CONTACT } from './contact-line.js';
import {
  deleteContactsLeftOut,
  mergeContactsOfCustomers,
  mergeContactsOfFile,
  stageContactsOfCustomers,
  stageContactsOfFile,
} from './contact-merge.sql.js';
import { CUSTOMER_COLUMNS, customerLineReader, STAGED_CUSTOMER } from './customer-line.js';
import {
  CONTACT_CHECKS,
  CUSTOMER_CHECKS,
  insertNewCustomers,
  mergeContracts,
  stageCustomers,
  updateChangedCustomers,
} from './customer-merge.sql.js';

const LOCK = 'customers';

export const CUSTOMERS_KIND = 'customers';

const CUSTOMERS: ImportKind = {
  name: CUSTOMERS_KIND,
  lock: LOCK,
  columns: CUSTOMER_COLUMNS,
  staged: STAGED_CUSTOMER,
  reader: customerLineReader,
  checks: CUSTOMER_CHECKS,
  merge: mergeCustomers,
};

const CONTACTS: ImportKind = {
  name: 'contacts',
  lock: LOCK,
  columns: CONTACT_COLUMNS,
  staged: STAGED_CONTACT,
  reader: contactLineReader,
  checks: CONTACT_CHECKS,
  merge: mergeContacts,
};

/** Makes customers and contacts importable. */
@Injectable()
export class CustomerImportsService implements OnModuleInit {
  constructor(private readonly kinds: ImportKindsService) {}

  onModuleInit(): void {
    this.kinds.register(CUSTOMERS);
    this.kinds.register(CONTACTS);
  }
}

async function mergeCustomers({ tx, actorId, now }: Merge): Promise<ImportWarning[]> {
  await stageCustomers(tx);
  await insertNewCustomers(tx, actorId, now);
  await mergeContracts(tx);
  await stageContactsOfCustomers(tx);
  await deleteContactsLeftOut(tx);
  await mergeContactsOfCustomers(tx);
  await updateChangedCustomers(tx, actorId, now);
  return [];
}

async function mergeContacts({ tx, actorId, now }: Merge): Promise<ImportWarning[]> {
  await stageContactsOfFile(tx);
  await mergeContactsOfFile(tx, actorId, now);
  return [];
}
