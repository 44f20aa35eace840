import { Body, Controller, Get, Put } from '@nestjs/common';
import { ApiBody, ApiTags } from '@nestjs/swagger';
import { CurrentActor } from '../access/access.guard.js';
import type { Actor } from '../access/actor.js';
import { IfMatch } from '../http/if-match.js';
import { SettingsInput } from './settings.dto.js';
import { SettingsService } from './settings.service.js';
import type { StoredSettings } from './settings.sql.js';

@ApiTags('settings')
@Controller('settings')
export class SettingsController {
  constructor(private readonly settings: SettingsService) {}

  /** What the company has said of itself. Version 0 means: nothing yet, and no letter can be sent. */
  @Get()
  get(): Promise<StoredSettings> {
    return this.settings.get();
  }

  /** Writes over the settings that are named; null takes one away. */
  @Put()
  @ApiBody({ type: SettingsInput })
  put(
    @Body() body: unknown,
    @IfMatch() expectedVersion: number | undefined,
    @CurrentActor() actor: Actor,
  ): Promise<StoredSettings> {
    return this.settings.put(body, expectedVersion, actor);
  }
}
