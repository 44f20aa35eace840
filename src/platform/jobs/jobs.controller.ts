import { Controller, Get, HttpCode, Param, ParseUUIDPipe, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { CurrentActor } from '../access/access.guard.js';
import type { Actor } from '../access/actor.js';
import type { Page } from '../http/list.js';
import { JobListQuery } from './jobs.dto.js';
import { type Job, JobsService } from './jobs.service.js';

@ApiTags('jobs')
@Controller('jobs')
export class JobsController {
  constructor(private readonly jobs: JobsService) {}

  /** Jobs with their progress, the newest first. */
  @Get()
  list(@Query() { status, kind, ...page }: JobListQuery): Promise<Page<Job>> {
    return this.jobs.list({ status, kind }, page);
  }

  /** A job with its progress. */
  @Get(':id')
  get(@Param('id', ParseUUIDPipe) id: string): Promise<Job> {
    return this.jobs.get(id);
  }

  /** Asks a job to stop. */
  @Post(':id/cancel')
  @HttpCode(200)
  cancel(@Param('id', ParseUUIDPipe) id: string, @CurrentActor() actor: Actor): Promise<Job> {
    return this.jobs.cancel(id, actor);
  }
}
