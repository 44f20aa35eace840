import { Injectable } from '@nestjs/common';
import { Clock } from '../../kernel/clock.js';
import { DomainError, type Reason } from '../../kernel/domain-error.js';
import { newId } from '../../kernel/ids.js';
import type { Actor } from '../../platform/access/actor.js';
import { Database } from '../../platform/database/database.js';
import { FileFault } from '../../platform/ingest/file-fault.js';
import type { ImportWarning } from '../../platform/ingest/import-kind.js';
import { type ImportLine, type LineObject, readableLine } from '../../platform/ingest/import-line.js';
import type { ImportReceipt } from '../../platform/ingest/import-receipts.service.js';
import { ImportsService, PART_REFUSED } from '../../platform/ingest/imports.service.js';
import { type LineFault, LineFaults } from '../../platform/ingest/line-faults.js';
import { meetingLineReader } from '../meeting-line.js';
import { sessionLineReader } from '../session-line.js';
import type { AttendanceFile, AttendanceKind } from './attendance-file.js';
import { describedMeetings, sessionKey, storedSessions, unknownNames } from './attendance.sql.js';
import { ImportSourcesService } from './import-sources.service.js';
import { type RowVerdict, rowVerdicts } from './preview-rows.js';
import { readAttendance } from './read-attendance.js';
import { type AttendanceAnswers, type AttendanceLine, meetingIds, resolveAttendance } from './resolve-attendance.js';

export type AttendanceRequest = {
  readonly bytes: Buffer;
  readonly answers: AttendanceAnswers;
  /** The key of a source whose answers fill what is not given. */
  readonly source?: string;
  readonly sourceName: string | null;
  readonly actor: Actor;
};

/** What an import would store, without storing anything. */
export type AttendancePreview = {
  readonly kind: AttendanceKind;
  readonly meetings: readonly LineObject[];
  readonly rows: readonly RowVerdict[];
  readonly counts: Readonly<Record<RowVerdict['verdict'], number>>;
  readonly warnings: readonly { readonly code: string; readonly message: string }[];
};

type Resolved = {
  readonly file: AttendanceFile;
  readonly customerId: string;
  readonly meetings: readonly AttendanceLine[];
  readonly sessions: readonly AttendanceLine[];
  readonly notes: AttendanceFile['notes'];
};

const KIND = 'attendance';

/** Brings attendance files of Zoom, Teams and Meet in, as meetings and sessions like any other. */
@Injectable()
export class AttendanceImportsService {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly imports: ImportsService,
    private readonly sources: ImportSourcesService,
  ) {}

  /** Says what becomes of each row, and stores nothing. Throws what `run` throws. */
  async preview(request: AttendanceRequest): Promise<AttendancePreview> {
    const { file, customerId, meetings, sessions, notes } = await this.resolve(request);
    this.requireMeetings(meetings);
    const ids = sessions.map(({ value }) => String(value['meetingId']));
    const stored = await storedSessions(this.database.tx, customerId, [...new Set(ids)]);
    const reader = sessionLineReader({ now: this.clock.now(), newId });
    const faultsOf = ({ value }: AttendanceLine): readonly LineFault[] => {
      const faults = new LineFaults();
      reader(value, faults);
      return faults.found;
    };
    const rows = rowVerdicts(sessions, notes, faultsOf, ({ value }) =>
      stored.get(
        sessionKey(String(value['meetingId']), String(value['participantId']), new Date(String(value['joinedAt']))),
      ),
    );
    const counts = { new: 0, changes: 0, known: 0, refused: 0, ignored: 0 };
    for (const { verdict } of rows) counts[verdict] += 1;
    return { kind: file.kind, meetings: meetings.map(({ value }) => value), rows, counts, warnings: file.warnings };
  }

  /**
   * Imports a file; the same again changes nothing. Throws a fault of the file, and `answers_needed` with everything that
   * it cannot say and nobody gave. Then nothing went in.
   */
  async run(request: AttendanceRequest): Promise<ImportReceipt> {
    const { sourceName, actor } = request;
    const { file, meetings, sessions, notes } = await this.resolve(request).catch(async (error: unknown) => {
      throw error instanceof FileFault
        ? await this.imports.refuseFile({ kind: KIND, sourceName, actor }, error)
        : error;
    });
    const refused = notes.filter(({ verdict }) => verdict === 'refused');
    return this.imports.runParts({
      kind: KIND,
      parts: [
        // Lines of the file begin at 1: a meeting stands before them, so that no row takes it away with it.
        {
          kind: 'meetings',
          lines: meetings.map(({ value }, index) => readableLine(-index, value)),
          allOrNothing: true,
        },
        { kind: 'sessions', lines: sessions.map(({ line, value }): ImportLine => readableLine(line, value)) },
      ],
      rejects: refused.map(({ line, code, message }) => ({ line, field: '', code, message })),
      read: new Set([...sessions.map(({ line }) => line), ...refused.map(({ line }) => line)]).size,
      warnings: warningsOf(file),
      sourceName,
      actor,
    });
  }

  /** What makes `run` refuse the file for its meetings makes its preview refuse it, too. */
  private requireMeetings(meetings: readonly AttendanceLine[]): void {
    const faults = new LineFaults();
    const read = meetingLineReader({ now: this.clock.now(), newId });
    for (const { value } of meetings) read(value, faults);
    const reasons = faults.found.map(({ field, code, message }) => ({ path: field, code, message }));
    if (reasons.length > 0) throw new DomainError('invalid', 'invalid_input', PART_REFUSED, { reasons });
  }

  private async resolve({ bytes, answers: given, source }: AttendanceRequest): Promise<Resolved> {
    const answers = await this.completed(given, source);
    const file = readAttendance(bytes);
    const ids = meetingIds(file, answers).filter((id) => id !== null);
    const customerId = answers.customerId ?? '';
    const known = await describedMeetings(this.database.tx, customerId, ids);
    const resolved = resolveAttendance(file, answers, known);
    const questions = 'questions' in resolved ? resolved.questions : [];
    const reasons = [...questions, ...(await this.unknownReasons(answers))];
    if (reasons.length > 0 || 'questions' in resolved) throw answersNeeded(reasons);
    return { file, customerId, ...resolved };
  }

  private async completed(given: AttendanceAnswers, source: string | undefined): Promise<AttendanceAnswers> {
    if (source === undefined) return given;
    const { answers } = await this.sources.get(source);
    return { ...answers, ...Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)) };
  }

  private async unknownReasons({ customerId, components = [] }: AttendanceAnswers): Promise<Reason[]> {
    const found = await unknownNames(this.database.tx, customerId ?? '', components);
    const reasons: Reason[] = found.unknownComponents.map((key) => {
      return { path: 'components', code: 'unknown_component', message: `There is no component ${key}.` };
    });
    if (customerId !== undefined && !found.isCustomerKnown) {
      reasons.push({ path: 'customer', code: 'unknown_customer', message: `There is no customer ${customerId}.` });
    }
    return reasons;
  }
}

function warningsOf({ warnings }: AttendanceFile): ImportWarning[] {
  return warnings.map((warning) => ({ ...warning, count: 1 }));
}

function answersNeeded(reasons: readonly Reason[]): DomainError {
  const message = 'The file does not say all that is needed, and it is never assumed.';
  return new DomainError('unprocessable', 'answers_needed', message, { reasons });
}
