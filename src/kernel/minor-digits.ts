/**
 * The decimals of the currencies that do not have two, by ISO 4217. The runtime's own table is that of CLDR, which says how
 * prices are written in shops: no decimals for the forint, the Colombian peso or the rupiah, of which billing systems count
 * hundredths. It also differs from one runtime to another.
 */
const DIGITS: ReadonlyMap<string, number> = new Map([
  ...'BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF'.split(' ').map((code) => [code, 0] as const),
  ...'BHD IQD JOD KWD LYD OMR TND'.split(' ').map((code) => [code, 3] as const),
  ...'CLF UYW'.split(' ').map((code) => [code, 4] as const),
]);

/** How many decimals the smallest unit of a currency stands for: 2 for EUR and HUF, 0 for JPY, 3 for TND. */
export function minorDigits(currency: string): number {
  return DIGITS.get(currency) ?? 2;
}
