import { IsObject, IsOptional, IsString, Matches, MaxLength } from 'class-validator';
import { IsPlainText } from '../platform/http/fields.js';

export class CreatePolicyDto {
  /** Lower-case letters, digits and hyphens; it never changes. */
  @IsString()
  @Matches(/^[a-z0-9][a-z0-9-]{0,62}$/)
  code: string;

  /** How people call it. */
  @IsPlainText()
  @MaxLength(200)
  name: string;
}

export class ValidatePolicyDto {
  /** The rules as they would be added. */
  @IsObject()
  rules: Record<string, unknown>;
}

export class AddPolicyVersionDto {
  /** The first day on which the rules are in force, `YYYY-MM-DD`. */
  @IsString()
  @MaxLength(10)
  from: string;

  /** The first day on which they no longer are; absent while open. */
  @IsOptional()
  @IsString()
  @MaxLength(10)
  to?: string | null;

  /** The rules: `kind` says which fields they have. */
  @IsObject()
  rules: Record<string, unknown>;
}
