import { Controller, Get, HttpCode, Param, ParseUUIDPipe, Post } from '@nestjs/common';
import { CurrentActor } from '../access/access.guard.js';
import type { Actor } from '../access/actor.js';
import { type Job, JobsService } from './jobs.service.js';

@Controller('jobs')
export class JobsController {
  constructor(private readonly jobs: JobsService) {}

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
