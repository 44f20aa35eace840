import { Body, Controller, Delete, Get, HttpCode, Param, Post, Put } from '@nestjs/common';
import { ApiBody, ApiTags } from '@nestjs/swagger';
import { CurrentActor } from '../platform/access/access.guard.js';
import type { Actor } from '../platform/access/actor.js';
import { IfMatch } from '../platform/http/if-match.js';
import { SaveViewDto } from './case-list.dto.js';
import { OutreachSettingsInput } from './desk.dto.js';
import { OutreachSettingsService } from './outreach-settings.service.js';
import type { StoredOutreachSettings } from './outreach-settings.sql.js';
import { type SavedView, SavedViewsService } from './saved-views.service.js';

@ApiTags('outreach')
@Controller('outreach')
export class DeskController {
  constructor(
    private readonly views: SavedViewsService,
    private readonly settings: OutreachSettingsService,
  ) {}

  /** Your own saved views, by name. */
  @Get('views')
  listViews(@CurrentActor() actor: Actor): Promise<readonly SavedView[]> {
    return this.views.list(actor);
  }

  /** Keeps a filter and an order of cases under a name, for yourself. */
  @Post('views')
  createView(@Body() { name, query }: SaveViewDto, @CurrentActor() actor: Actor): Promise<SavedView> {
    return this.views.create(name, query, actor);
  }

  /** Writes one of your views over. */
  @Put('views/:id')
  putView(
    @Param('id') id: string,
    @Body() { name, query }: SaveViewDto,
    @CurrentActor() actor: Actor,
  ): Promise<SavedView> {
    return this.views.put(id, name, query, actor);
  }

  /** Takes one of your views away. */
  @Delete('views/:id')
  @HttpCode(204)
  removeView(@Param('id') id: string, @CurrentActor() actor: Actor): Promise<void> {
    return this.views.remove(id, actor);
  }

  /** How cases are given out and followed up. Version 0: nobody has said anything, the defaults hold. */
  @Get('settings')
  getSettings(): Promise<StoredOutreachSettings> {
    return this.settings.get();
  }

  /** Writes over the settings that are named. */
  @Put('settings')
  @ApiBody({ type: OutreachSettingsInput })
  putSettings(
    @Body() body: unknown,
    @IfMatch() expectedVersion: number | undefined,
    @CurrentActor() actor: Actor,
  ): Promise<StoredOutreachSettings> {
    return this.settings.put(body, expectedVersion, actor);
  }
}
