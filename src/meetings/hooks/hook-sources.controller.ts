import { Body, Controller, Delete, Get, HttpCode, Param, Put, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { CurrentActor } from '../../platform/access/access.guard.js';
import type { Actor } from '../../platform/access/actor.js';
import { IfMatch } from '../../platform/http/if-match.js';
import { ListQuery, type Page } from '../../platform/http/list.js';
import { type HookSource, HookSourcesService } from './hook-sources.service.js';
import { PutHookSourceDto } from './hooks.dto.js';

@ApiTags('meetings')
@Controller('hook-sources')
export class HookSourcesController {
  constructor(private readonly sources: HookSourcesService) {}

  /** Which customer the events of each account, host and room belong to. */
  @Get()
  list(@Query() query: ListQuery): Promise<Page<HookSource>> {
    return this.sources.list(query);
  }

  /** One source. */
  @Get(':key')
  get(@Param('key') key: string): Promise<HookSource> {
    return this.sources.get(key);
  }

  /** Says whose meetings an account, host or room holds. Events that waited for it are applied. */
  @Put(':key')
  put(
    @Param('key') key: string,
    @Body() wanted: PutHookSourceDto,
    @IfMatch() expectedVersion: number | undefined,
    @CurrentActor() actor: Actor,
  ): Promise<HookSource> {
    return this.sources.put(key, wanted, expectedVersion, actor);
  }

  /** Removes a source. What was applied through it stays. */
  @Delete(':key')
  @HttpCode(204)
  remove(@Param('key') key: string, @CurrentActor() actor: Actor): Promise<void> {
    return this.sources.remove(key, actor);
  }
}
