import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Injectable } from '@nestjs/common';
import { Eta } from 'eta';
import { SAID_LIMITS } from '../claims/said-claim.js';
import type { LetterLocale } from '../letters/letter-content.js';
import type { ReadClaim } from './claim-form.js';
import { claimTexts } from './claim-texts.js';
import type { PageLogo } from './portal-page.js';
import { portalTexts } from './portal-texts.js';
import type { PortalForm, ReadForm } from './portal-form.js';
import type { PortalView } from './portal.service.js';

/** How one page is made: `token` for its addresses, `nonce` for its styles, and what came of a form. */
export type PageTerms = {
  readonly token: string;
  readonly nonce: string;
  readonly asked?: boolean;
  readonly form?: PortalForm;
  readonly read?: ReadForm;
  readonly changed?: boolean;
};

/** How the form for claims is made. */
export type ClaimPageTerms = {
  readonly locale: LetterLocale;
  readonly senderName: string;
  readonly logo: PageLogo | null;
  readonly nonce: string;
  readonly sent: boolean;
  readonly read?: ReadClaim;
};

/** Why there is no page to show. */
export type Notice = 'gone' | 'closed' | 'too_many' | 'not_ours';

const FOLDER = fileURLToPath(new URL('templates/', import.meta.url));
const FILES = ['page', 'notice', 'table', 'field', 'claim', 'sender'] as const;

/** The pages as HTML, every text in them escaped. They have no script; their one style bears the answer's nonce. */
@Injectable()
export class PortalHtmlService {
  private readonly eta = new Eta({ autoEscape: true, autoTrim: false });
  private readonly style = readFileSync(`${FOLDER}style.css`, 'utf8');

  constructor() {
    for (const name of FILES) this.eta.loadTemplate(`@${name}`, readFileSync(`${FOLDER}${name}.eta`, 'utf8'));
  }

  page(view: PortalView, terms: PageTerms): string {
    const { read } = terms;
    return this.eta.render('@page', {
      ...view,
      texts: portalTexts(view.page.locale),
      style: this.style,
      token: terms.token,
      nonce: terms.nonce,
      asked: terms.asked ?? false,
      form: terms.form ?? null,
      values: read?.values ?? {},
      faults: read?.faults ?? {},
      changed: terms.changed ?? false,
    });
  }

  /** The form for claims, with what is wrong with it; or that it was sent, which says the same to everybody. */
  claim(terms: ClaimPageTerms): string {
    const { locale, read } = terms;
    return this.eta.render('@claim', {
      locale,
      senderName: terms.senderName,
      logo: terms.logo,
      nonce: terms.nonce,
      sent: terms.sent,
      style: this.style,
      texts: claimTexts(locale),
      portal: portalTexts(locale),
      limits: SAID_LIMITS,
      values: read?.values ?? {},
      faults: read?.faults ?? {},
    });
  }

  /** The same for everybody in both languages, for nothing is known of who looks at it. */
  notice(notice: Notice, nonce: string): string {
    return this.eta.render('@notice', { notice, style: this.style, nonce });
  }
}
