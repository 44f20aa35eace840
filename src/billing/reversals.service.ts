import { Injectable } from '@nestjs/common';
import { Clock } from '../kernel/clock.js';
import { DomainError, notFound } from '../kernel/domain-error.js';
import { isId, newId } from '../kernel/ids.js';
import type { Money } from '../kernel/money.js';
import type { Actor } from '../platform/access/actor.js';
import type { AuditAction } from '../platform/audit/audit-actions.js';
import { AuditService } from '../platform/audit/audit.service.js';
import { Database, type Tx } from '../platform/database/database.js';
import { findControl } from './connections.sql.js';
import { CreditReversalEntity } from './credit-reversal.entity.js';
import { approvalBlockers, needsFourEyes, reversalAmount, reversalReference } from './credit-reversal.js';
import { lockDelivery } from './credits.sql.js';
import { assertAllowed } from './delivery.js';
import { DeliveryEntity } from './delivery.entity.js';
import { findReversalKey, insertReversalDelivery, takeFromCredit } from './reversals.sql.js';

/** Credits taken back: whole or in part, never more than is left, above a limit by two persons. */
@Injectable()
export class ReversalsService {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly audit: AuditService,
  ) {}

  /**
   * Takes back some or all that is left of a credit, as a new entry. Above the limit it only asks for it: another person
   * agrees. Throws `credit_not_found`, `delivery_action_refused`, `reversal_above_rest`, `reversal_currency_differs`.
   */
  request(
    creditId: string,
    asked: { readonly amount?: Money; readonly reason: string },
    actor: Actor,
  ): Promise<CreditReversalEntity> {
    const now = this.clock.now();
    return this.database.transaction(async (tx) => {
      const credit = await lockDelivery(tx, creditId, now);
      assertAllowed(credit, 'reverse');
      const amount = reversalAmount(credit, asked.amount);
      if (!(await takeFromCredit(tx, credit, amount.amountMinor, now))) throw nothingLeft();
      const fourEyes = needsFourEyes(amount, (await findControl(tx)).reversalLimits);
      const id = newId();
      const reversal: CreditReversalEntity = {
        customerId: credit.customerId,
        id,
        creditId: credit.id,
        ...amount,
        status: fourEyes ? 'requested' : 'approved',
        reason: asked.reason.trim(),
        reference: reversalReference(id),
        requestedBy: actor.id,
        requestedAt: now,
        decidedBy: fourEyes ? null : actor.id,
        decidedAt: fourEyes ? null : now,
        fourEyes,
      };
      await tx.getRepository(CreditReversalEntity).insert(reversal);
      if (!fourEyes) await this.begin(tx, reversal, now);
      this.note(tx, reversal, fourEyes ? 'reversal.requested' : 'reversal.approved', actor);
      return reversal;
    });
  }

  /** Agrees to a reversal, or refuses it, which gives its amount back. Throws `reversal_not_found`, `reversal_decision_refused`. */
  decide(creditId: string, id: string, agrees: boolean, actor: Actor): Promise<CreditReversalEntity> {
    const now = this.clock.now();
    return this.database.transaction(async (tx) => {
      // The credit first, always: whoever asks for another part of it holds the same lock.
      const credit = await lockDelivery(tx, creditId, now);
      const key = isId(id) ? await findReversalKey(tx, credit.id, id) : undefined;
      if (key === undefined) throw notFound('reversal', id);
      const reversals = tx.getRepository(CreditReversalEntity);
      const stored = await reversals.findOneByOrFail(key);
      const blockers = agrees ? approvalBlockers(stored, actor) : stored.status === 'requested' ? [] : [DECIDED];
      if (blockers.length > 0) {
        const message = blockers.map((blocker) => blocker.message).join(' ');
        throw new DomainError('conflict', 'reversal_decision_refused', message, { reasons: blockers });
      }
      const decided = { status: agrees ? 'approved' : 'refused', decidedBy: actor.id, decidedAt: now } as const;
      await reversals.update(key, decided);
      const reversal = Object.assign(stored, decided);
      if (agrees) await this.begin(tx, reversal, now);
      else await takeFromCredit(tx, credit, -reversal.amountMinor, now);
      this.note(tx, reversal, agrees ? 'reversal.approved' : 'reversal.refused', actor);
      return reversal;
    });
  }

  private note(tx: Tx, reversal: CreditReversalEntity, action: AuditAction, actor: Actor): void {
    const { id, customerId, creditId, amountMinor, currency, fourEyes } = reversal;
    const details = { creditId, amountMinor, currency, fourEyes };
    this.audit.append(tx, { actor, action, subject: { kind: 'reversal', id }, customerId, details });
  }

  /** All of a credit that was never sent is taken back by not sending it; anything else is an entry that is sent. */
  private async begin(tx: Tx, reversal: CreditReversalEntity, now: Date): Promise<void> {
    const { customerId, creditId: id } = reversal;
    const deliveries = tx.getRepository(DeliveryEntity);
    const credit = await deliveries.findOneByOrFail({ customerId, id });
    const neverLeft = credit.firstSentAt === null && credit.batchId === null && credit.billingDocument === null;
    const isHere = credit.status === 'waiting' || credit.status === 'parked';
    if (neverLeft && isHere && reversal.amountMinor === credit.amountMinor) {
      const change = { status: 'reversed', nextAttemptAt: null, version: credit.version + 1, updatedAt: now } as const;
      await deliveries.update({ customerId, id }, change);
      return;
    }
    await insertReversalDelivery(tx, reversal, now);
  }
}

const DECIDED = { code: 'decided', message: 'It was decided already.' };

function nothingLeft(): DomainError {
  return new DomainError('unprocessable', 'reversal_above_rest', 'So much is not left to take back.');
}
