import { describe, expect, test } from '@jest/globals';
import { ENGLISH_OFFER, FRENCH_APOLOGY, FRENCH_OFFER } from '../../test/support/letter-sample.js';
import { readPdf, textsOf } from '../../test/support/read-pdf.js';
import { MAX_LOGO_BYTES_IN_LETTER } from '../platform/settings/read-logo.js';
import type { LetterContent } from './letter-content.js';
import { LetterFontsService } from './letter-fonts.service.js';
import { renderLetter } from './render-letter.js';
import { wordLetter } from './word-letter.js';

const fonts = new LetterFontsService().fonts();
const read = (content: LetterContent) => readPdf(renderLetter(content, fonts).pdf);
const plain = (text: string) => text.replace(/[\u00a0\u202f]/g, ' ');
/** A PDF string as pdfkit writes one that has other than ASCII in it. */
const utf16 = (text: string) => Buffer.from(`\ufeff${text}`, 'utf16le').swap16().toString('latin1');

describe('the bytes of a letter', () => {
  test('are those of a PDF 1.7 of one A4 page', () => {
    for (const content of [FRENCH_OFFER, ENGLISH_OFFER, FRENCH_APOLOGY]) {
      const { pdf, pages, missingCharacters } = renderLetter(content, fonts);
      expect(pdf.subarray(0, 9).toString('latin1')).toBe('%PDF-1.7\n');
      expect(pdf.toString('latin1').trimEnd().endsWith('%%EOF')).toBe(true);
      expect([pages, readPdf(pdf).pages]).toEqual([1, 1]);
      expect(readPdf(pdf).objects.some((object) => object.includes('/MediaBox [0 0 595.28 841.89]'))).toBe(true);
      expect(missingCharacters).toEqual([]);
    }
  });

  test('are the same for the same content, whatever was written before and however its object was built', () => {
    const first = renderLetter(FRENCH_OFFER, fonts).pdf;
    // No-break space and hyphen share a glyph with the ordinary ones, and here come first.
    const others = { ...ENGLISH_OFFER, sender: { ...ENGLISH_OFFER.sender, name: 'a\u00a0\u2010b' } };
    renderLetter(others, fonts);
    const reversed = Object.fromEntries(Object.entries(FRENCH_OFFER).toReversed()) as typeof FRENCH_OFFER;
    expect(renderLetter(reversed, fonts).pdf.equals(first)).toBe(true);
    const otherProcess = new LetterFontsService().fonts();
    renderLetter(others, otherProcess);
    expect(renderLetter(FRENCH_OFFER, otherProcess).pdf.equals(first)).toBe(true);
  });

  test('carry the date of the letter and an id of their own', () => {
    const id = (content: LetterContent) =>
      /\/ID \[(<[0-9a-f]{32}>) \1\]/.exec(renderLetter(content, fonts).pdf.toString('latin1'))?.[1];
    expect(read(FRENCH_OFFER).objects.some((each) => each.includes('(D:20200917080000Z)'))).toBe(true);
    expect(id(FRENCH_OFFER)).toBeDefined();
    expect(id({ ...FRENCH_OFFER, isDraft: true })).not.toBe(id(FRENCH_OFFER));
  });
});

describe('what a letter says', () => {
  test.each([
    ['French offer', FRENCH_OFFER],
    ['English offer', ENGLISH_OFFER],
    ['French apology', FRENCH_APOLOGY],
  ])('stands on the page of the %s, whole and in reading order', (_, content) => {
    const words = wordLetter(content);
    const text = plain(textsOf(read(content), 'P', 'H1', 'H2', 'TH', 'TD').join('\n'));
    const inOrder = [
      words.senderName,
      ...words.senderLines,
      ...words.originLines,
      words.customerName,
      ...words.addressLines,
      words.subject,
      words.salutation,
      words.opening,
      words.incidentTitle,
      words.incidentDescription,
      ...(words.lived?.rows.flatMap((row) => row.cells) ?? []),
      words.timeline?.caption ?? '',
      words.proposalHeading,
      words.proposal,
      ...words.offerRows.flatMap((row) => row.cells),
      words.answer,
      words.closing,
      words.signatoryName,
      words.legal,
      words.legalLine,
    ].map(plain);
    let from = 0;
    for (const said of inOrder) {
      const at = text.indexOf(said, from);
      expect({ said, found: at >= from }).toEqual({ said, found: true });
      from = at;
    }
  });

  test('is tagged: one title, headings, tables with heads, a figure in words, a footer that is not read aloud', () => {
    const letter = read(FRENCH_OFFER);
    expect(textsOf(letter, 'H1').map(plain)).toEqual([plain(wordLetter(FRENCH_OFFER).subject)]);
    expect(textsOf(letter, 'H2')).toHaveLength(3);
    expect(textsOf(letter, 'Artifact').map(plain)).toEqual(['Réf. AM-2020-0042 · page 1/1']);
    const count = (part: string) => letter.objects.filter((object) => object.includes(part)).length;
    expect(count('/S /Table')).toBe(2);
    expect(count('/Scope /Column')).toBe(6);
    expect(count('/Scope /Row')).toBe(8);
    const alt = utf16('Chronologie. Notre service').slice(2);
    expect(letter.objects.some((object) => object.includes('/S /Figure') && object.includes(alt))).toBe(true);
    expect(count('/Lang (fr-FR)')).toBe(1);
    expect(count('/DisplayDocTitle true')).toBe(1);
    expect(count('/Marked true')).toBe(1);
  });

  test('names itself in the metadata, with no markup from a company called Réunions & Cie', () => {
    const pdf = renderLetter(
      { ...FRENCH_OFFER, incident: { ...FRENCH_OFFER.incident, title: 'a < b & c' } },
      fonts,
    ).pdf;
    const xmp = /<x:xmpmeta[\s\S]*<\/x:xmpmeta>/.exec(pdf.toString('utf8'))?.[0] ?? '';
    expect(xmp).toContain('<rdf:li>Réunions &amp; Cie</rdf:li>');
    expect(xmp).toContain('a &lt; b &amp; c');
    expect(xmp).toContain('<pdfaid:part>3</pdfaid:part>');
    expect(xmp).toContain('<pdfaid:conformance>A</pdfaid:conformance>');
    expect(readPdf(pdf).objects.some((each) => each.includes('(a < b & c)'))).toBe(true);
  });
});

describe('a draft', () => {
  test.each([
    ['Projet', { ...FRENCH_OFFER, isDraft: true }],
    ['Draft', { ...ENGLISH_OFFER, isDraft: true }],
  ])('is marked %s across the page, in its footer and in words', (mark, content) => {
    const artifacts = textsOf(read(content), 'Artifact');
    expect(artifacts[0]).toBe(mark);
    expect(artifacts.at(-1)).toContain(`${mark} · `);
    expect(textsOf(read(content), 'P')[0]).toMatch(new RegExp(`^${mark}`));
  });

  test('only a draft is', () => {
    const said = [...textsOf(read(FRENCH_OFFER), 'Artifact', 'P'), ...textsOf(read(ENGLISH_OFFER), 'Artifact', 'P')];
    expect(said.join()).not.toMatch(/Projet|Draft/);
  });
});

describe('a letter at the edge', () => {
  test.each(['Ελλάς Εταιρεία', 'Київ Продакшн', 'Nguyễn Thị Hường', 'Łódź & Şişli'])(
    'in characters beyond the alphabet, %s, has a font cut for itself, and says them',
    (name) => {
      const { pdf, missingCharacters } = renderLetter({ ...ENGLISH_OFFER, customer: { name } }, fonts);
      expect(missingCharacters).toEqual([]);
      expect(textsOf(readPdf(pdf), 'P')).toContain(name);
      expect(pdf.length).toBeLessThan(60_000);
    },
  );

  test('with an ordinary text has the fonts of every other letter', () => {
    const fontFiles = ({ objects }: { objects: readonly string[] }) =>
      objects.filter((each) => each.includes('/Length1'));
    expect(fontFiles(read(FRENCH_OFFER))).toHaveLength(2);
    expect(fontFiles(read(FRENCH_OFFER))).toEqual(fontFiles(read(ENGLISH_OFFER)));
  });

  test('draws a box for each character the font lacks, and reports it', () => {
    const { pdf, missingCharacters } = renderLetter(
      { ...ENGLISH_OFFER, customer: { name: '株式会社 Kappa 😀' } },
      fonts,
    );
    expect(missingCharacters).toEqual(['株', '式', '会', '社', '😀']);
    expect(textsOf(readPdf(pdf), 'P')).toContain('□□□□ Kappa □');
  });

  test('with six lines still has one page', () => {
    const [first] = FRENCH_OFFER.offer.lines;
    const lines = Array.from({ length: 6 }, (_, index) => ({
      ...first,
      amount: { amountMinor: index, currency: 'EUR' },
    }));
    const offer = { ...FRENCH_OFFER.offer, lines, amount: { amountMinor: 15, currency: 'EUR' } };
    expect(renderLetter({ ...FRENCH_OFFER, offer }, fonts).pages).toBe(1);
  });

  test('with a long story has more, each numbered, and the signature and the small print together', () => {
    const description = Array.from({ length: 12 }, () => FRENCH_OFFER.incident.description.repeat(2)).join('\n');
    const letter = read({ ...FRENCH_OFFER, incident: { ...FRENCH_OFFER.incident, description } });
    expect(letter.pages).toBe(3);
    const numbers = textsOf(letter, 'Artifact').filter((text) => text.startsWith('Réf.'));
    expect(numbers.map(plain)).toEqual([1, 2, 3].map((page) => `Réf. AM-2020-0042 · page ${page}/3`));
    const pageOf = (start: string) => letter.runs.find((run) => run.text.startsWith(start))?.page;
    expect(pageOf('Camille Laurent')).toBe(pageOf('Ce geste commercial est consenti'));
  });

  test('repeats the head of the breakdown on each page that it goes on to, and not aloud', () => {
    const [first] = FRENCH_OFFER.offer.lines;
    const lines = Array.from({ length: 60 }, (_, index) => ({ ...first, text: `Réunion n° ${index + 1}` }));
    const amount = { amountMinor: 60 * first.amount.amountMinor, currency: 'EUR' };
    const letter = read({ ...FRENCH_OFFER, offer: { ...FRENCH_OFFER.offer, lines, amount } });
    const pagesOf = (text: string, tag: string) =>
      letter.runs.filter((run) => run.tag === tag && run.text === text).map(({ page }) => page);
    expect(letter.pages).toBe(3);
    expect([pagesOf('Détail', 'TH'), pagesOf('Montant', 'TH')]).toEqual([[1], [1]]);
    const again = letter.runs.filter(({ tag, text }) => tag === 'Artifact' && /Détail.*Montant/.test(text));
    expect(again.map(({ page }) => page)).toEqual([2, 3]);
    for (const page of [2, 3]) {
      const [top, next] = letter.runs.filter((run) => run.page === page);
      expect(top?.text).toMatch(/Détail/);
      expect(next?.text).toMatch(/Réunion/);
    }
    expect(pagesOf('Réunion n° 60', 'TH')).toEqual(pagesOf('Total', 'TH').slice(-1));
  });

  test('with 60 lines, the code of the customer’s page and the heaviest logo has less than 60 kB', () => {
    const [first] = FRENCH_OFFER.offer.lines;
    const text = (index: number) =>
      `Réunion n° ${index} : 14 personnes empêchées pendant 17 min, à 50,00 € par personne`;
    const lines = Array.from({ length: 60 }, (_, index) => ({ ...first, text: text(index) }));
    const amount = { amountMinor: 60 * first.amount.amountMinor, currency: 'EUR' };
    const bytes = Buffer.alloc(MAX_LOGO_BYTES_IN_LETTER, 1);
    const long: LetterContent = {
      ...FRENCH_OFFER,
      offer: { ...FRENCH_OFFER.offer, lines, amount },
      answerUrl: `https://amends.example/o/${'A'.repeat(65)}`,
      logo: { width: 600, height: 150, colors: 3, packed: 'jpeg', bytes },
    };
    const { pdf } = renderLetter(long, fonts);
    expect(pdf.length).toBeLessThan(60_000);
    // The structure, each cell an element, is there all the same.
    expect(readPdf(pdf).objects.filter((object) => object.includes('/S /TD')).length).toBeGreaterThan(60);
  });

  test('with names longer than a line draws them whole', () => {
    const name = 'Société coopérative des transports publics de la Communauté urbaine de Dunkerque et de ses environs';
    expect(textsOf(read({ ...FRENCH_OFFER, customer: { name } }), 'P')).toContain(name);
  });

  test('is refused when its content is at fault, or without end', () => {
    expect(() => renderLetter({ ...FRENCH_OFFER, reference: '' }, fonts)).toThrow(
      expect.objectContaining({ code: 'letter_content_refused' }),
    );
    const description = 'Encore une ligne.\n'.repeat(1_000);
    const endless = { ...FRENCH_OFFER, incident: { ...FRENCH_OFFER.incident, description } };
    expect(() => renderLetter(endless, fonts)).toThrow(expect.objectContaining({ code: 'letter_too_long' }));
  });
});
