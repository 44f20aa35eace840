import { Injectable, type OnModuleInit } from '@nestjs/common';
import { newId } from '../kernel/ids.js';
import { Database, ensureMonthlyPartitions } from '../platform/database/database.js';
import type { ImportKind, ImportWarning, Merge } from '../platform/ingest/import-kind.js';
import { ImportKindsService } from '../platform/ingest/import-kinds.service.js';
import { ATTEMPT_COLUMNS, attemptLineReader, STAGED_ATTEMPT } from './attempt-line.js';
import {
  noteAttemptContributions,
  notePriorMeetings,
  noteSessionContributions,
  noteToldMeetings,
} from './contributions.sql.js';
import { noteDelivery } from './data-delivery.sql.js';
import { MEETING_COLUMNS, meetingLineReader, STAGED_MEETING } from './meeting-line.js';
import { MEETING_CHECKS, mergeMeetings, mergeRosters, stageRosters, UNKNOWN_CUSTOMER } from './meeting-merge.sql.js';
import { revertMeetingImport } from './revert-import.sql.js';
import { SESSION_COLUMNS, sessionLineReader, STAGED_SESSION } from './session-line.js';
import { mergeAttempts, mergeSessions } from './session-merge.sql.js';
import { insertStubs, nameStubs, stagedDays, stageMeetings } from './staged-meetings.sql.js';

const LOCK = 'meetings';
const REVERTIBLE = ['meetings', 'sessions', 'join-attempts', 'attendance'];
/** Ids made and sent at a time, so that a file of unknown meetings does not fill the memory. */
const STUB_BATCH = 5000;

/** Makes meetings, sessions and join attempts importable. */
@Injectable()
export class MeetingImportsService implements OnModuleInit {
  constructor(
    private readonly kinds: ImportKindsService,
    private readonly database: Database,
  ) {}

  onModuleInit(): void {
    for (const kind of [this.meetings(), this.sessions(), this.attempts()]) this.kinds.register(kind);
    for (const name of REVERTIBLE) this.kinds.registerRevert(name, LOCK, revertMeetingImport);
  }

  private meetings(): ImportKind {
    return {
      name: 'meetings',
      lock: LOCK,
      columns: MEETING_COLUMNS,
      staged: STAGED_MEETING,
      reader: meetingLineReader,
      checks: MEETING_CHECKS,
      merge: async ({ tx, importId, now, source = 'import' }) => {
        await notePriorMeetings(tx, importId);
        const hours = await mergeMeetings(tx, importId, now);
        await noteDelivery(tx, 'meetings', hours, { source, importId, now });
        await stageRosters(tx);
        await mergeRosters(tx, importId, now);
        await noteToldMeetings(tx, importId);
        return [];
      },
    };
  }

  private sessions(): ImportKind {
    return {
      name: 'sessions',
      lock: LOCK,
      columns: SESSION_COLUMNS,
      staged: STAGED_SESSION,
      reader: sessionLineReader,
      checks: [UNKNOWN_CUSTOMER],
      merge: async (merge) => {
        const warnings = await this.mergeStubs(merge);
        await this.ensurePartitions('session', await stagedDays(merge.tx, 'joined_at'));
        const areNew = await noteSessionContributions(merge.tx, merge.importId);
        const hours = await mergeSessions(merge.tx, merge.importId, areNew);
        await noteDelivery(merge.tx, 'sessions', hours, { source: 'import', ...merge });
        return warnings;
      },
    };
  }

  private attempts(): ImportKind {
    return {
      name: 'join-attempts',
      lock: LOCK,
      columns: ATTEMPT_COLUMNS,
      staged: STAGED_ATTEMPT,
      reader: attemptLineReader,
      checks: [UNKNOWN_CUSTOMER],
      merge: async (merge) => {
        const warnings = await this.mergeStubs(merge);
        await this.ensurePartitions('join_attempt', await stagedDays(merge.tx, 'at'));
        await noteAttemptContributions(merge.tx, merge.importId);
        const hours = await mergeAttempts(merge.tx, merge.importId);
        await noteDelivery(merge.tx, 'join-attempts', hours, { source: 'import', ...merge });
        return warnings;
      },
    };
  }

  private async mergeStubs({ tx, importId, now }: Merge): Promise<ImportWarning[]> {
    const { unknown, stubs } = await stageMeetings(tx);
    for (let first = 1; first <= unknown; first += STUB_BATCH) {
      const ids = Array.from({ length: Math.min(STUB_BATCH, unknown - first + 1) }, newId);
      await nameStubs(tx, first, ids);
    }
    if (unknown > 0) await insertStubs(tx, importId, now);
    if (stubs === 0) return [];
    const message = 'These meetings are not known yet: they count as unknown until their own lines arrive.';
    return [{ code: 'stub_meetings', message, count: stubs }];
  }

  /** In a transaction of its own: a new partition would keep its makers waiting until the import ends. */
  private async ensurePartitions(table: 'session' | 'join_attempt', days: readonly Date[]): Promise<void> {
    await this.database.transaction((tx) => ensureMonthlyPartitions(tx, table, days));
  }
}
