import { Body, Controller, Get, HttpCode, Post, Put, Query } from '@nestjs/common';
import { ApiBody, ApiTags } from '@nestjs/swagger';
import { CurrentActor } from '../platform/access/access.guard.js';
import type { Actor } from '../platform/access/actor.js';
import { IfMatch } from '../platform/http/if-match.js';
import { PersonDto } from './privacy.dto.js';
import { type ErasureReport, PrivacyService, type PersonExport } from './privacy.service.js';
import { RetentionInput, RetentionRunDto } from './retention.dto.js';
import { type RetentionReport, RetentionService } from './retention.service.js';
import type { StoredRetention } from './retention.sql.js';

@ApiTags('people')
@Controller()
export class PrivacyController {
  constructor(
    private readonly people: PrivacyService,
    private readonly retention: RetentionService,
  ) {}

  /** Everything that is held about one person. Reading it leaves a line in the audit trail. */
  @Get('people/export')
  export(@Query() query: PersonDto, @CurrentActor() actor: Actor): Promise<PersonExport> {
    return this.people.export(query, actor);
  }

  /** Forgets one person everywhere, and says what a law makes us keep. Figures and money stay as they are. */
  @Post('people/erase')
  @HttpCode(200)
  erase(@Body() body: PersonDto, @CurrentActor() actor: Actor): Promise<ErasureReport> {
    return this.people.erase(body, actor);
  }

  /** For how many days what is personal is kept. Version 0 means that nobody has said otherwise yet. */
  @Get('retention')
  getRetention(): Promise<StoredRetention> {
    return this.retention.get();
  }

  /** Writes over the days that are named, from the next run on. */
  @Put('retention')
  @ApiBody({ type: RetentionInput })
  putRetention(
    @Body() body: unknown,
    @IfMatch() expectedVersion: number | undefined,
    @CurrentActor() actor: Actor,
  ): Promise<StoredRetention> {
    return this.retention.put(body, expectedVersion, actor);
  }

  /** Drops what is older than the company keeps it; with `dryRun` (unless said otherwise) only counts. */
  @Post('retention/run')
  @HttpCode(200)
  runRetention(@Body() { dryRun }: RetentionRunDto, @CurrentActor() actor: Actor): Promise<RetentionReport> {
    return this.retention.run({ dryRun: dryRun ?? true, actor });
  }
}
