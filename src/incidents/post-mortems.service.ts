import { Injectable } from '@nestjs/common';
import { Clock } from '../kernel/clock.js';
import { DomainError } from '../kernel/domain-error.js';
import { newId } from '../kernel/ids.js';
import type { Actor } from '../platform/access/actor.js';
import { AuditService } from '../platform/audit/audit.service.js';
import { Database } from '../platform/database/database.js';
import { ComponentEntity } from './component.entity.js';
import { lockIncident } from './incidents.sql.js';
import type { Answers } from './postmortem/place-events.js';
import { readPostMortem } from './postmortem/read-postmortem.js';
import { type KeptProposals, keepProposals, listProposals } from './window-proposals.sql.js';
import { type ProposalView, withStanding } from './window-proposals.service.js';

export type PostMortemText = Answers & { readonly text: string; readonly sourceUrl: string | null };

/** What a reading of a post-mortem brought, and the undecided proposals of the incident after it. */
export type PostMortemProposals = { readonly kept: KeptProposals; readonly proposals: readonly ProposalView[] };

const MAX_SHOWN = 500;

/** Reads prose for the windows that it tells. */
@Injectable()
export class PostMortemsService {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly audit: AuditService,
  ) {}

  /**
   * Proposes the windows that a text tells, each with its sentences; the same text again adds nothing. Throws
   * `answers_needed` with what the text leaves open: its day, its zone.
   */
  read(
    incidentId: string,
    { text, sourceUrl, ...answers }: PostMortemText,
    actor: Actor,
  ): Promise<PostMortemProposals> {
    const now = this.clock.now();
    return this.database.transaction(async (tx) => {
      const incident = await lockIncident(tx, incidentId);
      const components = await tx.getRepository(ComponentEntity).find({ select: { key: true, name: true } });
      const { windows, questions } = readPostMortem(text, components, answers);
      if (questions.length > 0) {
        const message = 'The text leaves open when this was.';
        throw new DomainError('unprocessable', 'answers_needed', message, { reasons: questions });
      }
      const reading = { incidentId: incident.id, origin: 'post_mortem', sourceUrl, by: actor.id, at: now } as const;
      const kept = await keepProposals(
        tx,
        windows.map((window) => ({ ...window, id: newId() })),
        reading,
      );
      if (kept.added > 0) {
        const subject = { kind: 'incident', id: incident.id };
        this.audit.append(tx, { actor, action: 'incident.post_mortem_read', subject, details: { ...kept } });
      }
      const { items } = await listProposals(tx, incident.id, { status: 'proposed', limit: MAX_SHOWN });
      return { kept, proposals: items.map(withStanding) };
    });
  }
}
