import { Controller, Get, Param, ParseUUIDPipe, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { CurrentActor } from '../platform/access/access.guard.js';
import type { Actor } from '../platform/access/actor.js';
import { parseInstant } from '../platform/http/instant.js';
import { MeetingQuery, TimelineQuery } from './assessments.dto.js';
import { ExplanationsService, type ParticipantExplanation } from './explanations.service.js';
import type { IncidentTimeline } from './incident-timeline.sql.js';
import { IncidentTimelinesService } from './incident-timelines.service.js';
import type { MeetingTimeline } from './meeting-timeline.sql.js';

@ApiTags('assessments')
@Controller()
export class ExplanationsController {
  constructor(
    private readonly explanations: ExplanationsService,
    private readonly timelines: IncidentTimelinesService,
  ) {}

  /**
   * Why one participant of one meeting was hit, range by range, with the windows, sessions and attempts it comes from; or
   * why not. The meeting goes by its id or its external id.
   */
  @Get('assessments/:id/participants/:meetingId/:participantId')
  participant(
    @Param('id', ParseUUIDPipe) id: string,
    @Param('meetingId') meetingId: string,
    @Param('participantId') participantId: string,
    @Query() { customerId }: MeetingQuery,
    @CurrentActor() actor: Actor,
  ): Promise<ParticipantExplanation> {
    return this.explanations.participant(id, meetingId, participantId, customerId, actor);
  }

  /**
   * A meeting as a picture: a lane for each participant, with when they were in, refused, and what they lost. Reading it
   * leaves a line in the audit trail.
   */
  @Get('assessments/:id/meetings/:meetingId/timeline')
  meetingTimeline(
    @Param('id', ParseUUIDPipe) id: string,
    @Param('meetingId') meetingId: string,
    @Query() { customerId }: MeetingQuery,
    @CurrentActor() actor: Actor,
  ): Promise<MeetingTimeline> {
    return this.explanations.meetingTimeline(id, meetingId, customerId, actor);
  }

  /** An incident as a picture: people in meetings and refused attempts by the minute, live windows, published updates. */
  @Get('incidents/:id/timeline')
  incidentTimeline(
    @Param('id', ParseUUIDPipe) id: string,
    @Query() { from, to }: TimelineQuery,
  ): Promise<IncidentTimeline> {
    const instant = (text: string | undefined): Date | undefined =>
      text === undefined ? undefined : parseInstant(text);
    return this.timelines.read(id, instant(from), instant(to));
  }
}
