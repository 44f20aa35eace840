import { Body, Controller, Get, Param, Patch, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { CurrentActor } from '../platform/access/access.guard.js';
import type { Actor } from '../platform/access/actor.js';
import { IfMatch } from '../platform/http/if-match.js';
import type { Page } from '../platform/http/list.js';
import type { CaseRow, TimelineRow } from './cases.sql.js';
import { caseChange, CaseListQuery, ChangeCaseDto, NewActivityDto, writtenActivity } from './outreach.dto.js';
import { type CaseDetail, OutreachService, type ShownCase } from './outreach.service.js';

@ApiTags('outreach')
@Controller('outreach/cases')
export class OutreachController {
  constructor(private readonly outreach: OutreachService) {}

  /** Cases, the most urgent first: by class, people hit and monthly fee. */
  @Get()
  list(@Query() query: CaseListQuery): Promise<Page<ShownCase<CaseRow>>> {
    const { limit, cursor, offset, ...filter } = query;
    return this.outreach.list(filter, { limit, cursor, offset });
  }

  /** A case with the customer's contacts and its timeline, the latest entry first. */
  @Get(':id')
  get(@Param('id') id: string): Promise<CaseDetail> {
    return this.outreach.get(id);
  }

  /** Changes the fields that are named; null takes an owner or a next action away. Every change is kept in the timeline. */
  @Patch(':id')
  change(
    @Param('id') id: string,
    @Body() body: ChangeCaseDto,
    @IfMatch() expectedVersion: number | undefined,
    @CurrentActor() actor: Actor,
  ): Promise<CaseDetail> {
    return this.outreach.change(id, caseChange(body), expectedVersion, actor);
  }

  /** Adds a note, a call, an e-mail or a meeting to the timeline. */
  @Post(':id/activities')
  addActivity(
    @Param('id') id: string,
    @Body() body: NewActivityDto,
    @CurrentActor() actor: Actor,
  ): Promise<TimelineRow> {
    return this.outreach.addActivity(id, writtenActivity(body), actor);
  }
}
