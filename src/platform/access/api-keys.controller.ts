import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { ListQuery, type Page } from '../http/list.js';
import { CurrentActor } from './access.guard.js';
import { AccessService, type MadeApiKey, type ShownApiKey } from './access.service.js';
import type { Actor } from './actor.js';
import { NewApiKeyDto } from './api-keys.dto.js';

@ApiTags('people')
@Controller('api-keys')
export class ApiKeysController {
  constructor(private readonly access: AccessService) {}

  /** Keys of machines, the newest first. */
  @Get()
  list(@Query() query: ListQuery): Promise<Page<ShownApiKey>> {
    return this.access.listKeys(query);
  }

  /** Makes a key. Its text is in this answer and nowhere else, ever. */
  @Post()
  create(@Body() { expiresAt, ...wanted }: NewApiKeyDto, @CurrentActor() actor: Actor): Promise<MadeApiKey> {
    const ends = expiresAt === undefined || expiresAt === null ? null : new Date(expiresAt);
    return this.access.makeKey({ ...wanted, expiresAt: ends }, actor);
  }

  /** Ends a key, from the next request on. */
  @Post(':id/revoke')
  @HttpCode(200)
  revoke(@Param('id') id: string, @CurrentActor() actor: Actor): Promise<ShownApiKey> {
    return this.access.revokeKey(id, actor);
  }
}
