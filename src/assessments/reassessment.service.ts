import { Injectable } from '@nestjs/common';
import { liveWindows } from '../incidents/incidents.sql.js';
import type { WantedWindow } from '../incidents/outage-window.js';
import { OutageWindowsService } from '../incidents/outage-windows.service.js';
import { Clock } from '../kernel/clock.js';
import { DomainError, notFound } from '../kernel/domain-error.js';
import { Database, type Tx } from '../platform/database/database.js';
import type { ListQuery, Page } from '../platform/http/list.js';
import { AssessmentEntity } from './assessment.entity.js';
import type { Completeness, Figures } from './assessment.js';
import { compareFigures, type FiguresChange } from './compare-figures.js';
import {
  type CustomerChange,
  type GapCustomer,
  latestFinished,
  listCustomerChanges,
  listGapCustomers,
} from './diff.sql.js';
import { DryRunService } from './dry-run.service.js';
import { windowsFingerprint } from './fingerprint.js';
import { refuseExpired, wholeSecond } from './may-assess.js';
import { hasNewData } from './staleness.sql.js';

/** Why a finished assessment no longer says what a new one would say. */
export type StaleReason = 'windows_changed' | 'data_changed';

/** An assessment with what has become of it since. */
export type AssessmentView = AssessmentEntity & { readonly staleReasons: readonly StaleReason[] };

type Revision = { readonly id: string; readonly revision: number };

/** Two revisions of one incident's assessment, and the customers of whom they differ. */
export type AssessmentDiff = Page<CustomerChange> & {
  readonly from: Revision;
  readonly to: Revision;
  /** Whether both had the same windows and the same data. */
  readonly sameInputs: boolean;
  readonly change: FiguresChange;
};

/** What an assessment over some windows would find, beside the latest revision. */
export type Preview = {
  readonly incidentId: string;
  readonly assessedAt: Date;
  readonly provisional: boolean;
  readonly figures: Figures;
  readonly completeness: Completeness;
  readonly comparedWith: Revision | null;
  readonly change: FiguresChange | null;
};

/** What has become of an assessment, how two differ, and what another one would say. */
@Injectable()
export class ReassessmentService {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly windows: OutageWindowsService,
    private readonly dryRuns: DryRunService,
  ) {}

  /** Throws `assessment_not_found`. */
  view(id: string): Promise<AssessmentView> {
    return this.database.read(async (tx) => {
      const assessment = await find(tx, id);
      return Object.assign(assessment, { staleReasons: await staleReasons(tx, assessment) });
    });
  }

  /** Throws `assessment_not_found`, and `assessments_not_comparable` when they are of two incidents or not finished. */
  diff(fromId: string, toId: string, query: ListQuery): Promise<AssessmentDiff> {
    return this.database.read(async (tx) => {
      const [from, to] = [await find(tx, fromId), await find(tx, toId)];
      if (from.figures === null || to.figures === null || from.incidentId !== to.incidentId) {
        const message = 'Only two finished assessments of one incident can be compared.';
        throw new DomainError('unprocessable', 'assessments_not_comparable', message);
      }
      return {
        from: { id: from.id, revision: from.revision },
        to: { id: to.id, revision: to.revision },
        sameInputs: from.fingerprint !== null && from.fingerprint === to.fingerprint,
        change: compareFigures(from.figures, to.figures),
        ...(await listCustomerChanges(tx, fromId, toId, query)),
      };
    });
  }

  /** The customers with a meeting during a gap of the data. Throws `assessment_not_found`. */
  async gapCustomers(id: string, query: ListQuery): Promise<Page<GapCustomer>> {
    await find(this.database.tx, id);
    return listGapCustomers(this.database.tx, id, query);
  }

  /**
   * What an assessment over these windows would find now; nothing is kept. Throws `incident_not_found`, `invalid_input`
   * as saving them would, `no_windows` and `data_expired` as assessing them would.
   */
  async preview(incidentId: string, windows: readonly WantedWindow[]): Promise<Preview> {
    const now = this.clock.now();
    await this.windows.check(incidentId, windows, now);
    if (windows.length === 0) {
      throw new DomainError('unprocessable', 'no_windows', 'Without an outage window there is nothing to assess.');
    }
    refuseExpired(windows, now);
    const assessedAt = wholeSecond(now);
    const found = await this.dryRuns.run(windows, assessedAt);
    const latestId = await latestFinished(this.database.tx, incidentId);
    const latest = latestId === undefined ? null : await find(this.database.tx, latestId);
    return {
      incidentId,
      assessedAt,
      provisional: windows.some((window) => window.endsAt === null),
      figures: found.figures,
      completeness: found.completeness,
      comparedWith: latest && { id: latest.id, revision: latest.revision },
      change: latest?.figures ? compareFigures(latest.figures, found.figures) : null,
    };
  }
}

async function find(tx: Tx, id: string): Promise<AssessmentEntity> {
  const assessment = await tx.getRepository(AssessmentEntity).findOneBy({ id });
  if (assessment === null) throw notFound('assessment', id);
  return assessment;
}

async function staleReasons(tx: Tx, assessment: AssessmentEntity): Promise<StaleReason[]> {
  if (assessment.status !== 'done') return [];
  const hash = windowsFingerprint(await liveWindows(tx, assessment.incidentId), assessment.assessedAt);
  const reasons: StaleReason[] = [];
  if (hash !== assessment.windowsFingerprint) reasons.push('windows_changed');
  if (await hasNewData(tx, assessment.id)) reasons.push('data_changed');
  return reasons;
}
