import { Injectable, type OnModuleInit } from '@nestjs/common';
import { PersonalDataService } from '../platform/personal/personal-data.service.js';
import { deleteContactsOf, findContactsOf } from './contact-privacy.sql.js';

/** Says where contacts are kept. Whoever asks by address is found here, a claimant who is a contact too included. */
@Injectable()
export class ContactPrivacyService implements OnModuleInit {
  constructor(private readonly personal: PersonalDataService) {}

  onModuleInit(): void {
    this.personal.registerPlace({
      name: 'contacts',
      tables: [],
      find: async (tx, person) => {
        if (person.kind === 'participant') return { records: [], texts: [] };
        const records = await findContactsOf(tx, person);
        return { records, texts: records.flatMap(({ name, email }) => [name, email]) };
      },
      erase: async (tx, person) => (person.kind === 'participant' ? 0 : deleteContactsOf(tx, person)),
    });
  }
}
