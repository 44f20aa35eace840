/** A picture as it was given, and its pixels on white, as a letter draws them; none where the letter takes the file itself. */
export type Picture = {
  readonly mediaType: 'image/png' | 'image/jpeg';
  readonly width: number;
  readonly height: number;
  /** 1 is grey, 3 red, green and blue. */
  readonly colors: 1 | 3;
  readonly pixels: Buffer | null;
};

/** Why a file is no picture that letters can show. */
export class BrokenPicture extends Error {
  constructor(
    readonly code: 'logo_broken' | 'logo_variant_not_supported',
    message: string,
  ) {
    super(message);
  }
}
