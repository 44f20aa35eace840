import { ArrayUnique, IsArray, IsBoolean, IsEmail, IsIn, IsOptional, IsString, MaxLength } from 'class-validator';
import { IsOmittable, IsPlainText } from '../http/fields.js';
import { type Role, ROLES } from './actor.js';

export const LOCALES = ['fr', 'en'] as const;
export const THEMES = ['light', 'dark'] as const;

export class NewPersonDto {
  @IsPlainText()
  @MaxLength(200)
  name: string;

  @IsEmail()
  @MaxLength(254)
  email: string;

  /** None is an account that may do nothing yet. */
  @IsArray()
  @ArrayUnique()
  @IsIn(ROLES, { each: true })
  roles: Role[];
}

export class ChangePersonDto {
  /** All roles that the person is to have from now on. */
  @IsOmittable()
  @IsArray()
  @ArrayUnique()
  @IsIn(ROLES, { each: true })
  roles?: Role[];

  /** A closed account cannot sign in, and its sessions end at once. */
  @IsOmittable()
  @IsBoolean()
  disabled?: boolean;
}

export class PreferencesDto {
  /** The language of the screens; null: what the browser asks for. */
  @IsOptional()
  @IsIn(LOCALES)
  locale?: (typeof LOCALES)[number] | null;

  /** Null: as the system has it. */
  @IsOptional()
  @IsIn(THEMES)
  theme?: (typeof THEMES)[number] | null;
}

export class SignInDto {
  @IsEmail()
  @MaxLength(254)
  email: string;

  @IsString()
  @MaxLength(1000)
  password: string;
}

export class ChangePasswordDto {
  @IsString()
  @MaxLength(1000)
  currentPassword: string;

  /** 15 to 128 characters, not made of one's own name. */
  @IsString()
  @MaxLength(1000)
  newPassword: string;
}
