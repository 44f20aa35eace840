import { Injectable, type OnModuleInit } from '@nestjs/common';
import { PersonalDataService } from '../platform/personal/personal-data.service.js';
import { eraseClaimant, findClaimant, forgetOldClaimants } from './claim-privacy.sql.js';

/** Says where claimants are kept, who may be nobody that we knew before. What others wrote of them, the sweep finds. */
@Injectable()
export class ClaimPrivacyService implements OnModuleInit {
  constructor(private readonly personal: PersonalDataService) {}

  onModuleInit(): void {
    this.personal.registerPlace({
      name: 'claims',
      tables: [],
      find: async (tx, person) => {
        if (person.kind === 'participant') return { records: [], texts: [] };
        const records = await findClaimant(tx, person);
        return { records, texts: records.flatMap(({ name, email }) => [name, email]) };
      },
      erase: async (tx, person, pseudonym) =>
        person.kind === 'participant' ? 0 : eraseClaimant(tx, person, pseudonym),
    });
    this.personal.registerRetention({ name: 'claimants', what: 'claims', drop: forgetOldClaimants });
  }
}
