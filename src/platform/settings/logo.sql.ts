import { row, rows, type Tx } from '../database/database.js';
import type { LogoEntity } from './logo.entity.js';

/** What is known of the logo beside its pixels; version 0, of no size, while there is none. */
export type LogoFacts = {
  readonly version: number;
  readonly mediaType: LogoEntity['mediaType'] | null;
  readonly width: number;
  readonly height: number;
  readonly byteCount: number;
  readonly sha256: string | null;
  readonly updatedBy: string | null;
  readonly updatedAt: Date | null;
};

/** The logo as a letter draws it: a stream of the file, and what it is packed with. */
export type LetterLogo = {
  readonly width: number;
  readonly height: number;
  readonly colors: 1 | 3;
  readonly packed: 'jpeg' | 'png_rows';
  readonly bytes: Uint8Array;
};

const NO_LOGO: LogoFacts = {
  version: 0,
  mediaType: null,
  width: 0,
  height: 0,
  byteCount: 0,
  sha256: null,
  updatedBy: null,
  updatedAt: null,
};

/** What is known of the logo. */
export async function findLogo(tx: Tx): Promise<LogoFacts> {
  const found = await row<LogoFacts>(
    tx,
    `select version, media_type as "mediaType", width, height, octet_length(image) as "byteCount", sha256,
            updated_by as "updatedBy", updated_at as "updatedAt" from logo`,
  );
  return found ?? NO_LOGO;
}

/** The logo as it was given, or undefined. */
export function findLogoFile(tx: Tx): Promise<Pick<LogoEntity, 'mediaType' | 'image' | 'sha256'> | undefined> {
  return row(tx, `select media_type as "mediaType", image, sha256 from logo`);
}

/** The logo as letters show it, or null. */
export async function findLetterLogo(tx: Tx): Promise<LetterLogo | null> {
  const found = await row<LetterLogo>(
    tx,
    `select width, height, colors, case when pixels is null then 'jpeg' else 'png_rows' end as packed,
            coalesce(pixels, image) as bytes from logo`,
  );
  return found ?? null;
}

/** Keeps the logo in place of the one that is there. */
export async function saveLogo(tx: Tx, logo: Omit<LogoEntity, 'key'>): Promise<void> {
  await rows(
    tx,
    `insert into logo (key, media_type, width, height, colors, image, sha256, pixels, version, updated_by, updated_at)
     values ('sender', $1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
     on conflict (key) do update set media_type = excluded.media_type, width = excluded.width, height = excluded.height,
       colors = excluded.colors, image = excluded.image, sha256 = excluded.sha256, pixels = excluded.pixels,
       version = excluded.version, updated_by = excluded.updated_by, updated_at = excluded.updated_at`,
    [
      logo.mediaType,
      logo.width,
      logo.height,
      logo.colors,
      logo.image,
      logo.sha256,
      logo.pixels,
      logo.version,
      logo.updatedBy,
      logo.updatedAt,
    ],
  );
}

/** Takes the logo away. */
export async function deleteLogo(tx: Tx): Promise<void> {
  await rows(tx, `delete from logo`);
}
