import { Body, Controller, Get, HttpCode, Param, ParseUUIDPipe, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { wantedWindow } from '../incidents/outage-windows.dto.js';
import { CurrentActor } from '../platform/access/access.guard.js';
import type { Actor } from '../platform/access/actor.js';
import { ListQuery, type Page } from '../platform/http/list.js';
import { type Alternatives, AlternativesService } from './alternatives.service.js';
import { PreviewDto } from './assessments.dto.js';
import type { GapCustomer } from './diff.sql.js';
import { type AssessmentDiff, type AssessmentView, type Preview, ReassessmentService } from './reassessment.service.js';

@ApiTags('assessments')
@Controller()
export class ReassessmentController {
  constructor(
    private readonly reassessment: ReassessmentService,
    private readonly alternatives: AlternativesService,
  ) {}

  /**
   * One assessment with the windows as they stood, its figures, what is not known (`completeness`), the time of each step,
   * and why it is stale, if it is. `unchangedSince` names the revision whose inputs were the same.
   */
  @Get('assessments/:id')
  get(@Param('id', ParseUUIDPipe) id: string): Promise<AssessmentView> {
    return this.reassessment.view(id);
  }

  /** What a second revision of an incident says otherwise than a first, by customer. */
  @Get('assessments/:id/diff/:otherId')
  diff(
    @Param('id', ParseUUIDPipe) id: string,
    @Param('otherId', ParseUUIDPipe) otherId: string,
    @Query() query: ListQuery,
  ): Promise<AssessmentDiff> {
    return this.reassessment.diff(id, otherId, query);
  }

  /** The customers with a meeting in a time of which no event of anybody is known, though many are expected. */
  @Get('assessments/:id/gaps')
  gaps(@Param('id', ParseUUIDPipe) id: string, @Query() query: ListQuery): Promise<Page<GapCustomer>> {
    return this.reassessment.gapCustomers(id, query);
  }

  /** What would change under the other claims for the start and the end of each window. Worked out after each run. */
  @Get('assessments/:id/alternatives')
  listAlternatives(@Param('id', ParseUUIDPipe) id: string): Promise<Alternatives> {
    return this.alternatives.list(id);
  }

  /** Has the claims worked out that were noted after the run; follow it by its `jobId`. */
  @Post('assessments/:id/alternatives')
  @HttpCode(202)
  requestAlternatives(
    @Param('id', ParseUUIDPipe) id: string,
    @CurrentActor() actor: Actor,
  ): Promise<{ readonly jobId: string }> {
    return this.alternatives.request(id, actor);
  }

  /** What an assessment over the given windows would find, beside the latest revision. Nothing is kept. */
  @Post('incidents/:id/assessments/preview')
  @HttpCode(200)
  preview(@Param('id', ParseUUIDPipe) id: string, @Body() { windows }: PreviewDto): Promise<Preview> {
    return this.reassessment.preview(id, windows.map(wantedWindow));
  }
}
