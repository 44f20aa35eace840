import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Injectable } from '@nestjs/common';
import { Eta } from 'eta';
import type { LetterLocale } from '../letters/letter-content.js';
import type { MailFields } from './compose-mail.js';
import { MAIL_TEMPLATES, type MailTemplate } from './mail.js';

/** A mail in words: a text, and the same text as HTML. */
export type MailWords = { readonly subject: string; readonly text: string; readonly html: string };

const FOLDER = fileURLToPath(new URL('templates/', import.meta.url));
const LOCALES = ['fr', 'en'] as const satisfies readonly LetterLocale[];

/**
 * The texts of mails, one file for each purpose and language: the subject on the first line, then the text. The HTML is
 * made of that very text, every character of it escaped, so the two never say different things.
 */
@Injectable()
export class MailTemplatesService {
  private readonly plain = new Eta({ autoEscape: false, autoTrim: false });
  private readonly escaped = new Eta({ autoEscape: true, autoTrim: false });

  constructor() {
    for (const template of MAIL_TEMPLATES) {
      for (const locale of LOCALES) this.plain.loadTemplate(`@${template}.${locale}`, read(`${template}.${locale}`));
    }
    this.escaped.loadTemplate('@layout', read('layout.html'));
  }

  render(template: MailTemplate, locale: LetterLocale, fields: MailFields): MailWords {
    const [subject = '', ...body] = this.plain.render(`@${template}.${locale}`, fields).split('\n');
    return this.words(subject, body.join('\n'), locale, fields.link);
  }

  /** Words of our own, in the same two forms. */
  words(subject: string, body: string, locale: LetterLocale, link: string | null = null): MailWords {
    const text = `${body
      .replaceAll(/[ \t]+$/gm, '')
      .replaceAll(/\n{3,}/g, '\n\n')
      .trim()}\n`;
    const paragraphs = text
      .trim()
      .split('\n\n')
      .map((paragraph) => paragraph.split('\n'));
    const html = this.escaped.render('@layout', { locale, subject: subject.trim(), paragraphs, link });
    return { subject: subject.trim(), text, html };
  }
}

function read(name: string): string {
  return readFileSync(`${FOLDER}${name}.eta`, 'utf8');
}
