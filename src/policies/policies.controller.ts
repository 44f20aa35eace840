import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { CurrentActor } from '../platform/access/access.guard.js';
import type { Actor } from '../platform/access/actor.js';
import { ListQuery, type Page } from '../platform/http/list.js';
import { AddPolicyVersionDto, CreatePolicyDto } from './policies.dto.js';
import type { PolicyRow } from './policies.sql.js';
import { PoliciesService, type ShownPolicy, type ShownVersion } from './policies.service.js';

@ApiTags('policies')
@Controller('policies')
export class PoliciesController {
  constructor(private readonly policies: PoliciesService) {}

  /** The policies by code. */
  @Get()
  list(@Query() query: ListQuery): Promise<Page<PolicyRow>> {
    return this.policies.list(query);
  }

  /** Makes a policy, with no rules yet. */
  @Post()
  create(@Body() body: CreatePolicyDto, @CurrentActor() actor: Actor): Promise<ShownPolicy> {
    return this.policies.create(body, actor);
  }

  /** A policy and its newest version, in words too. */
  @Get(':code')
  get(@Param('code') code: string): Promise<ShownPolicy> {
    return this.policies.get(code);
  }

  /** The versions of a policy, newest first. */
  @Get(':code/versions')
  versions(@Param('code') code: string, @Query() query: ListQuery): Promise<Page<ShownVersion>> {
    return this.policies.versions(code, query);
  }

  /** Adds a version; the open one before it ends where the new one begins. */
  @Post(':code/versions')
  addVersion(
    @Param('code') code: string,
    @Body() body: AddPolicyVersionDto,
    @CurrentActor() actor: Actor,
  ): Promise<ShownVersion> {
    return this.policies.addVersion(code, body, actor);
  }
}
