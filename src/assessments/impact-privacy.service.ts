import { Injectable, type OnModuleInit } from '@nestjs/common';
import { PersonalDataService } from '../platform/personal/personal-data.service.js';
import { countImpactsOf, forgetOldImpacts, pseudonymiseImpacts } from './impact-privacy.sql.js';

/** Says where impacts name participants, and how they are made nameless without changing a figure. */
@Injectable()
export class ImpactPrivacyService implements OnModuleInit {
  constructor(private readonly personal: PersonalDataService) {}

  onModuleInit(): void {
    this.personal.registerPlace({
      name: 'impacts',
      tables: ['impact'],
      find: async (tx, person) => ({
        records: person.kind === 'participant' ? await countImpactsOf(tx, person) : [],
        texts: [],
      }),
      erase: async (tx, person, pseudonym) =>
        person.kind === 'participant' ? pseudonymiseImpacts(tx, person, pseudonym) : 0,
    });
    this.personal.registerRetention({ name: 'people of impacts', what: 'impacts', drop: forgetOldImpacts });
  }
}
