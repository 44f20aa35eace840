import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Clock } from '../kernel/clock.js';
import { DomainError } from '../kernel/domain-error.js';
import { formatDate } from '../letters/format-instant.js';
import { CustomerViewService } from '../letters/customer-view.service.js';
import type { LetterLocale } from '../letters/letter-content.js';
import type { LetterFile } from '../letters/write-letter.service.js';
import { isAutomatic } from '../offers/offer-answer.js';
import { OfferLinksService } from '../offers/offer-links.service.js';
import type { SentOffer } from '../offers/offer-links.sql.js';
import { OffersService } from '../offers/offers.service.js';
import { AcceptanceMailsService } from '../outreach/acceptance-mails.service.js';
import type { Actor } from '../platform/access/actor.js';
import { AuditService } from '../platform/audit/audit.service.js';
import { Database, type Tx } from '../platform/database/database.js';
import { OutboxService } from '../platform/outbox/outbox.service.js';
import { findLogo } from '../platform/settings/logo.sql.js';
import { insertAnswer } from './portal.sql.js';
import { type PortalForm, readForm, type ReadForm } from './portal-form.js';
import { digestOf, type PageLogo, pageLogo, pageOf, type PortalPage } from './portal-page.js';

/** The page as it is now: what it says, and where the offer stands. */
export type PortalView = {
  readonly page: PortalPage;
  /** Of `page`: whoever answers says by it what they have read. */
  readonly digest: string;
  readonly status: 'sent' | 'accepted' | 'declined';
  /** The day of the answer in the customer's zone and the page's language, and who gave it on this page. */
  readonly answeredOn: string | null;
  readonly answeredBy: string | null;
  /** Accepted by being sent: nobody had to answer. */
  readonly isGranted: boolean;
  /** The sender's logo as it is now: a new one does not change what the page says. */
  readonly logo: PageLogo | null;
};

/** What became of a form. `refused` shows the page again with what is wrong, and with what was typed. */
export type PortalOutcome =
  | { readonly kind: 'gone' }
  | { readonly kind: 'done' }
  | {
      readonly kind: 'refused';
      readonly view: PortalView;
      readonly form: PortalForm;
      readonly read: ReadForm;
      readonly changed: boolean;
    };

/** Somebody else answered, or the offer ended, while this form was on its way. */
const LOST_RACES = ['version_changed', 'offer_transition_refused'];

/** The customer's own page of one offer: looked at as often as they like, answered once. */
@Injectable()
export class PortalService {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly links: OfferLinksService,
    private readonly letters: CustomerViewService,
    private readonly offers: OffersService,
    private readonly audit: AuditService,
    private readonly outbox: OutboxService,
    mails: AcceptanceMailsService,
  ) {
    outbox.handle('portal.accepted', (tx, { customerId, incidentId, offerId }) =>
      mails.confirm(tx, String(customerId), String(incidentId), String(offerId)),
    );
  }

  /** What the token opens, in the customer's language unless another is asked for; undefined when it opens nothing. */
  view(token: string, locale: LetterLocale | undefined): Promise<PortalView | undefined> {
    return this.database.read(async (tx) => {
      const offer = await this.links.open(tx, token, this.clock.now());
      return offer === undefined ? undefined : this.viewOf(tx, offer, locale);
    });
  }

  /** The customer's own copy of the letter; undefined when the token opens nothing. */
  letter(token: string): Promise<LetterFile | undefined> {
    return this.database.read(async (tx) => {
      const offer = await this.links.open(tx, token, this.clock.now());
      return offer === undefined ? undefined : this.letters.copy(tx, offer.customerId, offer.id);
    });
  }

  /**
   * Takes a form. An answer is taken once, together with what the page showed, and only by somebody who has seen what it
   * says now; a second one changes nothing. A question may come at any time and is kept once.
   */
  async submit(
    token: string,
    form: PortalForm,
    body: unknown,
    locale: LetterLocale | undefined,
  ): Promise<PortalOutcome> {
    const read = readForm(form, body);
    try {
      return await this.database.transaction((tx) => this.take(tx, token, form, read, locale));
    } catch (error) {
      if (error instanceof DomainError && LOST_RACES.includes(error.code)) return { kind: 'done' };
      throw error;
    }
  }

  private async take(
    tx: Tx,
    token: string,
    form: PortalForm,
    read: ReadForm,
    locale: LetterLocale | undefined,
  ): Promise<PortalOutcome> {
    const offer = await this.links.open(tx, token, this.clock.now());
    if (offer === undefined) return { kind: 'gone' };
    if (form !== 'question' && offer.status !== 'sent') return { kind: 'done' };
    const view = await this.viewOf(tx, offer, locale);
    const changed = form !== 'question' && read.shown !== view.digest;
    if (changed || Object.keys(read.faults).length > 0) return { kind: 'refused', view, form, read, changed };
    if (form === 'question') await this.ask(tx, offer, read);
    else await this.answer(tx, offer, form, read, view);
    return { kind: 'done' };
  }

  private async answer(
    tx: Tx,
    offer: SentOffer,
    form: 'accept' | 'decline',
    { values }: ReadForm,
    { page, digest }: PortalView,
  ): Promise<void> {
    const now = this.clock.now();
    const { customerId, id: offerId, incidentId, sentVersion } = offer;
    const { name = null, role = null, reason = null } = values;
    const request = { actor: customerActor(offer), expectedVersion: sentVersion };
    const said = { channel: 'page', saidAt: now, note: reason } as const;
    if (form === 'accept') {
      await this.offers.acceptWithin(tx, offerId, { ...said, saidBy: `${name}, ${role}` }, request);
    } else {
      await this.offers.declineWithin(tx, offerId, { ...said, saidBy: null }, { ...request, reason });
    }
    await insertAnswer(tx, {
      customerId,
      offerId,
      incidentId,
      offerVersion: sentVersion,
      answer: form === 'accept' ? 'accepted' : 'declined',
      name,
      role,
      reason,
      locale: page.locale,
      page,
      pageSha256: digest,
      letterSha256: page.letterSha256,
      answeredAt: now,
    });
    if (form !== 'accept') return;
    const payload = { customerId, incidentId, offerId };
    await this.outbox.append(tx, { topic: 'portal.accepted', dedupKey: `portal.accepted:${offerId}`, payload });
  }

  private async ask(tx: Tx, offer: SentOffer, { values }: ReadForm): Promise<void> {
    const { customerId, incidentId, id: offerId } = offer;
    const { name = '', text = '' } = values;
    // The same words sent twice are one question.
    const words = createHash('sha256')
      .update(JSON.stringify([name, text]))
      .digest('hex')
      .slice(0, 32);
    const questionId = `${offerId}:${words}`;
    const actor = customerActor(offer);
    const payload = { customerId, incidentId, offerId, questionId, name, text, actor: actor.id, at: this.clock.now() };
    await this.outbox.append(tx, { topic: 'customer.asked', dedupKey: `question:${questionId}`, payload });
    const subject = { kind: 'offer', id: offerId };
    this.audit.append(tx, { actor, action: 'offer.question_asked', subject, customerId });
  }

  private async viewOf(tx: Tx, offer: SentOffer, locale: LetterLocale | undefined): Promise<PortalView> {
    const view = await this.letters.view(tx, offer.id, locale);
    const page = pageOf(view);
    const { answer, answeredAt } = offer;
    return {
      page,
      digest: digestOf(page),
      status: offer.status === 'accepted' || offer.status === 'declined' ? offer.status : 'sent',
      answeredOn: answeredAt === null ? null : formatDate(answeredAt, view.timeZone, page.locale),
      isGranted: isAutomatic(answer),
      answeredBy: answer?.channel === 'page' ? answer.saidBy : null,
      logo: pageLogo(await findLogo(tx)),
    };
  }
}

/** The customer, whichever of its people holds the link; who that was stands in the answer, not in the trail. */
function customerActor({ customerId }: SentOffer): Actor {
  return { id: `customer:${customerId}`, kind: 'customer', roles: [] };
}
