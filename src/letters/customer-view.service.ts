import { Injectable } from '@nestjs/common';
import type { Tx } from '../platform/database/database.js';
import { findCompanySettings } from '../platform/settings/settings.sql.js';
import { composeLetter } from './compose-letter.js';
import { letterLocale, type LetterLocale } from './letter-content.js';
import { findOwnTexts } from './letter-texts.sql.js';
import { type CustomerCopyRow, findCustomerCopy, findOfferFacts, readLetterSource } from './letters.sql.js';
import { otherOfferOf } from './other-offers.js';
import { type LetterWords, wordLetter } from './word-letter.js';
import { type LetterFile, storedFile } from './write-letter.service.js';

/** What the letter of an offer says, in one language, and the digest of the file that the customer has. */
export type CustomerView = {
  readonly words: LetterWords;
  readonly reference: string;
  readonly letterSha256: string;
  readonly timeZone: string;
};

/** A letter as its customer reads it: in words for their page, in the language that they choose, and as their own copy. */
@Injectable()
export class CustomerViewService {
  /**
   * The words of a letter that was sent; the customer's own language unless `locale` says another. They are those of the
   * letter as long as nobody has changed what it is made of; the file stays what was sent.
   */
  async view(tx: Tx, offerId: string, locale: LetterLocale | undefined): Promise<CustomerView> {
    const offer = await findOfferFacts(tx, offerId);
    if (offer === undefined || offer.validUntil === null) throw new Error(`offer ${offerId} was not sent`);
    const { reference, sha256, writtenAt, otherOffers } = await this.copyOf(tx, offer.customerId, offerId);
    const source = await readLetterSource(tx, offer.customerId, offer.assessmentId);
    const { sender, taxBasis } = await findCompanySettings(tx);
    const content = composeLetter(
      { ...source, locale: locale ?? letterLocale(source.locale) },
      {
        sender,
        taxBasis,
        logo: null,
        own: await findOwnTexts(tx),
        reference,
        issuedOn: writtenAt,
        isDraft: false,
        offer: { ...offer, validUntil: offer.validUntil, otherOffers: otherOffers.map(otherOfferOf) },
      },
    );
    return { words: wordLetter(content), reference, letterSha256: sha256, timeZone: source.timeZone };
  }

  /** The customer's own copy, byte for byte. */
  async copy(tx: Tx, customerId: string, offerId: string): Promise<LetterFile> {
    return storedFile(await this.copyOf(tx, customerId, offerId));
  }

  private async copyOf(tx: Tx, customerId: string, offerId: string): Promise<CustomerCopyRow> {
    const copy = await findCustomerCopy(tx, customerId, offerId);
    if (copy === undefined) throw new Error(`offer ${offerId} has no letter`);
    return copy;
  }
}
