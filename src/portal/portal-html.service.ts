import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Injectable } from '@nestjs/common';
import { Eta } from 'eta';
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

/** Why there is no page to show. */
export type Notice = 'gone' | 'too_many' | 'not_ours';

const FOLDER = fileURLToPath(new URL('templates/', import.meta.url));
const FILES = ['page', 'notice', 'table', 'field'] as const;

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

  /** The same for everybody in both languages, for nothing is known of who looks at it. */
  notice(notice: Notice, nonce: string): string {
    return this.eta.render('@notice', { notice, style: this.style, nonce });
  }
}
