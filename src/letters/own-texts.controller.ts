import { Body, Controller, Get, HttpCode, Param, Post, Put, Query, StreamableFile } from '@nestjs/common';
import { ApiBody, ApiProduces, ApiTags } from '@nestjs/swagger';
import { CurrentActor } from '../platform/access/access.guard.js';
import type { Actor } from '../platform/access/actor.js';
import { IfMatch } from '../platform/http/if-match.js';
import { ListQuery, type Page } from '../platform/http/list.js';
import type { OwnTextsVersion } from './letter-texts.sql.js';
import { OwnTextsInput, OwnTextsPreviewQuery } from './own-texts.dto.js';
import { OwnTextsService, type ShownOwnTexts } from './own-texts.service.js';

@ApiTags('letters')
@Controller('letter-texts')
export class OwnTextsController {
  constructor(private readonly texts: OwnTextsService) {}

  /** What the company words itself in its letters, and the fields that can stand there. Version 0: all is as shipped. */
  @Get()
  get(): Promise<ShownOwnTexts> {
    return this.texts.get();
  }

  /** Every version that there was, the latest first: who wrote it, when, and how many paragraphs it words. */
  @Get('versions')
  versions(@Query() query: ListQuery): Promise<Page<OwnTextsVersion>> {
    return this.texts.versions(query);
  }

  /** What one version said; `PUT` it to start from it. */
  @Get('versions/:version')
  version(@Param('version') version: string): Promise<ShownOwnTexts> {
    return this.texts.version(version);
  }

  /** Words them anew, all of them; letters from now on say so. */
  @Put()
  @ApiBody({ type: OwnTextsInput })
  put(
    @Body() body: unknown,
    @IfMatch() expectedVersion: number | undefined,
    @CurrentActor() actor: Actor,
  ): Promise<ShownOwnTexts> {
    return this.texts.put(body, expectedVersion, actor);
  }

  /** A sample letter with these texts, as a draft; nothing is kept. */
  @Post('preview')
  @HttpCode(200)
  @ApiBody({ type: OwnTextsInput })
  @ApiProduces('application/pdf')
  async preview(@Query() { locale, nature }: OwnTextsPreviewQuery, @Body() body: unknown): Promise<StreamableFile> {
    const pdf = await this.texts.preview(locale, nature, body);
    return new StreamableFile(pdf, { type: 'application/pdf', length: pdf.length });
  }
}
