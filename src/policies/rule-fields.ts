import type { Reason } from '../kernel/domain-error.js';
import { isCurrency } from '../kernel/money.js';
import { isPlainText } from '../platform/http/fields.js';
import type { AmountsByCurrency } from './policy.js';

const PERCENT = /^(?:(?:0|[1-9]\d?)(?:\.\d{1,6})?|100(?:\.0{1,6})?)$/;
const WEIGHT = /^(?:0(?:\.\d{1,6})?|1(?:\.0{1,6})?)$/;
const MULTIPLIER = /^(?:0|[1-9]\d{0,3})(?:\.\d{1,6})?$/;
const MAX_TEXT_LENGTH = 200;
const MAX_LIST_LENGTH = 500;

/**
 * Reads the fields of one JSON object. A fault goes to `faults` with its dotted path, and a harmless value is given in
 * its place, so that reading goes on and all faults are found; what was read counts only when there are none.
 */
export class RuleFields {
  private constructor(
    private readonly fields: ReadonlyMap<string, unknown>,
    private readonly path: string,
    private readonly faults: Reason[],
  ) {}

  /** The reader of a value that must be an object; a reader of no fields, and a fault, when it is not one. */
  static of(value: unknown, path: string, faults: Reason[]): RuleFields {
    const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
    if (!isObject) faults.push({ path, code: 'not_an_object', message: 'This must be a JSON object.' });
    const entries = isObject ? Object.entries(value).filter(([, field]) => field !== undefined) : [];
    return new RuleFields(new Map(entries), path, faults);
  }

  get names(): string[] {
    return [...this.fields.keys()];
  }

  has(name: string): boolean {
    return this.fields.has(name);
  }

  pathOf(name: string): string {
    return this.path === '' ? name : `${this.path}.${name}`;
  }

  fault(name: string, code: string, message: string): void {
    this.faults.push({ path: this.pathOf(name), code, message });
  }

  /** Faults every field that is not one of these. */
  refuseOthers(known: readonly string[]): void {
    for (const name of this.names) {
      if (!known.includes(name)) this.fault(name, 'unknown_field', `Known here: ${known.join(', ')}.`);
    }
  }

  object(name: string): RuleFields {
    if (this.isMissing(name)) return new RuleFields(new Map(), this.pathOf(name), this.faults);
    return RuleFields.of(this.fields.get(name), this.pathOf(name), this.faults);
  }

  /** As `object`, of one field at least. */
  nonEmptyObject(name: string): RuleFields {
    const found = this.faults.length;
    const object = this.object(name);
    if (found === this.faults.length && object.names.length === 0)
      this.fault(name, 'empty', 'Give one field at least.');
    return object;
  }

  /** A plain text of 1 to 200 characters. */
  text(name: string): string {
    if (this.isMissing(name)) return '';
    const value = this.fields.get(name);
    if (isText(value)) return value;
    this.fault(name, 'not_a_text', `This must be a text of 1 to ${MAX_TEXT_LENGTH} characters.`);
    return '';
  }

  /** One of these texts; undefined, and a fault, for anything else. */
  oneOf<T extends string>(name: string, values: readonly T[]): T | undefined {
    if (this.isMissing(name)) return undefined;
    const found = values.find((value) => value === this.fields.get(name));
    if (found === undefined) this.fault(name, 'unknown_value', `This must be one of ${values.join(', ')}.`);
    return found;
  }

  /** Different texts, `min` at least, in the order given; with `allowed`, only those. */
  list<T extends string>(name: string, min: 0 | 1, allowed?: readonly T[]): T[] {
    const value = this.fields.get(name);
    if (!Array.isArray(value) || value.length > MAX_LIST_LENGTH) {
      this.fault(name, 'not_a_list', `This must be a list of at most ${MAX_LIST_LENGTH} texts.`);
      return [];
    }
    if (value.length < min) this.fault(name, 'empty', 'Name one at least, or leave the field out.');
    const seen = new Set<unknown>();
    for (const [index, item] of value.entries()) {
      const at = `${name}.${index}`;
      if (seen.has(item)) this.fault(at, 'duplicate', 'This is in the list already.');
      else if (!isText(item))
        this.fault(at, 'not_a_text', `This must be a text of 1 to ${MAX_TEXT_LENGTH} characters.`);
      else if (allowed !== undefined && !allowed.includes(item as T)) {
        this.fault(at, 'unknown_value', `This must be one of ${allowed.join(', ')}.`);
      }
      seen.add(item);
    }
    return value as T[];
  }

  wholeNumber(name: string, min: number, max: number): number {
    if (this.isMissing(name)) return min;
    const value = this.fields.get(name);
    if (typeof value === 'number' && Number.isSafeInteger(value) && value >= min && value <= max) return value;
    this.fault(name, 'not_in_range', `This must be a whole number from ${min} to ${max}.`);
    return min;
  }

  /** A decimal string from "0" to "100", with a point and at most six decimals. */
  percent(name: string): string {
    const message = 'This must be a text from "0" to "100", with a point and at most six decimals, such as "12.5".';
    return this.decimal(name, PERCENT, 'not_a_percentage', message);
  }

  /** A decimal string from "0" to "1", with a point and at most six decimals. */
  weight(name: string): string {
    return this.decimal(name, WEIGHT, 'not_a_weight', 'This must be a text from "0" to "1", such as "0.3".');
  }

  /** A decimal string from "0" up to four digits before the point. */
  multiplier(name: string): string {
    return this.decimal(name, MULTIPLIER, 'not_a_number', 'This must be a text such as "10" or "2.5".');
  }

  flag(name: string): boolean {
    const value = this.fields.get(name);
    if (typeof value !== 'boolean') this.fault(name, 'not_a_flag', 'This must be true or false.');
    return value === true;
  }

  /** The readers of a list of objects, one at least. */
  objects(name: string): RuleFields[] {
    if (this.isMissing(name)) return [];
    const value = this.fields.get(name);
    if (Array.isArray(value) && value.length > 0 && value.length <= MAX_LIST_LENGTH) {
      return value.map((item, index) => RuleFields.of(item, `${this.pathOf(name)}.${index}`, this.faults));
    }
    this.fault(name, 'not_a_list', `This must be a list of 1 to ${MAX_LIST_LENGTH} objects.`);
    return [];
  }

  /** Whole minor units, `min` at least, for one currency or more. */
  amounts(name: string, min: 0 | 1): AmountsByCurrency {
    const amounts = this.nonEmptyObject(name);
    return Object.fromEntries(
      amounts.names.map((currency) => {
        if (isCurrency(currency)) return [currency, amounts.wholeNumber(currency, min, Number.MAX_SAFE_INTEGER)];
        amounts.fault(currency, 'unknown_currency', 'This must be an ISO 4217 code, such as EUR.');
        return [currency, min];
      }),
    );
  }

  private decimal(name: string, pattern: RegExp, code: string, message: string): string {
    if (this.isMissing(name)) return '0';
    const value = this.fields.get(name);
    if (typeof value === 'string' && pattern.test(value)) return value;
    this.fault(name, code, message);
    return '0';
  }

  private isMissing(name: string): boolean {
    if (this.has(name)) return false;
    this.fault(name, 'required', 'This field is required.');
    return true;
  }
}

function isText(value: unknown): value is string {
  return isPlainText(value) && value.length <= MAX_TEXT_LENGTH;
}
