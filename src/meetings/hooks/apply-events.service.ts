import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Clock } from '../../kernel/clock.js';
import type { Actor } from '../../platform/access/actor.js';
import { AuditService } from '../../platform/audit/audit.service.js';
import { Database, type Tx } from '../../platform/database/database.js';
import type { LineObject } from '../../platform/ingest/import-line.js';
import { MergeLinesService } from '../../platform/ingest/merge-lines.service.js';
import { OutboxService } from '../../platform/outbox/outbox.service.js';
import { PersonalDataService } from '../../platform/personal/personal-data.service.js';
import { boundsOfThePast } from '../retention.js';
import type { HookProvider, SaidByEvent } from './meeting-event.js';
import {
  customersNamed,
  dropMistakenStays,
  dropOldEvents,
  type EventVerdict,
  mappedSources,
  meetingFacts,
  type MeetingKey,
  noteReason,
  reopenUnmapped,
  saveVerdicts,
  stayFacts,
  type StayKey,
  takeReceived,
} from './meeting-events.sql.js';
import { attemptLine, meetingLine, sessionLine } from './event-lines.js';
import { type OwnedEvent, ownerOf, verdictOf } from './verdict.js';
import { staysOf } from './stays.js';

const TOPIC = 'meeting-events.received';
/** So many in one transaction; the merges of imports wait for it. */
const BATCH = 500;
const WAIT_MS = 5000;

/** What applying has done. */
export type AppliedEvents = Readonly<Record<'applied' | 'unmapped' | 'refused', number>>;

/** Makes sessions, attempts and meetings of the events that are kept: always from all events of a connection, as a set. */
@Injectable()
export class ApplyEventsService implements OnModuleInit {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly lines: MergeLinesService,
    private readonly outbox: OutboxService,
    private readonly audit: AuditService,
    private readonly personal: PersonalDataService,
  ) {}

  onModuleInit(): void {
    this.outbox.handle(TOPIC, async (tx, payload) => {
      const actor = { id: `provider:${String(payload['provider'])}`, kind: 'provider', roles: [] } as const;
      if ((await this.applyBatch(tx, actor)) === undefined) await this.askLater(tx, payload);
    });
    this.personal.registerRetention({ name: 'meeting events', what: 'sessions', drop: dropOldEvents });
  }

  /** Sees to it that events which the transaction keeps are applied after it. */
  ask(tx: Tx, provider: HookProvider, eventId: string): Promise<void> {
    return this.outbox.append(tx, { topic: TOPIC, dedupKey: `${TOPIC} ${provider} ${eventId}`, payload: { provider } });
  }

  /** Looks at all events that wait for a customer again, and at those that came meanwhile. */
  async applyAll(actor: Actor): Promise<AppliedEvents> {
    await this.database.transaction((tx) => reopenUnmapped(tx));
    const sum = { applied: 0, unmapped: 0, refused: 0 };
    for (;;) {
      const done = await this.database.transaction(async (tx) => {
        await this.lines.lock(tx, 'sessions');
        return this.applyBatch(tx, actor);
      });
      if (done === undefined) return sum;
      for (const name of ['applied', 'unmapped', 'refused'] as const) sum[name] += done[name];
      if (done.applied + done.unmapped + done.refused < BATCH) return sum;
    }
  }

  /** The same, after the caller's transaction. */
  async askAgain(tx: Tx, provider: HookProvider, why: string): Promise<void> {
    await reopenUnmapped(tx);
    await this.ask(tx, provider, why);
  }

  /** Undefined while an import holds the tables. */
  private async applyBatch(tx: Tx, actor: Actor): Promise<AppliedEvents | undefined> {
    if (!(await this.lines.tryLock(tx, 'sessions'))) return undefined;
    const now = this.clock.now();
    const events = await takeReceived(tx, BATCH);
    const counts = { applied: 0, unmapped: 0, refused: 0 };
    if (events.length === 0) return counts;
    const named = events.flatMap(({ said }) => said.owner.customer ?? []);
    const known = { sources: await mappedSources(tx), customers: await customersNamed(tx, named) };
    const bounds = boundsOfThePast(now);
    const owned = events.map((event) => ({ event, owner: ownerOf(event, known) }));
    const verdicts = owned.map(({ event, owner }) => verdictOf(event, owner, bounds));
    await saveVerdicts(tx, verdicts, now);
    for (const { status } of verdicts) if (status in counts) counts[status as keyof typeof counts] += 1;
    for (const provider of new Set(events.map((event) => event.provider))) {
      const isOwn = ({ event }: OwnedEvent): boolean => event.provider === provider;
      await this.write(tx, { provider, owned: owned.filter(isOwn), verdicts }, actor);
    }
    const subject = { kind: 'meeting_events', id: now.toISOString() };
    this.audit.append(tx, { actor, action: 'meeting_events.applied', subject, details: counts });
    // A full batch may have left some behind.
    if (events.length === BATCH) await this.askLater(tx, { provider: events[0]?.provider });
    return counts;
  }

  private async write(
    tx: Tx,
    batch: {
      readonly provider: HookProvider;
      readonly owned: readonly OwnedEvent[];
      readonly verdicts: readonly EventVerdict[];
    },
    actor: Actor,
  ): Promise<void> {
    const { provider, owned } = batch;
    const applied = batch.verdicts.filter((each) => each.provider === provider && each.status === 'applied');
    const owners = new Map(owned.flatMap(({ owner }) => (owner === undefined ? [] : [[owner.customerId, owner]])));
    const externalId = (customerId: string): string => owners.get(customerId)?.externalId ?? '';
    const via = { tx, source: `hook:${provider}`, actorId: actor.id };
    const told = await meetingFacts(tx, unique(applied.flatMap(meetingKey)));
    const componentsOf = new Map(
      owned.flatMap(({ event, owner }) =>
        owner === undefined ? [] : [[`${owner.customerId} ${event.said.meeting.id}`, owner.components] as const],
      ),
    );
    const meetings = told.flatMap((facts) => {
      const components = facts.components ?? componentsOf.get(`${facts.customerId} ${facts.meeting}`) ?? null;
      const line = meetingLine({ ...facts, components }, externalId(facts.customerId));
      return line === null ? [] : [{ facts, line }];
    });
    const faults = await this.lines.mergeLines(
      via,
      'meetings',
      meetings.map(({ line }) => line),
    );
    for (const [line, { code, message }] of faults) {
      const meeting = meetings[line];
      if (meeting !== undefined) await noteReason(tx, meeting.facts, `${code}: ${message}`);
    }
    await this.writeStays(via, unique(applied.flatMap(stayKey)), externalId);
  }

  private async writeStays(
    via: { readonly tx: Tx; readonly source: string; readonly actorId: string },
    keys: readonly StayKey[],
    externalId: (customerId: string) => string,
  ): Promise<void> {
    const facts = await stayFacts(via.tx, keys);
    const stays = facts.flatMap((each) => staysOf(each.joins, each.leaves).map((stay) => ({ ...each, ...stay })));
    await dropMistakenStays(via.tx, keys, stays);
    const sessions: LineObject[] = stays.map((stay) => sessionLine(stay, externalId(stay.customerId)));
    await this.lines.mergeLines(via, 'sessions', sessions);
    const attempts = facts.flatMap((each) =>
      each.attempts.map((attempt) => attemptLine({ ...each, ...attempt }, externalId(each.customerId))),
    );
    await this.lines.mergeLines(via, 'join-attempts', attempts);
  }

  private askLater(tx: Tx, payload: Readonly<Record<string, unknown>>): Promise<void> {
    const now = this.clock.now();
    const availableAt = new Date(now.getTime() + WAIT_MS);
    return this.outbox.append(tx, {
      topic: TOPIC,
      dedupKey: `${TOPIC} again ${availableAt.toISOString()}`,
      payload,
      availableAt,
    });
  }
}

function meetingKey({ customerId, said }: EventVerdict): MeetingKey[] {
  return customerId === null ? [] : [{ customerId, meeting: said.meeting.id }];
}

function stayKey({ customerId, participantId, said }: EventVerdict): StayKey[] {
  if (customerId === null || participantId === null || said.person === null) return [];
  const { connection } = said.person satisfies SaidByEvent['person'];
  return [{ customerId, meeting: said.meeting.id, participant: participantId, connection }];
}

function unique<T extends object>(keys: readonly T[]): T[] {
  return [...new Map(keys.map((key) => [JSON.stringify(key), key])).values()];
}
