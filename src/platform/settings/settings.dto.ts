import type { TaxBasis } from './company-settings.js';

export class SenderInput {
  /** The company's name, as it stands on its letters. */
  name: string;
  /** At most six. */
  addressLines?: string[];
  /** Where letters are dated. */
  city?: string;
  /** Where answers go; an e-mail address or a phone must be there. */
  email?: string;
  phone?: string;
  signatoryName: string;
  signatoryTitle?: string;
  /** The company's own small print, such as its capital and register number. */
  legalLine?: string;
}

/** Settings that are absent stay as they are; null takes one away. A sender is stated whole. */
export class SettingsInput {
  sender?: SenderInput | null;
  /** Where customers reach this installation. */
  publicUrl?: string | null;
  /** Who looks after a customer that nobody owns. */
  defaultOwner?: string | null;
  /** Whether amounts are net or gross of tax; while unsaid, letters are silent. */
  taxBasis?: TaxBasis | null;
}
