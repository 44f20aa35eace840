import { types, type CustomTypesConfig } from 'pg';

const INT8 = 20;
const INT8_ARRAY = 1016;
const DATE = 1082;
const DATE_ARRAY = 1182;
const TEXT_ARRAY = 1009;

/**
 * A bigint as a number. Throws RangeError beyond the safe integers: a wrong amount or count is worse than none.
 */
export function parseInt8(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value)) throw new RangeError(`bigint beyond the safe integers: ${text}`);
  return value;
}

// The typings of pg-types leave the arrays out.
const parseTextArray: (text: string) => (string | null)[] = types.getTypeParser(TEXT_ARRAY as never);

/** Per connection, so that no library in the process sees another reading of its own columns. */
export const typeParsers: CustomTypesConfig = {
  getTypeParser: ((oid: number, format?: 'text' | 'binary') => {
    if (format === 'binary') return types.getTypeParser(oid, 'binary');
    switch (oid) {
      case INT8:
        return parseInt8;
      case INT8_ARRAY:
        return (text: string) => parseTextArray(text).map((item) => (item === null ? null : parseInt8(item)));
      case DATE:
        return (text: string) => text;
      case DATE_ARRAY:
        return parseTextArray;
      default:
        return types.getTypeParser(oid, 'text');
    }
  }) as typeof types.getTypeParser,
};
