import { Body, Controller, Get, Header, HttpCode, Param, Patch, Post, Query, StreamableFile } from '@nestjs/common';
import { ApiProduces, ApiTags } from '@nestjs/swagger';
import { CurrentActor } from '../platform/access/access.guard.js';
import type { Actor } from '../platform/access/actor.js';
import { IfMatch } from '../platform/http/if-match.js';
import type { Page } from '../platform/http/list.js';
import type { RevisionRow, TimelineRow } from './activities.sql.js';
import { type CaseActionResult, CaseActionsService } from './case-actions.service.js';
import { caseAction, CaseActionsDto, CaseExportQuery, CaseListQuery } from './case-list.dto.js';
import type { CaseRow } from './cases.sql.js';
import {
  caseChange,
  ChangeCaseDto,
  EditActivityDto,
  editedActivity,
  NewActivityDto,
  writtenActivity,
} from './outreach.dto.js';
import { type CaseDetail, OutreachService } from './outreach.service.js';
import type { ShownCase } from './show-case.js';

@ApiTags('outreach')
@Controller('outreach/cases')
export class OutreachController {
  constructor(
    private readonly outreach: OutreachService,
    private readonly caseActions: CaseActionsService,
  ) {}

  /** Cases, the most urgent first unless `sort` says otherwise. */
  @Get()
  list(@Query() { limit, cursor, offset, sort, ...filter }: CaseListQuery): Promise<Page<ShownCase<CaseRow>>> {
    return this.outreach.list(filter, { limit, cursor, offset }, sort);
  }

  /** The same cases as CSV that Excel opens: a byte order mark first, and no text that it would take for a formula. */
  @Get('export.csv')
  @ApiProduces('text/csv')
  @Header('cache-control', 'no-store')
  export(@Query() { bom, separator, sort, ...filter }: CaseExportQuery): StreamableFile {
    return new StreamableFile(this.outreach.exportCsv(filter, { bom: bom !== '0', separator }, sort), {
      type: 'text/csv; charset=utf-8; header=present',
      disposition: 'attachment; filename="cases.csv"',
    });
  }

  /** Changes many cases, or gives them owners by the settings; each is answered for by itself, and none that is on hold. */
  @Post('actions')
  @HttpCode(200)
  actions(@Body() body: CaseActionsDto, @CurrentActor() actor: Actor): Promise<CaseActionResult> {
    return this.caseActions.run(caseAction(body), actor);
  }

  /** A case with the customer's contacts and its timeline, the latest entry first. */
  @Get(':id')
  get(@Param('id') id: string): Promise<CaseDetail> {
    return this.outreach.get(id);
  }

  /** Changes the fields that are named; null takes an owner, a date or a hold away. Every change is kept in the timeline. */
  @Patch(':id')
  change(
    @Param('id') id: string,
    @Body() body: ChangeCaseDto,
    @IfMatch() expectedVersion: number | undefined,
    @CurrentActor() actor: Actor,
  ): Promise<CaseDetail> {
    return this.outreach.change(id, caseChange(body), expectedVersion, actor);
  }

  /** Adds a note, a call, an e-mail, a meeting or a letter to the timeline. */
  @Post(':id/activities')
  addActivity(
    @Param('id') id: string,
    @Body() body: NewActivityDto,
    @CurrentActor() actor: Actor,
  ): Promise<TimelineRow> {
    return this.outreach.addActivity(id, writtenActivity(body), actor);
  }

  /** Writes an entry over that somebody wrote; what it said before is kept. `If-Match` names its revision. */
  @Patch(':id/activities/:activityId')
  editActivity(
    @Param('id') id: string,
    @Param('activityId') activityId: string,
    @Body() body: EditActivityDto,
    @IfMatch() expectedRevision: number | undefined,
    @CurrentActor() actor: Actor,
  ): Promise<TimelineRow> {
    return this.outreach.editActivity(id, activityId, editedActivity(body), expectedRevision, actor);
  }

  /** What an entry said before each edit, the first words first. */
  @Get(':id/activities/:activityId/revisions')
  revisions(@Param('id') id: string, @Param('activityId') activityId: string): Promise<readonly RevisionRow[]> {
    return this.outreach.revisions(id, activityId);
  }
}
