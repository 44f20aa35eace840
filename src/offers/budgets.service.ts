import { Injectable } from '@nestjs/common';
import { Clock } from '../kernel/clock.js';
import { notFound } from '../kernel/domain-error.js';
import { isId } from '../kernel/ids.js';
import { Database } from '../platform/database/database.js';
import { incidentExists, readBudgets } from './approvals.sql.js';
import { type BudgetLeft, budgetsLeft } from './budgets-left.js';

/** The budgets of an incident. */
export type IncidentBudget = { readonly incidentId: string; readonly budgets: readonly BudgetLeft[] };

/** How far the budgets of an incident are used. */
@Injectable()
export class BudgetsService {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  /** Throws `incident_not_found`. */
  get(incidentId: string): Promise<IncidentBudget> {
    return this.database.read(async (tx) => {
      if (!isId(incidentId) || !(await incidentExists(tx, incidentId))) throw notFound('incident', incidentId);
      return { incidentId, budgets: budgetsLeft(await readBudgets(tx, [incidentId], this.clock.now())) };
    });
  }
}
