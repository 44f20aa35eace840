import { Injectable } from '@nestjs/common';
import type { ClaimAnswer } from '../claims/claim-moves.service.js';
import type { Tx } from '../platform/database/database.js';
import { OutboxService } from '../platform/outbox/outbox.service.js';
import { findCompanySettings } from '../platform/settings/settings.sql.js';
import { AutomaticMailsService } from './automatic-mails.service.js';
import { lockCaseOfCustomer } from './open-cases.sql.js';

/** Tells the contact on record, never the address that a claim came from, what became of the claim. */
@Injectable()
export class ClaimMailsService {
  constructor(
    private readonly mails: AutomaticMailsService,
    outbox: OutboxService,
  ) {
    outbox.handle('claim.answered', (tx, payload) => this.answer(tx, payload as ClaimAnswer));
  }

  /**
   * Writes the mail; while nobody has said who writes to customers, that is for an agent to do. Throws while the claim has
   * no case yet.
   */
  private async answer(tx: Tx, { customerId, incidentId, claimId, version, reply }: ClaimAnswer): Promise<void> {
    const { sender } = await findCompanySettings(tx);
    if (sender === null) return;
    const found = await lockCaseOfCustomer(tx, customerId, incidentId);
    if (found === undefined) throw new Error(`claim ${claimId} has no case yet`);
    const cause = `claim:${claimId}:${version}:reply`;
    await this.mails.write(
      tx,
      found,
      reply.kind === 'offer'
        ? { template: 'claim_offer', offerId: reply.offerId, cause }
        : { template: 'claim_refusal', message: reply.text, cause },
    );
  }
}
