import { Body, Controller, Delete, Get, Put, StreamableFile } from '@nestjs/common';
import { ApiBody, ApiConsumes, ApiProduces, ApiTags } from '@nestjs/swagger';
import { DomainError } from '../../kernel/domain-error.js';
import { CurrentActor } from '../access/access.guard.js';
import type { Actor } from '../access/actor.js';
import { IfMatch } from '../http/if-match.js';
import { LogoService } from './logo.service.js';
import type { LogoFacts } from './logo.sql.js';

@ApiTags('settings')
@Controller('settings/logo')
export class LogoController {
  constructor(private readonly logo: LogoService) {}

  /** The logo at the head of letters: its size and who gave it. Version 0 means: none. */
  @Get()
  get(): Promise<LogoFacts> {
    return this.logo.get();
  }

  /** The picture itself, as it was given. */
  @Get('image')
  @ApiProduces('image/png', 'image/jpeg')
  async image(): Promise<StreamableFile> {
    const { image, mediaType } = await this.logo.file();
    return new StreamableFile(image, { type: mediaType, disposition: 'inline', length: image.length });
  }

  /** Takes a PNG or JPEG as the logo: at most 100 kB, 15 kB as a letter holds it, from 16 to 1200 pixels a side. Letters that were sent keep theirs. */
  @Put()
  @ApiConsumes('image/png', 'image/jpeg')
  @ApiBody({ schema: { type: 'string', format: 'binary' } })
  put(
    @Body() body: unknown,
    @IfMatch() expectedVersion: number | undefined,
    @CurrentActor() actor: Actor,
  ): Promise<LogoFacts> {
    if (!Buffer.isBuffer(body)) {
      const message = 'Send the picture itself, as image/png or image/jpeg.';
      throw new DomainError('unsupported', 'media_type_not_supported', message);
    }
    return this.logo.put(body, expectedVersion, actor);
  }

  /** Takes the logo away. */
  @Delete()
  remove(@IfMatch() expectedVersion: number | undefined, @CurrentActor() actor: Actor): Promise<LogoFacts> {
    return this.logo.remove(expectedVersion, actor);
  }
}
