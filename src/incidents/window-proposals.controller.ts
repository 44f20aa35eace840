import { Body, Controller, Get, HttpCode, Param, Post, Put, Query } from '@nestjs/common';
import { RouteConfig } from '@nestjs/platform-fastify';
import { ApiBody, ApiTags } from '@nestjs/swagger';
import { CurrentActor } from '../platform/access/access.guard.js';
import type { Actor } from '../platform/access/actor.js';
import type { LargeBody } from '../platform/http/harden.js';
import { IfMatch } from '../platform/http/if-match.js';
import type { Page } from '../platform/http/list.js';
import { type IncidentImport, IncidentImportsService } from './incident-imports.service.js';
import type { IncidentWindows } from './outage-windows.service.js';
import type { StoredPageComponent } from './page-component.js';
import { PageComponentsService } from './page-components.service.js';
import { type PostMortemProposals, PostMortemsService } from './post-mortems.service.js';
import { WindowChoiceService } from './window-choice.service.js';
import {
  acceptance,
  AcceptProposalDto,
  ChooseEvidenceDto,
  DismissProposalDto,
  PageComponentListQuery,
  ProposalListQuery,
  PutPageComponentDto,
  ReadPostMortemDto,
} from './window-proposals.dto.js';
import { type DecidedProposal, type ProposalView, WindowProposalsService } from './window-proposals.service.js';

/** The history of a status page: fifty incidents with all their updates. */
const PAGE_LIMIT_BYTES = 4 << 20;

@ApiTags('incidents')
@Controller('incidents')
export class WindowProposalsController {
  constructor(
    private readonly imports: IncidentImportsService,
    private readonly proposals: WindowProposalsService,
    private readonly choices: WindowChoiceService,
    private readonly postMortems: PostMortemsService,
  ) {}

  /**
   * Brings incidents in from a status page's JSON: one incident, incidents.json, summary.json or a webhook's body. Windows come
   * as proposals; the same again changes nothing. `{ "url": "https://…" }` alone has it fetched.
   */
  @Post('import')
  @RouteConfig({ bodyLimitBytes: PAGE_LIMIT_BYTES } satisfies LargeBody)
  @HttpCode(200)
  @ApiBody({ schema: { type: 'object' } })
  import(@Body() body: unknown, @CurrentActor() actor: Actor): Promise<IncidentImport> {
    const url = addressIn(body);
    return url === undefined ? this.imports.import(body, actor) : this.imports.importFrom(url, actor);
  }

  /**
   * Reads a post-mortem in French or English for the windows that it tells, each with the sentences it rests on. What the
   * text leaves open (its day, its zone) is refused with exactly what to give.
   */
  @Post(':id/post-mortem')
  @HttpCode(200)
  readPostMortem(
    @Param('id') incidentId: string,
    @Body() { text, date, timeZone, sourceUrl }: ReadPostMortemDto,
    @CurrentActor() actor: Actor,
  ): Promise<PostMortemProposals> {
    return this.postMortems.read(incidentId, { text, date, timeZone, sourceUrl: sourceUrl ?? null }, actor);
  }

  /** What readers propose as outage windows, the newest reading first. */
  @Get(':id/proposals')
  list(@Param('id') incidentId: string, @Query() query: ProposalListQuery): Promise<Page<ProposalView>> {
    return this.proposals.list(incidentId, query);
  }

  /** Makes a window of a proposal; all of its claims become evidence. Where claims compete, name the one to believe and why. */
  @Post(':id/proposals/:proposalId/accept')
  @HttpCode(200)
  accept(
    @Param('id') incidentId: string,
    @Param('proposalId') proposalId: string,
    @Body() body: AcceptProposalDto,
    @IfMatch() expectedVersion: number | undefined,
    @CurrentActor() actor: Actor,
  ): Promise<DecidedProposal> {
    const wanted = { ...acceptance(body), replaces: body.replaces ?? [], expectedVersion };
    return this.proposals.accept(incidentId, proposalId, wanted, actor);
  }

  /** Says that a proposal is no outage window. */
  @Post(':id/proposals/:proposalId/dismiss')
  @HttpCode(200)
  dismiss(
    @Param('id') incidentId: string,
    @Param('proposalId') proposalId: string,
    @Body() { reason }: DismissProposalDto,
    @CurrentActor() actor: Actor,
  ): Promise<DecidedProposal> {
    return this.proposals.dismiss(incidentId, proposalId, reason ?? null, actor);
  }

  /** Gives a window the times that other evidence claims; the window as it was is retracted, never lost. */
  @Post(':id/windows/:windowId/choose')
  @HttpCode(200)
  choose(
    @Param('id') incidentId: string,
    @Param('windowId') windowId: string,
    @Body() { startEvidenceId, endEvidenceId, reason }: ChooseEvidenceDto,
    @IfMatch() expectedVersion: number | undefined,
    @CurrentActor() actor: Actor,
  ): Promise<IncidentWindows> {
    return this.choices.choose(
      incidentId,
      windowId,
      { startEvidenceId, endEvidenceId, reason, expectedVersion },
      actor,
    );
  }
}

/** The address of a body that is nothing but one. */
function addressIn(body: unknown): string | undefined {
  if (typeof body !== 'object' || body === null || Object.keys(body).join() !== 'url') return undefined;
  const [url] = Object.values(body) as unknown[];
  return typeof url === 'string' ? url : undefined;
}

@ApiTags('incidents')
@Controller('page-components')
export class PageComponentsController {
  constructor(private readonly components: PageComponentsService) {}

  /** The components that status pages name, and which of ours each one is. */
  @Get()
  list(@Query() query: PageComponentListQuery): Promise<Page<StoredPageComponent>> {
    return this.components.list(query);
  }

  /** Says which component of ours a page's is, and what fails with it; undecided proposals follow at once. */
  @Put(':pageComponentId')
  put(
    @Param('pageComponentId') pageComponentId: string,
    @Body() { name, componentKey, capabilities, ignored }: PutPageComponentDto,
    @IfMatch() expectedVersion: number | undefined,
    @CurrentActor() actor: Actor,
  ): Promise<StoredPageComponent> {
    const wanted = {
      pageComponentId,
      name,
      componentKey: componentKey ?? null,
      capabilities: capabilities ?? null,
      ignored: ignored ?? false,
    };
    return this.components.put(wanted, expectedVersion, actor);
  }
}
