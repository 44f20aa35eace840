import { Injectable, Logger } from '@nestjs/common';
import { Clock } from '../kernel/clock.js';
import { DomainError, notFound, type Reason } from '../kernel/domain-error.js';
import { isId } from '../kernel/ids.js';
import type { Money } from '../kernel/money.js';
import { type Giving, inKindOf } from '../offers/in-kind.js';
import { OfferHoldsService } from '../offers/offer-holds.service.js';
import { automaticAnswer } from '../offers/offer-answer.js';
import { validUntil } from '../offers/offer-validity.js';
import { type MoveRequest, type OfferDetail, OffersService } from '../offers/offers.service.js';
import type { InKind } from '../offers/proposal.js';
import { type Actor, SYSTEM } from '../platform/access/actor.js';
import { Database, type Tx } from '../platform/database/database.js';
import { ApologiesService } from './apologies.service.js';
import { atOnce } from './at-once.js';
import { LetterRendererService } from './letter-renderer.service.js';
import { findOfferFacts, findOfferLetter, listLettersOfIncident, type OfferFactsRow } from './letters.sql.js';
import { type LetterFile, type SentLetter, storedFile, WriteLetterService } from './write-letter.service.js';

/** What became of one of many offers to send. */
export type SendItem =
  | {
      readonly id: string;
      readonly ok: true;
      readonly letter: SentLetter;
      readonly amount: Money;
      /** What it gives in kind, beside its amount or in place of one. */
      readonly inKind: readonly InKind[];
    }
  | {
      readonly id: string;
      readonly ok: false;
      readonly code: string;
      readonly message: string;
      readonly reasons: readonly Reason[];
    };

/** A letter of an incident, or why there is none. `customerId` is the external id. */
export type LetterOfIncident =
  | { readonly customerId: string; readonly letter: LetterFile }
  | { readonly customerId: string; readonly letter?: undefined; readonly code: string; readonly message: string };

type ListedLetter = Awaited<ReturnType<typeof listLettersOfIncident>>[number];

/** Each has a transaction of its own; while one waits for the database, another is written. */
const AT_ONCE = 4;

type Sent = { readonly letter: SentLetter } & Giving;

/** Carries the outcome of a dry run out of the transaction that it undoes. */
class DryRun extends Error {
  constructor(readonly sent: Sent) {
    super('dry run');
  }
}

/** The letters that carry offers: previewed before, sent once, and served byte for byte ever after. */
@Injectable()
export class LettersService {
  private readonly logger = new Logger('letters');

  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly offers: OffersService,
    private readonly letters: WriteLetterService,
    private readonly apologies: ApologiesService,
    private readonly renderer: LetterRendererService,
    private readonly holds: OfferHoldsService,
  ) {}

  /**
   * Sends an approved offer: the final letter is written and kept and the offer marked as sent, all or nothing; and
   * accepted too, where its policies want no acceptance. Throws
   * `offer_not_found`, `version_changed`, `offer_transition_refused`, `sender_not_set`, `no_windows`,
   * `letter_content_refused`, `letter_too_long`.
   */
  async send(offerId: string, request: MoveRequest): Promise<OfferDetail & { readonly letter: SentLetter }> {
    const { letter } = await this.database.transaction((tx) => this.sendOne(tx, offerId, request));
    return { ...(await this.offers.get(offerId)), letter };
  }

  /**
   * Sends many offers, some at once and each by itself, and says of each what became of it; a failure stops none of the
   * others, and whoever is on hold is left out (`case_held`). `onProgress` hears of each; what it throws lets no other begin. A dry run writes the letters, answers alike and
   * keeps nothing.
   */
  async sendMany(
    offerIds: readonly string[],
    actor: Actor,
    onProgress: (doneCount: number, totalCount: number) => void | Promise<void> = () => undefined,
    dryRun = false,
  ): Promise<SendItem[]> {
    const ids = [...new Set(offerIds.map((id) => id.toLowerCase()))];
    const items: SendItem[] = [];
    const closeThreads = this.renderer.openThreads(ids.length);
    try {
      for await (const item of atOnce(ids, AT_ONCE, (id) => this.itemOf(id, actor, dryRun))) {
        items.push(item);
        await onProgress(items.length, ids.length);
      }
      return items;
    } finally {
      await closeThreads();
    }
  }

  /** The letter of an offer: the kept one once sent, else a preview that is kept nowhere. Throws `offer_not_found`. */
  offerLetter(offerId: string): Promise<LetterFile> {
    return this.database.read(async (tx) => {
      const offer = await requireOffer(tx, offerId);
      const stored = await findOfferLetter(tx, offer.customerId, offer.id);
      if (stored !== undefined) return storedFile(stored);
      const now = this.clock.now();
      return this.letters.draft(tx, subjectOf(offer, now), now);
    });
  }

  /**
   * All letters of an incident, kept or as previews, offers and apologies, by customer; read a few at a time. One that
   * cannot be written says why in its place.
   */
  async *lettersOf(incidentId: string): AsyncGenerator<LetterOfIncident> {
    const found = await listLettersOfIncident(this.database.tx, incidentId);
    const closeThreads = this.renderer.openThreads(found.length);
    try {
      yield* atOnce(found, AT_ONCE, (each) => this.letterOf(each));
    } finally {
      await closeThreads();
    }
  }

  private async letterOf({ offerId, assessmentId, customerExternalId: customerId }: ListedLetter) {
    try {
      const letter = await (offerId === null
        ? this.apologies.letter(assessmentId, customerId)
        : this.offerLetter(offerId));
      return { customerId, letter };
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      const { code, message } = error;
      return { customerId, code, message };
    }
  }

  /**
   * The move comes first: it locks the offer, refuses one that is not approved and says until when it stands, which the
   * letter tells. What fails after it takes it back.
   */
  private async sendOne(tx: Tx, offerId: string, request: MoveRequest): Promise<Sent> {
    const { sentAt } = await this.offers.markSent(tx, offerId, request);
    const now = sentAt ?? this.clock.now();
    const offer = await requireOffer(tx, offerId);
    const letter = await this.letters.send(tx, subjectOf(offer, now), now, request.actor);
    if (letter === undefined) {
      throw new DomainError('conflict', 'letter_already_sent', 'The letter of this offer was sent already.');
    }
    if (offer.isGranted) await this.offers.acceptWithin(tx, offerId, automaticAnswer(now), { actor: SYSTEM });
    const { amountMinor, currency, lines } = offer;
    return { letter, amount: { amountMinor, currency }, inKind: inKindOf(lines) };
  }

  private async itemOf(id: string, actor: Actor, dryRun: boolean): Promise<SendItem> {
    try {
      const sent = await this.database.transaction(async (tx) => {
        const held = (await this.holds.of(tx, [id].filter(isId))).get(id);
        if (held !== undefined) throw new DomainError('conflict', held.code, held.message, { reasons: [held] });
        const done = await this.sendOne(tx, id, { actor });
        if (dryRun) throw new DryRun(done);
        return done;
      });
      return { id, ok: true, ...sent };
    } catch (error) {
      if (error instanceof DryRun) return { id, ok: true, ...error.sent };
      if (error instanceof DomainError) {
        const { code, message, reasons } = error;
        return { id, ok: false, code, message, reasons };
      }
      this.logger.error(error);
      return { id, ok: false, code: 'internal', message: 'Something went wrong on our side.', reasons: [] };
    }
  }
}

async function requireOffer(tx: Tx, offerId: string): Promise<OfferFactsRow> {
  const offer = await findOfferFacts(tx, offerId);
  if (offer === undefined) throw notFound('offer', offerId);
  return offer;
}

/** An offer that is not sent yet is told as if it were sent now. */
function subjectOf(offer: OfferFactsRow, now: Date) {
  const { customerId, assessmentId, validityDays, timeZone } = offer;
  const until = offer.validUntil ?? validUntil(now, validityDays, timeZone);
  return { customerId, assessmentId, offer: { ...offer, validUntil: until } };
}
