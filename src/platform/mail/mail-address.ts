import { domainToASCII } from 'node:url';

const MAX_LENGTH = 254;
const MAX_LOCAL_LENGTH = 64;
const LOCAL = /^[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*$/;
const LABEL = /^[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?$/;
const HEADER_UNFIT = /[\p{Cc}\p{Cs}\u2028\u2029]/u;
const MAX_HEADER_LENGTH = 500;

/**
 * True for exactly one plain address: no display name, group, comment, quoted local part or address literal, a domain of
 * two labels at least. Stricter than RFC 5322, because everything beyond it has sent mail to somebody else somewhere.
 */
export function isMailAddress(text: string): boolean {
  if (text.length > MAX_LENGTH) return false;
  const at = text.lastIndexOf('@');
  if (at < 1 || at > MAX_LOCAL_LENGTH || !LOCAL.test(text.slice(0, at))) return false;
  const domain = text.slice(at + 1);
  const labels = domainToASCII(domain).split('.');
  return (
    !/[^\p{L}\p{N}\p{M}.-]/u.test(domain) &&
    labels.length >= 2 &&
    labels.every((label) => LABEL.test(label)) &&
    !/^\d+$/.test(labels.at(-1) ?? '')
  );
}

/** True for a text that may stand in a header: one line, nothing invisible that breaks, not endless. */
export function isHeaderText(text: string): boolean {
  return text.length <= MAX_HEADER_LENGTH && !HEADER_UNFIT.test(text);
}

/** The domain of an address, for ids that must be unique in the world. */
export function domainOf(address: string): string {
  return address.slice(address.lastIndexOf('@') + 1);
}

/** `desk@b.example` as `desk+tag@b.example`, so that what is sent back says what it is about. */
export function plusAddress(address: string, tag: string): string {
  const at = address.lastIndexOf('@');
  return `${address.slice(0, at)}+${tag}${address.slice(at)}`;
}
