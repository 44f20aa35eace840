type Words = Readonly<Record<string, string | readonly string[]>>;

let words: Words = {};

/** From now on refusals are told in the reader's language; the service tells them in English. */
export async function tellRefusalsIn(locale: string): Promise<void> {
  words = locale === 'fr' ? (await import('../i18n/refusals-fr.js')).refusalsFr : {};
}

/** What the service says by a code, in the reader's language; its own words where the language has none. */
export function refusalWords(code: string, message: string): string {
  const known = words[code];
  if (known === undefined) return message;
  const numbers = message.match(/\d[\d,.]*(?=\D|$)/g) ?? [];
  const texts = typeof known === 'string' ? [known] : known;
  return texts.map((text) => filled(text, numbers)).find((text) => text !== undefined) ?? message;
}

/**
 * An answer of the service with every `{ code, message }` in it told in the reader's language, however deep: blockers,
 * verdicts, refused lines. It is changed in place, before anybody else has seen it.
 */
export function inReadersWords<T>(answer: T): T {
  if (Object.keys(words).length > 0) translate(answer);
  return answer;
}

function filled(text: string, numbers: readonly string[]): string | undefined {
  const wanted = [...text.matchAll(/\{(\d)\}/g)].map(([, place]) => Number(place));
  if (wanted.some((place) => numbers[place - 1] === undefined)) return undefined;
  return text.replaceAll(/\{(\d)\}/g, (_, place: string) => (numbers[Number(place) - 1] ?? '').replace(/[.,]$/, ''));
}

function translate(node: unknown): void {
  if (typeof node !== 'object' || node === null) return;
  for (const value of Object.values(node)) translate(value);
  const told = node as { code?: unknown; message?: unknown };
  if (typeof told.code === 'string' && typeof told.message === 'string') {
    told.message = refusalWords(told.code, told.message);
  }
}
