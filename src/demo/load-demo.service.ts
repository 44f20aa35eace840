import { readFile } from 'node:fs/promises';
import { Injectable } from '@nestjs/common';
import type { Evidence } from '../incidents/evidence.js';
import { ComponentsService } from '../incidents/components.service.js';
import { IncidentsService } from '../incidents/incidents.service.js';
import { OutageWindowsService } from '../incidents/outage-windows.service.js';
import type { Actor } from '../platform/access/actor.js';
import { ImportsService } from '../platform/ingest/imports.service.js';
import { SettingsService } from '../platform/settings/settings.service.js';
import { PoliciesService } from '../policies/policies.service.js';
import { DEMO_POLICY, DEMO_POLICY_CODE, DEMO_POLICY_FROM, DEMO_SENDER } from './demo-company.js';
import { FOUNDING_COMPONENTS, FOUNDING_INCIDENT, SEED_FOLDER, type SeedEvidence } from './founding-incident.js';
import { type DaySize, generateDay } from './generate-day.js';

/** How many lines of each kind went in. */
export type LoadedLines = Readonly<Record<'customers' | 'meetings' | 'sessions' | 'join-attempts', number>>;

const CHUNK_CHARACTERS = 64_000;

/** Brings the founding incident and a generated day around it into an empty installation, as a person would. */
@Injectable()
export class LoadDemoService {
  constructor(
    private readonly imports: ImportsService,
    private readonly components: ComponentsService,
    private readonly incidents: IncidentsService,
    private readonly windows: OutageWindowsService,
    private readonly policies: PoliciesService,
  ) {}

  /** The components, the incident with its updates, evidence and windows, and the policy. Returns the incident's id. */
  async loadIncident(settings: SettingsService, actor: Actor): Promise<string> {
    await settings.put({ sender: DEMO_SENDER }, undefined, actor);
    for (const component of FOUNDING_COMPONENTS) await this.components.put(component, undefined, actor);
    await this.policies.create({ code: DEMO_POLICY_CODE, name: 'Goodwill after an outage' }, actor);
    await this.policies.addVersion(DEMO_POLICY_CODE, { from: DEMO_POLICY_FROM, rules: DEMO_POLICY }, actor);
    const { reference, title, status, timeZone, descriptions, updates } = FOUNDING_INCIDENT;
    const incident = await this.incidents.create(
      {
        reference,
        title,
        status,
        timeZone,
        descriptions,
        sourceUrl: null,
        updates: await Promise.all(
          updates.map(async (update) => ({
            status: update.status,
            locale: update.locale,
            displayAt: new Date(update.displayAt),
            sourceUrl: null,
            body: await seedText(update.bodyFile),
          })),
        ),
        evidence: [],
        windows: [],
      },
      actor,
    );
    await this.putWindows(incident.id, actor);
    return incident.id;
  }

  /** The generated customers, meetings, sessions and attempts, through the same imports as everybody's. */
  async loadDay(size: DaySize, actor: Actor, onKind: (kind: string) => void): Promise<LoadedLines> {
    const day = generateDay(size);
    const sources = {
      customers: day.customers,
      meetings: day.meetings,
      sessions: day.sessions,
      'join-attempts': day.joinAttempts,
    } as const;
    const loaded = { customers: 0, meetings: 0, sessions: 0, 'join-attempts': 0 };
    for (const kind of ['customers', 'meetings', 'sessions', 'join-attempts'] as const) {
      onKind(kind);
      const receipt = await this.imports.run({
        kind,
        format: 'ndjson',
        source: ndjson(sources[kind]()),
        sourceName: `generated ${kind}`,
        actor,
      });
      loaded[kind] = receipt.accepted;
    }
    return loaded;
  }

  /** Each window names the evidence that it rests on, so the evidence is kept first. */
  private async putWindows(incidentId: string, actor: Actor): Promise<void> {
    const evidenceIds = new Map<string, string>();
    for (const seed of FOUNDING_INCIDENT.evidence) {
      const { id } = await this.incidents.addEvidence(incidentId, evidenceOf(seed), actor);
      evidenceIds.set(seed.key, id);
    }
    const windows = FOUNDING_INCIDENT.windows.map((window) => ({
      componentKey: window.componentKey,
      startsAt: new Date(window.startsAt),
      endsAt: new Date(window.endsAt),
      capabilities: window.capabilities,
      reason: window.reason,
      evidenceIds: window.evidenceKeys.flatMap((key) => evidenceIds.get(key) ?? []),
    }));
    await this.windows.put(incidentId, { windows, reason: null }, actor);
  }
}

function evidenceOf(seed: SeedEvidence): Evidence {
  return {
    source: seed.source,
    componentKey: seed.componentKey,
    claimedStartAt: seed.claimedStartAt === null ? null : new Date(seed.claimedStartAt),
    claimedEndAt: seed.claimedEndAt === null ? null : new Date(seed.claimedEndAt),
    confidence: seed.confidence,
    quote: seed.quote,
    sourceUrl: null,
  };
}

/** A text of the public report, word for word, less the line break that ends the file. */
async function seedText(file: string): Promise<string> {
  return (await readFile(new URL(`${SEED_FOLDER}/${file}`, import.meta.url), 'utf8')).trimEnd();
}

async function* ndjson(lines: Iterable<object>): AsyncGenerator<Buffer> {
  let text = '';
  for (const line of lines) {
    text += `${JSON.stringify(line)}\n`;
    if (text.length < CHUNK_CHARACTERS) continue;
    yield Buffer.from(text);
    text = '';
  }
  if (text !== '') yield Buffer.from(text);
}
