import { Injectable } from '@nestjs/common';
import { Clock } from '../kernel/clock.js';
import { notFound } from '../kernel/domain-error.js';
import type { Actor } from '../platform/access/actor.js';
import { AuditService } from '../platform/audit/audit.service.js';
import { Database } from '../platform/database/database.js';
import { assertVersion } from '../platform/http/if-match.js';
import type { ListQuery, Page } from '../platform/http/list.js';
import { findLetterLogo } from '../platform/settings/logo.sql.js';
import { findCompanySettings } from '../platform/settings/settings.sql.js';
import { placeholderSender } from './compose-letter.js';
import type { LetterLocale } from './letter-content.js';
import { LetterFontsService } from './letter-fonts.service.js';
import { LetterTextVersionEntity } from './letter-text-version.entity.js';
import {
  findOwnTexts,
  findOwnTextsOf,
  listOwnTexts,
  lockOwnTexts,
  type OwnTextsVersion,
  type StoredOwnTexts,
} from './letter-texts.sql.js';
import {
  fieldsOf,
  LETTER_LOCALES,
  OWN_PARAGRAPHS,
  type OwnTexts,
  readOwnTexts,
  TEXT_NATURES,
  type TextField,
  type TextNature,
} from './own-texts.js';
import { renderLetter } from './render-letter.js';
import { sampleOfNature } from './sample-of-nature.js';

/** The company's own words, and the fields that each kind of letter fills in. */
export type ShownOwnTexts = StoredOwnTexts & { readonly fields: Readonly<Record<TextNature, readonly TextField[]>> };

const VERSION = /^[1-9]\d{0,8}$/;

/** What the company words itself in its letters; what it does not is as shipped. */
@Injectable()
export class OwnTextsService {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly fonts: LetterFontsService,
    private readonly audit: AuditService,
  ) {}

  async get(): Promise<ShownOwnTexts> {
    return shown(await findOwnTexts(this.database.tx));
  }

  /** Every version that there was, the latest first. */
  versions(query: ListQuery): Promise<Page<OwnTextsVersion>> {
    return listOwnTexts(this.database.tx, query);
  }

  /** What one version said. Throws `letter_texts_not_found`, also for a text that is no version. */
  async version(version: string): Promise<ShownOwnTexts> {
    const found = VERSION.test(version) ? await findOwnTextsOf(this.database.tx, Number(version)) : undefined;
    if (found === undefined) throw notFound('letter_texts', version);
    return shown(found);
  }

  /** Words them anew, all of them, as another version. Throws `invalid_input` with every fault, `version_changed`. */
  async put(input: unknown, expectedVersion: number | undefined, actor: Actor): Promise<ShownOwnTexts> {
    const texts = readOwnTexts(input);
    return this.database.transaction(async (tx) => {
      const before = await lockOwnTexts(tx);
      assertVersion(before.version, expectedVersion);
      const version = before.version + 1;
      const now = this.clock.now();
      await tx.getRepository(LetterTextVersionEntity).insert({ version, texts, createdBy: actor.id, createdAt: now });
      const subject = { kind: 'letter_texts', id: String(version) };
      const details = { version, changed: changedParagraphs(before.texts, texts) };
      this.audit.append(tx, { actor, action: 'letter_texts.changed', subject, details });
      return shown({ texts, version, updatedBy: actor.id, updatedAt: now });
    });
  }

  /** A sample letter with these texts, as a PDF marked as a draft; nothing is kept. Throws `invalid_input` as `put`. */
  async preview(locale: LetterLocale, nature: TextNature, input: unknown): Promise<Buffer> {
    const ownTexts = readOwnTexts(input);
    const { sender, taxBasis } = await findCompanySettings(this.database.tx);
    const sample = sampleOfNature(nature, locale, sender ?? placeholderSender(locale), taxBasis);
    const logo = await findLetterLogo(this.database.tx);
    const letter = { ...sample, ownTexts, ...(logo === null ? {} : { logo }) };
    return renderLetter(letter, this.fonts.fonts()).pdf;
  }
}

function shown(stored: StoredOwnTexts): ShownOwnTexts {
  const [goodwill, contractual, apology] = TEXT_NATURES;
  const fields = {
    goodwill: fieldsOf(goodwill),
    contractual: fieldsOf(contractual),
    apology: fieldsOf(apology),
  };
  return { ...stored, fields };
}

/** The paragraphs that differ, by path, such as `fr.goodwill.opening`. */
function changedParagraphs(before: OwnTexts, after: OwnTexts): readonly string[] {
  return LETTER_LOCALES.flatMap((locale) =>
    TEXT_NATURES.flatMap((nature) =>
      OWN_PARAGRAPHS.filter((name) => before[locale][nature][name] !== after[locale][nature][name]).map(
        (name) => `${locale}.${nature}.${name}`,
      ),
    ),
  );
}
