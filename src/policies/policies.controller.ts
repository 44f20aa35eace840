import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { CurrentActor } from '../platform/access/access.guard.js';
import type { Actor } from '../platform/access/actor.js';
import { ListQuery, type Page } from '../platform/http/list.js';
import { type PolicyExample, PolicyExamplesService } from './examples.service.js';
import { AddPolicyVersionDto, CreatePolicyDto, ValidatePolicyDto } from './policies.dto.js';
import type { PolicyRow } from './policies.sql.js';
import { type CheckedRules, PoliciesService, type ShownPolicy, type ShownVersion } from './policies.service.js';

@ApiTags('policies')
@Controller('policies')
export class PoliciesController {
  constructor(
    private readonly policies: PoliciesService,
    private readonly policyExamples: PolicyExamplesService,
  ) {}

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

  /** Published schedules as rules to start from; `missing` says what the source of one leaves open. */
  @Get('examples')
  examples(): Promise<readonly PolicyExample[]> {
    return this.policyExamples.list();
  }

  /** Checks rules without keeping anything: completed and in words, or with every fault. */
  @Post('validate')
  @HttpCode(200)
  validate(@Body() { rules }: ValidatePolicyDto): CheckedRules {
    return this.policies.check(rules);
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
