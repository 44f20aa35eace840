import { rows, type Tx } from '../platform/database/database.js';
import type { PortalAnswerEntity } from './portal-answer.entity.js';

/** Keeps an answer with what was shown. Breaks the primary key when the offer has one. */
export async function insertAnswer(tx: Tx, answer: PortalAnswerEntity): Promise<void> {
  await rows(
    tx,
    `insert into portal_answer (customer_id, offer_id, incident_id, offer_version, answer, name, role, reason, locale,
                                page, page_sha256, letter_sha256, answered_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)`,
    [
      answer.customerId,
      answer.offerId,
      answer.incidentId,
      answer.offerVersion,
      answer.answer,
      answer.name,
      answer.role,
      answer.reason,
      answer.locale,
      JSON.stringify(answer.page),
      answer.pageSha256,
      answer.letterSha256,
      answer.answeredAt,
    ],
  );
}
