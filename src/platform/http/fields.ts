import { registerDecorator, ValidateIf, type ValidationOptions } from 'class-validator';

/** Control characters other than tab and line breaks (PostgreSQL keeps no NUL), and halves of surrogate pairs. */
const UNFIT = /(?![\t\n\r])[\p{Cc}\p{Cs}]/u;

/** True for a text that can be stored, printed in a letter and read: not blank, and nothing invisible that breaks. */
export function isPlainText(value: unknown): value is string {
  return typeof value === 'string' && /\S/.test(value) && !UNFIT.test(value);
}

/** The property is a plain text; see `isPlainText`. Its longest length is for `@MaxLength` to say. */
export function IsPlainText(options?: ValidationOptions): PropertyDecorator {
  return (target, property) =>
    registerDecorator({
      name: 'isPlainText',
      target: target.constructor,
      propertyName: String(property),
      options: { message: '$property must be text that is not blank, without control characters', ...options },
      validator: { validate: isPlainText },
    });
}

const DAY = /^20\d\d-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])$/;

/** True for a day of this century that the calendar has, `YYYY-MM-DD`. */
export function isDayText(value: unknown): value is string {
  if (typeof value !== 'string' || !DAY.test(value)) return false;
  return new Date(`${value}T00:00:00Z`).toISOString().startsWith(value);
}

/** The property is a day; see `isDayText`. */
export function IsDayText(options?: ValidationOptions): PropertyDecorator {
  return (target, property) =>
    registerDecorator({
      name: 'isDayText',
      target: target.constructor,
      propertyName: String(property),
      options: { message: '$property must be a day, YYYY-MM-DD', ...options },
      validator: { validate: isDayText },
    });
}

/** True for a plain text in one line. */
export function isPlainLine(value: unknown): value is string {
  return isPlainText(value) && !/[\n\r\t\u2028\u2029]/.test(value);
}

/** The property is a plain text in one line: it may stand in a header. */
export function IsPlainLine(options?: ValidationOptions): PropertyDecorator {
  return (target, property) =>
    registerDecorator({
      name: 'isPlainLine',
      target: target.constructor,
      propertyName: String(property),
      options: { message: '$property must be one line of text, without control characters', ...options },
      validator: { validate: isPlainLine },
    });
}

/** The property may be left out, but not be null; where null means "none", `@IsOptional` is the one to use. */
export function IsOmittable(): PropertyDecorator {
  return ValidateIf((_object: object, value: unknown) => value !== undefined);
}
