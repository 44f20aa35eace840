import { NBSP, NNBSP } from '../policies/format-amount.js';

export { NBSP, NNBSP };

/**
 * A text that someone typed, with French spaces where they typed ordinary ones: a space before `:`, `;`, `!`, `?`, `%`
 * or `€`, or inside guillemets, never breaks a line. Adds no space that was not there, so addresses stay intact.
 */
export function frenchSpaces(text: string): string {
  return text
    .replace(/[ \u00a0](?=[;!?])/g, NNBSP)
    .replace(/ (?=[:%€»])/g, NBSP)
    .replace(/(?<=«) /g, NBSP);
}
