import { Injectable } from '@nestjs/common';
import { newId } from '../kernel/ids.js';
import { SYSTEM } from '../platform/access/actor.js';
import type { Tx } from '../platform/database/database.js';
import { OutboxService } from '../platform/outbox/outbox.service.js';
import { lockClaim, openClaimIds, unmatchedClaimIds } from './claims.sql.js';
import { MatchClaimsService } from './match-claims.service.js';

/** As many as are looked at again when an assessment is done; an agent looks at older ones. */
const MAX_UNMATCHED = 200;

/**
 * Judges claims anew when what they rest on changes. Others follow the same messages, so only a message of our own is
 * appended there: what goes wrong with a claim holds nobody else up.
 */
@Injectable()
export class FollowClaimsService {
  constructor(
    private readonly outbox: OutboxService,
    private readonly matches: MatchClaimsService,
  ) {
    outbox.handle('assessment.finished', (tx, { incidentId }) => this.ask(tx, String(incidentId), null, true));
    outbox.handle('offers.proposed', (tx, { incidentId }) => this.ask(tx, String(incidentId), null, false));
    outbox.handle('offer.changed', (tx, { incidentId, customerId }) =>
      this.ask(tx, String(incidentId), String(customerId), false),
    );
    outbox.handle('claim.to_judge', (tx, { claimId }) => this.judge(tx, String(claimId)));
  }

  private async ask(tx: Tx, incidentId: string, customerId: string | null, unmatched: boolean): Promise<void> {
    const claimIds = await openClaimIds(tx, incidentId, customerId);
    if (unmatched) claimIds.push(...(await unmatchedClaimIds(tx, MAX_UNMATCHED)));
    // One message each: a transaction that holds one claim never waits for another's.
    await this.outbox.appendAll(
      tx,
      claimIds.map((claimId) => ({
        topic: 'claim.to_judge',
        dedupKey: `claim.to_judge:${newId()}`,
        payload: { claimId },
      })),
    );
  }

  private async judge(tx: Tx, id: string): Promise<void> {
    const claim = await lockClaim(tx, id);
    if (claim.status === 'open') await this.matches.rejudge(tx, claim, SYSTEM);
    if (claim.status === 'unmatched') await this.matches.match(tx, claim, SYSTEM);
  }
}
