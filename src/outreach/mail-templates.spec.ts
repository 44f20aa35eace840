import { describe, expect, test } from '@jest/globals';
import { MAIL_TEMPLATES } from './mail.js';
import { type MailFields, threadOf } from './compose-mail.js';
import { MailTemplatesService } from './mail-templates.service.js';

const FIELDS: MailFields = {
  contactName: 'Élodie Lefèvre',
  customerName: 'Société S',
  incidentTitle: 'Interruption',
  incidentDay: '16 septembre 2020',
  amount: '50,00 €',
  offered: 'un avoir de 50,00 €',
  settled: 'L’avoir vous parviendra avec une prochaine facture.',
  validUntil: '17 octobre 2020',
  isGranted: false,
  reference: 'AM-2020-0916-K7Q3-XM4R',
  link: 'https://amends.example/o/abc?a=1&b=2',
  message: 'Première ligne.\n\nDeuxième paragraphe.',
  signature: 'Maud Trévarec\nSuccess',
};

const templates = new MailTemplatesService();

describe.each(MAIL_TEMPLATES)('%s', (template) => {
  test.each(['fr', 'en'] as const)('in %s says who, what and until when, in text and in HTML', (locale) => {
    const { subject, text, html } = templates.render(template, locale, FIELDS);
    expect(subject).not.toBe('');
    expect(subject).not.toContain('\n');
    expect(text).toContain('Élodie Lefèvre');
    expect(text).toContain('Maud Trévarec\nSuccess');
    expect(`${subject}${text}${html}`).not.toMatch(/undefined|null|<%|\[object/);
    if (template === 'offer' || template === 'reminder') {
      expect(text).toContain('50,00 €');
      expect(text).toContain(FIELDS.link);
      expect(html).toContain('<a href="https://amends.example/o/abc?a=1&amp;b=2"');
      expect(templates.render(template, locale, { ...FIELDS, link: null }).text).not.toContain('https:');
    }
    const words = (markup: string): string => markup.replaceAll(/<[^>]*>/g, '').replaceAll(/\s+/g, '');
    expect(words(html.slice(html.indexOf('<body')))).toContain(text.replaceAll(/\s+/g, '').replaceAll('&', '&amp;'));
  });

  test.each([
    '<script>alert(1)</script>',
    '<img src=x onerror=alert(1)>',
    '"><svg onload=alert(1)>',
    "' onmouseover='alert(1)",
    '</title><b>',
    '{{7*7}}<%= it %>${7*7}',
    '&lt;b&gt;',
    'javascript:alert(1)',
  ])('%s stands in HTML as it was typed', (payload) => {
    const hostile = Object.fromEntries(Object.keys(FIELDS).map((name) => [name, payload])) as unknown as MailFields;
    const { html, text } = templates.render(template, 'en', { ...hostile, link: null });
    expect(text).toContain(payload);
    expect(html).not.toMatch(/<(script|img|svg|b)\b/i);
    expect(html.match(/<[a-z]+/g)?.toSorted()).toEqual(
      templates
        .render(template, 'en', { ...FIELDS, link: null, message: 'x', signature: 'y' })
        .html.match(/<[a-z]+/g)
        ?.toSorted(),
    );
  });
});

test('a chain of messages keeps its beginning and its end', () => {
  expect(threadOf([])).toEqual({ inReplyTo: null, referenceIds: [] });
  const ids = Array.from({ length: 50 }, (_, index) => `m${index}@a.example`);
  const { inReplyTo, referenceIds } = threadOf(ids);
  expect(inReplyTo).toBe('m49@a.example');
  expect(referenceIds).toHaveLength(20);
  expect([referenceIds[0], referenceIds[1]]).toEqual(['m0@a.example', 'm31@a.example']);
});
