import { Injectable, type OnModuleInit } from '@nestjs/common';
import { PersonalDataService } from '../platform/personal/personal-data.service.js';
import { deleteBlocksOf, findBlocksOf } from './mail-privacy.sql.js';

/** Says where addresses are kept that take no mail. Mails, events and timelines are texts, which the sweep finds. */
@Injectable()
export class MailPrivacyService implements OnModuleInit {
  constructor(private readonly personal: PersonalDataService) {}

  onModuleInit(): void {
    this.personal.registerPlace({
      name: 'mail_blocks',
      tables: ['mail_block'],
      find: async (tx, person) => {
        if (person.kind === 'participant') return { records: [], texts: [] };
        const records = await findBlocksOf(tx, person);
        return { records, texts: records.map(({ address }) => address) };
      },
      erase: async (tx, person) => (person.kind === 'participant' ? 0 : deleteBlocksOf(tx, person)),
    });
  }
}
