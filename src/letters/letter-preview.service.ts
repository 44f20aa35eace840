import { Injectable } from '@nestjs/common';
import { Database } from '../platform/database/database.js';
import { changedSettings, readSettingsChange } from '../platform/settings/company-settings.js';
import { findLetterLogo } from '../platform/settings/logo.sql.js';
import { findCompanySettings } from '../platform/settings/settings.sql.js';
import { placeholderSender } from './compose-letter.js';
import type { LetterLocale } from './letter-content.js';
import { LetterFontsService } from './letter-fonts.service.js';
import { renderLetter } from './render-letter.js';
import { sampleLetter } from './sample-letter.js';

/** A letter on paper before its words are kept. */
@Injectable()
export class LetterPreviewService {
  constructor(
    private readonly database: Database,
    private readonly fonts: LetterFontsService,
  ) {}

  /**
   * A sample letter, as a PDF marked as a draft, under the settings with this change made; nothing is kept. Throws
   * `invalid_input` as the settings do, with the same paths.
   */
  async preview(locale: LetterLocale, input: unknown): Promise<Buffer> {
    const change = readSettingsChange(input);
    const { sender, taxBasis } = changedSettings(await findCompanySettings(this.database.tx), change);
    const letter = sampleLetter(locale, sender ?? placeholderSender(locale), taxBasis);
    const logo = await findLetterLogo(this.database.tx);
    return renderLetter(logo === null ? letter : { ...letter, logo }, this.fonts.fonts()).pdf;
  }
}
