import { CAPABILITIES, type Capability } from '../incidents/outage-window.js';
import { ComponentsService } from '../incidents/components.service.js';
import { type ProposalView, WindowProposalsService } from '../incidents/window-proposals.service.js';
import { DomainError } from '../kernel/domain-error.js';
import { chooseIncident } from './choose-incident.js';
import type { Session } from './session.js';

/** `amends component KEY`: adds a part of the product that can fail, or changes its name and what people do with it. */
export async function putComponent(
  { app, actor }: Session,
  key: string,
  options: { readonly name?: string; readonly capabilities?: string },
): Promise<void> {
  const named = options.capabilities?.split(',').map((name) => name.trim());
  const unknown = named?.find((name) => !CAPABILITIES.includes(name as Capability));
  if (unknown !== undefined) {
    const message = `${unknown} is no capability; there are ${CAPABILITIES.join(', ')}.`;
    throw new DomainError('invalid', 'unknown_capability', message);
  }
  const capabilities = (named as Capability[] | undefined) ?? CAPABILITIES;
  const kept = await app.get(ComponentsService).put({ key, name: options.name ?? key, capabilities }, undefined, actor);
  console.log(`${kept.key} ${kept.name}: ${kept.capabilities.join(', ')}`);
}

/** `amends proposals`: the windows proposed for an incident that nobody has decided on, each with its claims. */
export async function listProposals({ app }: Session, name: string | undefined): Promise<void> {
  const incidentId = await chooseIncident(app, name);
  const { items } = await app.get(WindowProposalsService).list(incidentId, { status: 'proposed', limit: 100 });
  for (const proposal of items) printProposal(proposal);
  if (items.length === 0) console.log('Nothing is proposed.');
}

/** One proposal, its claims by their places, and what is in the way of it. */
export function printProposal(proposal: ProposalView): void {
  const { id, subject, componentKey, state, startsAt, endsAt, claims, blockers } = proposal;
  const what = componentKey ?? `${subject ?? ''} (component?)`;
  console.log(`${id} ${what} ${state} ${timeOf(startsAt)} to ${timeOf(endsAt)}`);
  for (const [place, { about, at, source, sentence }] of claims.entries()) {
    console.log(`  ${place}  ${about.padEnd(5)} ${at} ${source}: ${sentence}`);
  }
  for (const { message } of blockers) console.log(`  ! ${message} Say it with --component.`);
  if (!claims.some(({ about }) => about !== 'end')) console.log('  ! No start is told: give it with --start.');
  if (!claims.some(({ about }) => about === 'end'))
    console.log('  ! No end is told: give it with --end, or say --ongoing.');
}

function timeOf(at: Date | null): string {
  return at === null ? '(to choose)' : at.toISOString();
}

export type AcceptOptions = {
  readonly incident?: string;
  readonly component?: string;
  readonly capabilities?: string;
  readonly startClaim?: number;
  readonly endClaim?: number;
  readonly start?: string;
  readonly end?: string;
  readonly ongoing: boolean;
  readonly reason?: string;
};

/** `amends accept PROPOSAL`: makes an outage window of a proposal and says which. */
export async function acceptWindow({ app, actor }: Session, proposalId: string, options: AcceptOptions): Promise<void> {
  const incidentId = await chooseIncident(app, options.incident);
  const { startClaim, endClaim, component: componentKey, ongoing } = options;
  const { proposal, windows } = await app.get(WindowProposalsService).accept(
    incidentId,
    proposalId,
    {
      startClaim,
      endClaim,
      startsAt: instantOf('start', options.start),
      endsAt: instantOf('end', options.end),
      ongoing,
      componentKey,
      capabilities: statesOf(options.capabilities),
      reason: options.reason ?? null,
      replaces: [],
    },
    actor,
  );
  const made = windows.find(({ id }) => id === proposal.windowId);
  if (made === undefined) throw new Error('an accepted proposal has its window');
  const states = Object.entries(made.capabilities).map(([name, state]) => `${name} ${state}`);
  console.log(
    `window ${made.id} ${made.componentKey} ${timeOf(made.startsAt)} to ${made.endsAt?.toISOString() ?? '(goes on)'}`,
  );
  console.log(`  ${states.join(', ')}`);
}

/** `join=lost,interact=degraded` as the states of capabilities. */
function statesOf(text: string | undefined): Record<string, 'lost' | 'degraded'> | undefined {
  if (text === undefined) return undefined;
  return Object.fromEntries(
    text.split(',').map((part) => {
      const [name = '', state = ''] = part.trim().split('=');
      if (!CAPABILITIES.includes(name as Capability) || (state !== 'lost' && state !== 'degraded')) {
        const message = `Say capabilities as join=lost,interact=degraded; there are ${CAPABILITIES.join(', ')}.`;
        throw new DomainError('invalid', 'invalid_capabilities', message);
      }
      return [name, state] as const;
    }),
  );
}

function instantOf(name: string, text: string | undefined): Date | undefined {
  if (text === undefined) return undefined;
  const at = new Date(text);
  if (!/(?:Z|[+-]\d\d:\d\d)$/.test(text) || Number.isNaN(at.getTime())) {
    throw new DomainError(
      'invalid',
      'invalid_instant',
      `--${name} is an instant with its offset: 2020-09-16T14:49:00+02:00.`,
    );
  }
  return at;
}
