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

/** The property may be left out, but not be null; where null means "none", `@IsOptional` is the one to use. */
export function IsOmittable(): PropertyDecorator {
  return ValidateIf((_object: object, value: unknown) => value !== undefined);
}
