import { ArrayNotEmpty, ArrayUnique, IsArray, IsIn, IsOptional, Matches } from 'class-validator';
import { IsInstant } from '../http/instant.js';
import { type Role, ROLES } from './actor.js';

export class NewApiKeyDto {
  /** What the machine is called in every record of what it does. No other key ever had this name. */
  @Matches(/^[A-Za-z0-9][A-Za-z0-9._-]{0,62}$/)
  name: string;

  /** What the machine may do. No key approves or accepts, whatever its roles. */
  @IsArray()
  @ArrayNotEmpty()
  @ArrayUnique()
  @IsIn(ROLES, { each: true })
  roles: Role[];

  /** When it ends by itself; null: never. */
  @IsOptional()
  @IsInstant()
  expiresAt?: string | null;
}
