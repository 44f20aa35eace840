import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { newId } from '../kernel/ids.js';
import { offersNamedBy } from '../offers/line-words.js';
import { LINK_PATH, OfferLinksService } from '../offers/offer-links.service.js';
import type { Actor } from '../platform/access/actor.js';
import { AuditService } from '../platform/audit/audit.service.js';
import type { Tx } from '../platform/database/database.js';
import { findLetterLogo } from '../platform/settings/logo.sql.js';
import { findCompanySettings } from '../platform/settings/settings.sql.js';
import { composeLetter, incidentStartAt, type LetterSource, type OfferToTell } from './compose-letter.js';
import type { LetterLocale } from './letter-content.js';
import { letterFileName, letterReference } from './letter-reference.js';
import { LetterRendererService } from './letter-renderer.service.js';
import { findOwnTexts } from './letter-texts.sql.js';
import { findOtherOffers, insertLetter, readLetterSource, type StoredLetterRow } from './letters.sql.js';
import { type OtherOffer, storedOtherOffer } from './other-offers.js';

/** A letter's file. `sha256` is in hexadecimal; a draft is a preview and kept nowhere. */
export type LetterFile = {
  readonly fileName: string;
  readonly reference: string;
  readonly pdf: Buffer;
  readonly sha256: string;
  readonly isDraft: boolean;
};

/** A letter that is kept from now on; characters that its font lacks stand in it as boxes. */
export type SentLetter = {
  readonly id: string;
  readonly reference: string;
  readonly sha256: string;
  readonly missingCharacters: readonly string[];
};

/** What a letter is about. Without an offer it is an apology. */
export type LetterSubject = {
  readonly customerId: string;
  readonly assessmentId: string;
  readonly offer: (Omit<OfferToTell, 'otherOffers'> & { readonly id: string }) | null;
};

type WrittenLetter = LetterFile & {
  /** The customer's own copy, where it differs. */
  readonly customerPdf: Buffer | null;
  readonly source: LetterSource;
  readonly locale: LetterLocale;
  readonly otherOffers: readonly OtherOffer[];
  readonly missingCharacters: readonly string[];
};

/** From the facts of one customer to a PDF, and into the store. */
@Injectable()
export class WriteLetterService {
  constructor(
    private readonly renderer: LetterRendererService,
    private readonly audit: AuditService,
    private readonly links: OfferLinksService,
  ) {}

  /** A preview, marked as such. Throws as `composeLetter` and `renderLetter` do. */
  draft(tx: Tx, subject: LetterSubject, now: Date): Promise<LetterFile> {
    return this.write(tx, subject, { now, isDraft: true });
  }

  /**
   * Writes the final letter and keeps it, byte for byte, in the caller's transaction; undefined when there is one
   * already. Throws `sender_not_set`, and as above.
   */
  async send(tx: Tx, subject: LetterSubject, now: Date, actor: Actor): Promise<SentLetter | undefined> {
    const letter = await this.write(tx, subject, { now, isDraft: false });
    const id = newId();
    const isKept = await insertLetter(tx, {
      customerId: subject.customerId,
      id,
      incidentId: letter.source.incidentId,
      assessmentId: subject.assessmentId,
      offerId: subject.offer?.id ?? null,
      kind: subject.offer === null ? 'apology' : 'offer',
      locale: letter.locale,
      reference: letter.reference,
      pdf: letter.pdf,
      sha256: letter.sha256,
      customerPdf: letter.customerPdf,
      customerSha256: letter.customerPdf === null ? null : sha256Of(letter.customerPdf),
      otherOffers: letter.otherOffers.map(storedOtherOffer),
      createdBy: actor.id,
      createdAt: now,
    });
    if (!isKept) return undefined;
    const { reference, sha256, missingCharacters } = letter;
    const { customerId, offer } = subject;
    const details = { reference, sha256, offerId: offer?.id ?? null };
    this.audit.append(tx, { actor, action: 'letter.sent', subject: { kind: 'letter', id }, customerId, details });
    return { id, reference, sha256, missingCharacters };
  }

  private async write(
    tx: Tx,
    { customerId, assessmentId, offer }: LetterSubject,
    { now, isDraft }: { readonly now: Date; readonly isDraft: boolean },
  ): Promise<WrittenLetter> {
    const source = await readLetterSource(tx, customerId, assessmentId);
    const { sender, taxBasis, publicUrl } = await findCompanySettings(tx);
    const logo = await findLetterLogo(tx);
    const about = offer?.id ?? `${source.incidentId} ${customerId}`;
    const reference = letterReference(incidentStartAt(source), source.incidentTimeZone, about);
    const own = await findOwnTexts(tx);
    const otherOffers = await findOtherOffers(tx, customerId, (offer?.lines ?? []).flatMap(offersNamedBy));
    const told = offer === null ? null : { ...offer, otherOffers };
    const terms = { sender, taxBasis, logo, own, reference, issuedOn: now, isDraft, offer: told };
    const content = composeLetter(source, terms);
    const { pdf, missingCharacters } = await this.renderer.render(content);
    // A preview has no link: the offer is not the customer's to answer yet, and whoever looks at it is not the customer.
    const token = isDraft || offer === null || publicUrl === null ? undefined : await this.links.tokenOf(tx, offer.id);
    const forCustomer = token === undefined ? null : { ...terms, answerUrl: `${publicUrl}${LINK_PATH}${token}` };
    const customerPdf =
      forCustomer === null ? null : (await this.renderer.render(composeLetter(source, forCustomer))).pdf;
    const fileName = letterFileName(source.customerExternalId, reference, isDraft);
    return {
      source,
      locale: content.locale,
      otherOffers,
      fileName,
      reference,
      pdf,
      customerPdf,
      sha256: sha256Of(pdf),
      isDraft,
      missingCharacters,
    };
  }
}

/** A kept letter as a file. */
export function storedFile({ customerExternalId, reference, pdf, sha256 }: StoredLetterRow): LetterFile {
  return { fileName: letterFileName(customerExternalId, reference, false), reference, pdf, sha256, isDraft: false };
}

function sha256Of(pdf: Buffer): string {
  return createHash('sha256').update(pdf).digest('hex');
}
