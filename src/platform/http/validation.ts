import { ValidationPipe } from '@nestjs/common';
import type { ValidationError } from 'class-validator';
import { DomainError, type Reason } from '../../kernel/domain-error.js';

/** Every constraint that failed, with its path into the input; the code is the constraint's name in snake_case. */
export function validationReasons(errors: readonly ValidationError[], parent = ''): Reason[] {
  return errors.flatMap((error) => {
    const path = parent === '' ? error.property : `${parent}.${error.property}`;
    const own = Object.entries(error.constraints ?? {}).map(([constraint, message]) => ({
      path,
      code: constraint.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`).replace(/^_/, ''),
      message,
    }));
    return [...own, ...validationReasons(error.children ?? [], path)];
  });
}

/** Unknown fields are refused, prototypes are left alone, and all faults are named at once. */
export function makeValidationPipe(): ValidationPipe {
  return new ValidationPipe({
    whitelist: true,
    forbidNonWhitelisted: true,
    transform: true,
    validationError: { target: false, value: false },
    exceptionFactory: (errors) =>
      new DomainError('invalid', 'invalid_input', 'The input is not valid.', { reasons: validationReasons(errors) }),
  });
}
