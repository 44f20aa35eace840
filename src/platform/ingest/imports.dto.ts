import { IsIn, IsOptional, IsString, MaxLength } from 'class-validator';
import { ListQuery } from '../http/list.js';

const STATUSES = ['done', 'refused'] as const;

export class ImportListQuery extends ListQuery {
  /** Only imports of this kind, such as `sessions`. */
  @IsOptional()
  @IsString()
  @MaxLength(100)
  kind?: string;

  /** Only imports that went in, or only files that were refused whole. */
  @IsOptional()
  @IsIn(STATUSES)
  status?: (typeof STATUSES)[number];
}

export class ImportRejectsQuery extends ListQuery {}

export class ImportQuery {
  /** The name of the file, kept with the receipt. */
  @IsOptional()
  @IsString()
  @MaxLength(500)
  sourceName?: string;
}
