import type { MailSecurity } from '../mail/mail-settings.js';
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

export class MailInput {
  /** Name or address of the SMTP server; its password is the secret AMENDS_SMTP_PASSWORD. */
  host: string;
  /** 465, 587 or 25 unless said, by `security`. */
  port?: number;
  /** `starttls` unless said; `none` only to this machine. */
  security?: MailSecurity;
  user?: string | null;
  fromName: string;
  fromAddress: string;
  /** Where answers go when that is another address. */
  replyTo?: string | null;
  /** Whether the provider takes `name+anything@domain`, so that an answer says its case. */
  plusAddressing?: boolean;
  /** Mails a minute of one bulk send; 60 unless said. */
  perMinute?: number;
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
  /** How e-mail leaves, stated whole; without it, mail waits. */
  mail?: MailInput | null;
}
