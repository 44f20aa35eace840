import { Controller, Get, HttpCode, Param, ParseUUIDPipe, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { CurrentActor } from '../platform/access/access.guard.js';
import type { Actor } from '../platform/access/actor.js';
import type { Page } from '../platform/http/list.js';
import type { AssessmentEntity } from './assessment.entity.js';
import { AssessmentListQuery, ImpactListQuery } from './assessments.dto.js';
import { AssessmentsService, type AssessmentSummary, type ParticipantImpact } from './assessments.service.js';
import type { CustomerImpactRow, MeetingImpactRow } from './assessments.sql.js';

@ApiTags('assessments')
@Controller()
export class AssessmentsController {
  constructor(private readonly assessments: AssessmentsService) {}

  /** Queues the next revision over the incident's live windows; follow it by its `jobId`. */
  @Post('incidents/:id/assessments')
  @HttpCode(202)
  start(@Param('id', ParseUUIDPipe) id: string, @CurrentActor() actor: Actor): Promise<AssessmentEntity> {
    return this.assessments.start(id, actor);
  }

  /** Assessments, the newest first. */
  @Get('assessments')
  list(@Query() query: AssessmentListQuery): Promise<Page<AssessmentSummary>> {
    return this.assessments.list(query.incidentId, query);
  }

  /** The customers that were hit or have a meeting of which nothing is known, heaviest first. */
  @Get('assessments/:id/customers')
  customers(@Param('id', ParseUUIDPipe) id: string, @Query() query: ImpactListQuery): Promise<Page<CustomerImpactRow>> {
    return this.assessments.customers(id, query, query);
  }

  /** The meetings that were hit or of which nothing is known, heaviest first. */
  @Get('assessments/:id/meetings')
  meetings(@Param('id', ParseUUIDPipe) id: string, @Query() query: ImpactListQuery): Promise<Page<MeetingImpactRow>> {
    return this.assessments.meetings(id, query, query);
  }

  /** Everybody who was hit, with the ranges that the seconds are the measure of. */
  @Get('assessments/:id/participants')
  participants(
    @Param('id', ParseUUIDPipe) id: string,
    @Query() query: ImpactListQuery,
  ): Promise<Page<ParticipantImpact>> {
    return this.assessments.participants(id, query, query);
  }
}
