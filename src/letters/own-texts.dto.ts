import { IsIn } from 'class-validator';
import { LetterPreviewQuery } from './letters.dto.js';
import { TEXT_NATURES, type TextNature } from './own-texts.js';

/** Paragraphs with fields such as `{customer}`; what is absent or null is as shipped. */
export class OwnParagraphsInput {
  /** The introduction with the apology, in place of ours. */
  opening?: string | null;
  /** Before the sentence that says what is proposed, which stays ours. */
  proposal?: string | null;
  /** The last paragraph, before the formula of politeness. */
  closing?: string | null;
}

export class TextsOfLanguageInput {
  /** Letters with a gesture of goodwill. */
  goodwill?: OwnParagraphsInput | null;
  /** Letters with what the contract provides. */
  contractual?: OwnParagraphsInput | null;
  /** Letters that propose nothing. */
  apology?: OwnParagraphsInput | null;
}

/** All of the company's own words, stated whole. */
export class OwnTextsInput {
  en?: TextsOfLanguageInput | null;
  fr?: TextsOfLanguageInput | null;
}

export class OwnTextsPreviewQuery extends LetterPreviewQuery {
  /** What the sample is. */
  @IsIn(TEXT_NATURES)
  nature: TextNature;
}
