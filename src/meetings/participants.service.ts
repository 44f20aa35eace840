import { Injectable, type OnModuleInit } from '@nestjs/common';
import { dropMonthlyPartitions } from '../platform/database/database.js';
import { ImportKindsService } from '../platform/ingest/import-kinds.service.js';
import { PersonalDataService } from '../platform/personal/personal-data.service.js';
import { UNKNOWN_CUSTOMER } from './meeting-merge.sql.js';
import { PARTICIPANT_COLUMNS, participantLineReader, STAGED_PARTICIPANT } from './participant-line.js';
import {
  countStays,
  dropOldContributions,
  dropOldNames,
  dropOldRosters,
  findParticipant,
  forgetParticipant,
  mergeParticipantNames,
} from './participants.sql.js';

/** Who participants are: names that can be brought in, looked up, and forgotten. */
@Injectable()
export class ParticipantsService implements OnModuleInit {
  constructor(
    private readonly kinds: ImportKindsService,
    private readonly personal: PersonalDataService,
  ) {}

  onModuleInit(): void {
    this.kinds.register({
      name: 'participants',
      lock: 'participants',
      columns: PARTICIPANT_COLUMNS,
      staged: STAGED_PARTICIPANT,
      reader: participantLineReader,
      checks: [UNKNOWN_CUSTOMER],
      merge: async ({ tx, now }) => {
        await mergeParticipantNames(tx, now);
        return [];
      },
    });
    this.declarePersonalData();
  }

  private declarePersonalData(): void {
    this.personal.registerPlace({
      name: 'meetings',
      tables: ['participant_name', 'session', 'join_attempt', 'roster_entry', 'import_contribution'],
      find: async (tx, person) => {
        if (person.kind !== 'participant') return { records: [], texts: [] };
        const names = await findParticipant(tx, person);
        const texts = names.flatMap((each) => [
          (each as { name: string }).name,
          (each as { email: string | null }).email ?? '',
        ]);
        return { records: [...names, ...(await countStays(tx, person))], texts };
      },
      erase: async (tx, person, pseudonym) =>
        person.kind === 'participant' ? forgetParticipant(tx, person, pseudonym) : 0,
    });
    this.personal.registerRetention({ name: 'participant names', what: 'names', drop: dropOldNames });
    this.personal.registerRetention({ name: 'rosters', what: 'sessions', drop: dropOldRosters });
    this.personal.registerRetention({ name: 'what imports said', what: 'sessions', drop: dropOldContributions });
    for (const table of ['session', 'join_attempt'] as const) {
      this.personal.registerRetention({
        name: `${table} partitions`,
        what: 'sessions',
        drop: (tx, before, dryRun) => dropMonthlyPartitions(tx, table, before, dryRun),
      });
    }
  }
}
