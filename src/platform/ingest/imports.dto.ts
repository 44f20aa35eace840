import { IsIn, IsOptional, IsString, MaxLength } from 'class-validator';
import { IsPlainText } from '../http/fields.js';
import { ListQuery } from '../http/list.js';

const STATUSES = ['done', 'refused', 'reverted'] as const;

export class ImportListQuery extends ListQuery {
  /** Only imports of this kind, such as `sessions`. */
  @IsOptional()
  @IsString()
  @MaxLength(100)
  kind?: string;

  /** Only imports that went in, that were refused whole, or that were taken back. */
  @IsOptional()
  @IsIn(STATUSES)
  status?: (typeof STATUSES)[number];
}

export class RevertImportDto {
  /** Why it is taken back. */
  @IsOptional()
  @IsPlainText()
  @MaxLength(2000)
  reason?: string | null;
}

export class RecogniseFileDto {
  /** The file from its beginning, at least its first line. */
  @IsString()
  @MaxLength(65_536)
  head: string;
}

export class ImportRejectsQuery extends ListQuery {}

export class ImportQuery {
  /** The name of the file, kept with the receipt. */
  @IsOptional()
  @IsString()
  @MaxLength(500)
  sourceName?: string;
}
