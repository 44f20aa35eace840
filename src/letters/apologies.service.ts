import { Injectable } from '@nestjs/common';
import { Clock } from '../kernel/clock.js';
import { DomainError, notFound } from '../kernel/domain-error.js';
import type { Actor } from '../platform/access/actor.js';
import { Database, type Tx } from '../platform/database/database.js';
import { OutboxService } from '../platform/outbox/outbox.service.js';
import { refuseApology } from './apology.js';
import { type ApologyFactsRow, findApology, findApologyFacts } from './letters.sql.js';
import { type LetterFile, type SentLetter, storedFile, WriteLetterService } from './write-letter.service.js';

/** Letters to customers who were hit and are owed nothing: one for a customer and an incident. */
@Injectable()
export class ApologiesService {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly outbox: OutboxService,
    private readonly letters: WriteLetterService,
  ) {}

  /**
   * The apology for a customer: the kept one once sent, else a preview that is kept nowhere. Throws `proposal_not_found`,
   * and `apology_refused` with every reason.
   */
  letter(assessmentId: string, externalId: string): Promise<LetterFile> {
    return this.database.read(async (tx) => {
      const facts = await requireFacts(tx, assessmentId, externalId);
      const stored = await findApology(tx, facts.customerId, facts.incidentId);
      if (stored !== undefined) return storedFile(stored);
      refuseApology(facts);
      return this.letters.draft(tx, { ...facts, offer: null }, this.clock.now());
    });
  }

  /** Writes the final apology and keeps it. Throws `letter_already_sent`, `sender_not_set`, and as above. */
  send(assessmentId: string, externalId: string, actor: Actor): Promise<SentLetter> {
    const now = this.clock.now();
    return this.database.transaction(async (tx) => {
      const facts = await requireFacts(tx, assessmentId, externalId);
      const { customerId, incidentId } = facts;
      if ((await findApology(tx, customerId, incidentId)) !== undefined) throw alreadySent();
      refuseApology(facts);
      const letter = await this.letters.send(tx, { ...facts, offer: null }, now, actor);
      if (letter === undefined) throw alreadySent();
      const { id: letterId, reference } = letter;
      await this.outbox.append(tx, {
        topic: 'apology.sent',
        dedupKey: `apology.sent:${letterId}`,
        payload: { customerId, incidentId, letterId, reference, actor: actor.id, at: now },
      });
      return letter;
    });
  }
}

async function requireFacts(tx: Tx, assessmentId: string, externalId: string): Promise<ApologyFactsRow> {
  const facts = await findApologyFacts(tx, assessmentId, externalId);
  if (facts === undefined) throw notFound('proposal', `${assessmentId} for ${externalId}`);
  return facts;
}

function alreadySent(): DomainError {
  return new DomainError('conflict', 'letter_already_sent', 'This customer was sent an apology already.');
}
