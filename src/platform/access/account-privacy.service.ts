import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Clock } from '../../kernel/clock.js';
import { DomainError } from '../../kernel/domain-error.js';
import type { Tx } from '../database/database.js';
import type { Person } from '../personal/person.js';
import { PersonalDataService } from '../personal/personal-data.service.js';
import { findAccountOf, forgetAccount } from './account-privacy.sql.js';
import { lockAdministrators } from './people.sql.js';

/** Says where the accounts of people who sign in are kept. What they did stays under the id, which says nothing. */
@Injectable()
export class AccountPrivacyService implements OnModuleInit {
  constructor(
    private readonly personal: PersonalDataService,
    private readonly clock: Clock,
  ) {}

  onModuleInit(): void {
    this.personal.registerPlace({
      name: 'accounts',
      tables: [],
      find: async (tx, person) => {
        const account = person.kind === 'user' ? await findAccountOf(tx, person) : undefined;
        return account === undefined
          ? { records: [], texts: [] }
          : { records: [account], texts: [account.name, account.email] };
      },
      erase: (tx, person, pseudonym) => this.forget(tx, person, pseudonym),
    });
  }

  private async forget(tx: Tx, person: Person, pseudonym: string): Promise<number> {
    if (person.kind !== 'user') return 0;
    const administrators = await lockAdministrators(tx);
    const account = await findAccountOf(tx, person);
    if (account === undefined) return 0;
    if (administrators.length === 1 && administrators[0] === account.id) {
      throw new DomainError('conflict', 'last_administrator', 'Somebody else must be an administrator first.');
    }
    return forgetAccount(tx, account.id, pseudonym, this.clock.now());
  }
}
