import { notFound } from '../kernel/domain-error.js';
import { isId } from '../kernel/ids.js';
import { row, rows, type Tx } from '../platform/database/database.js';
import { type ListQuery, listRows, type Page } from '../platform/http/list.js';
import type { MailRunEntity, RunStatus } from './mail-run.entity.js';

const FIELDS = `id, incident_id as "incidentId", template, status, status_reason as "statusReason", excluded,
  job_id as "jobId", created_by as "createdBy", created_at as "createdAt", updated_at as "updatedAt"`;

/** Bulk sends, the newest first, of one incident when given. */
export function listRuns(tx: Tx, incidentId: string | undefined, page: ListQuery): Promise<Page<MailRunEntity>> {
  const select = `select ${FIELDS} from mail_run where ($1::uuid is null or incident_id = $1)`;
  const order = [
    { name: 'createdAt', type: 'timestamptz', direction: 'desc' },
    { name: 'id', type: 'uuid', direction: 'desc' },
  ] as const;
  return listRows<MailRunEntity>(tx, { select, values: [incidentId ?? null], order }, page);
}

/** One bulk send, locked when asked for. Throws `mail_run_not_found`, also for a text that is no id. */
export async function findRun(tx: Tx, id: string, lock: 'lock' | 'read' = 'read'): Promise<MailRunEntity> {
  const found = isId(id)
    ? await row<MailRunEntity>(
        tx,
        `select ${FIELDS} from mail_run where id = $1 ${lock === 'lock' ? 'for update' : ''}`,
        [id],
      )
    : undefined;
  if (found === undefined) throw notFound('mail_run', id);
  return found;
}

/** Keeps a new bulk send. */
export async function insertRun(tx: Tx, run: MailRunEntity): Promise<void> {
  await rows(
    tx,
    `insert into mail_run (id, incident_id, template, status, status_reason, excluded, job_id, created_by, created_at,
                           updated_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
    [
      run.id,
      run.incidentId,
      run.template,
      run.status,
      run.statusReason,
      JSON.stringify(run.excluded),
      run.jobId,
      run.createdBy,
      run.createdAt,
      run.updatedAt,
    ],
  );
}

/** Moves a bulk send that stands at one of `from`; false when it stands elsewhere. A job stays unless one is named. */
export async function moveRun(
  tx: Tx,
  id: string,
  from: readonly RunStatus[],
  to: { readonly status: RunStatus; readonly reason?: string | null; readonly jobId?: string },
  now: Date,
): Promise<boolean> {
  const moved = await rows(
    tx,
    `update mail_run set status = $3, status_reason = $4, job_id = coalesce($5, job_id), updated_at = $6
      where id = $1 and status = any($2::text[]) returning id`,
    [id, from, to.status, to.reason ?? null, to.jobId ?? null, now],
  );
  return moved.length > 0;
}
