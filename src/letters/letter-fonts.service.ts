import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { Injectable } from '@nestjs/common';
import { letterFont, type LetterFonts } from './letter-fonts.js';

const FAMILY = '@expo-google-fonts/source-sans-3';

/** The faces of the letters, read and parsed on first use and then kept: parsing costs ten times a letter. */
@Injectable()
export class LetterFontsService {
  private kept: LetterFonts | undefined;

  fonts(): LetterFonts {
    this.kept ??= {
      regular: letterFont(readFace('400Regular/SourceSans3_400Regular.ttf')),
      strong: letterFont(readFace('600SemiBold/SourceSans3_600SemiBold.ttf')),
    };
    return this.kept;
  }
}

function readFace(file: string): Buffer {
  return readFileSync(createRequire(import.meta.url).resolve(`${FAMILY}/${file}`));
}
