import { randomUUID } from 'node:crypto';
import type { DynamicModule } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { SetClock } from '../../src/kernel/clock.js';
import { newId } from '../../src/kernel/ids.js';
import { CreditEntity } from '../../src/offers/credit.entity.js';
import { FulfilmentEntity } from '../../src/offers/fulfilment.entity.js';
import type { OfferDetail } from '../../src/offers/offers.service.js';
import { OffersService } from '../../src/offers/offers.service.js';
import { AdjustmentsService } from '../../src/offers/adjustments.service.js';
import { ApprovalsService } from '../../src/offers/approvals.service.js';
import { OfferActionsService } from '../../src/offers/offer-actions.service.js';
import { OfferEntity } from '../../src/offers/offer.entity.js';
import { OfferTransitionEntity } from '../../src/offers/offer-transition.entity.js';
import { OffersModule } from '../../src/offers/offers.module.js';
import { ProposalEntity } from '../../src/offers/proposal.entity.js';
import { ProposalsService } from '../../src/offers/proposals.service.js';
import { ACCESS_MATRIX } from '../../src/access-matrix.js';
import type { Actor } from '../../src/platform/access/actor.js';
import { ApiKeyEntity } from '../../src/platform/access/api-key.entity.js';
import { type Database, rows } from '../../src/platform/database/database.js';
import { createApplication } from '../../src/platform/http/application.js';
import { PlatformModule } from '../../src/platform/platform.module.js';
import type { HitClass } from '../../src/policies/impact-class.js';
import { PoliciesModule } from '../../src/policies/policies.module.js';
import { PoliciesService } from '../../src/policies/policies.service.js';
import { PolicyEntity } from '../../src/policies/policy.entity.js';
import { PolicyVersionEntity } from '../../src/policies/policy-version.entity.js';
import { signInPerson } from '../support/test-application.js';
import { createTestDatabase } from '../support/test-database.js';

export const ANNE: Actor = { id: 'person:anne', kind: 'person', roles: ['manager'] };
export const NOW = new Date('2020-09-17T08:00:00Z');
/** 14:49 in Paris, the beginning of the founding case. */
export const OUTAGE_AT = '2020-09-16T12:49:00Z';

export const RULES = {
  kind: 'goodwill',
  zone: 'Europe/Paris',
  measure: { minimumSeconds: 60 },
  remedy: {
    type: 'fixed',
    byClass: {
      unable_to_join: { amounts: { EUR: 5000, GBP: 4500 } },
      interactivity_loss: { percent: '20' },
      degraded: { amounts: { EUR: 500, GBP: 450 } },
    },
  },
  exclusions: { plans: ['free'], statuses: ['trial'] },
  taxTreatment: 'price_reduction',
  validityDays: 30,
};

type Answer = {
  readonly status: number;
  readonly body: Record<string, unknown>;
  readonly headers: Record<string, unknown>;
};

type NewCustomer = {
  readonly zone?: string;
  readonly contract?: {
    readonly plan?: string;
    readonly feeMinor?: number;
    readonly currency?: string;
    readonly policyCode?: string | null;
    readonly status?: string;
    readonly from?: string;
    readonly to?: string | null;
  } | null;
};

/** A database of its own and the application over it; rows of other features are written as they would write them. */
export class OffersBench {
  private constructor(
    readonly database: Database,
    readonly clock: SetClock,
    private readonly app: NestFastifyApplication,
    private readonly cookie: string,
    private readonly dropDatabase: () => Promise<void>,
  ) {}

  static async create(): Promise<OffersBench> {
    const entities = [
      ApiKeyEntity,
      CreditEntity,
      FulfilmentEntity,
      OfferEntity,
      OfferTransitionEntity,
      PolicyEntity,
      PolicyVersionEntity,
      ProposalEntity,
    ];
    const test = await createTestDatabase({ entities, poolSize: 12 });
    const clock = new SetClock(NOW);
    const imports = [
      PlatformModule.forRoot({ database: test.database, clock, matrix: ACCESS_MATRIX }),
      PoliciesModule,
      OffersModule,
    ];
    const module: DynamicModule = { module: class TestModule {}, imports };
    const app = await createApplication(module, { logLevel: 'silent' });
    await app.init();
    await app.getHttpAdapter().getInstance().ready();
    const cookie = await signInPerson(app, ['administrator']);
    return new OffersBench(test.database, clock, app, cookie, () => test.drop());
  }

  get policies(): PoliciesService {
    return this.app.get(PoliciesService, { strict: false });
  }

  get offers(): OffersService {
    return this.app.get(OffersService, { strict: false });
  }

  get approvals(): ApprovalsService {
    return this.app.get(ApprovalsService, { strict: false });
  }

  get adjustments(): AdjustmentsService {
    return this.app.get(AdjustmentsService, { strict: false });
  }

  get actions(): OfferActionsService {
    return this.app.get(OfferActionsService, { strict: false });
  }

  get proposals(): ProposalsService {
    return this.app.get(ProposalsService, { strict: false });
  }

  async drop(): Promise<void> {
    await this.app.close();
    await this.dropDatabase();
  }

  async request(
    method: 'GET' | 'PATCH' | 'POST',
    path: string,
    body?: unknown,
    headers: Record<string, string> = {},
  ): Promise<Answer> {
    const answer = await this.app.inject({
      method,
      url: `/api/v1${path}`,
      headers: { cookie: this.cookie, origin: 'http://localhost', ...headers },
      ...(body === undefined ? {} : { payload: body as object }),
    });
    return { status: answer.statusCode, body: answer.json<Record<string, unknown>>(), headers: answer.headers };
  }

  get(path: string): Promise<Answer> {
    return this.request('GET', path);
  }

  post(path: string, body?: unknown, headers?: Record<string, string>): Promise<Answer> {
    return this.request('POST', path, body, headers);
  }

  /** A POST under an idempotency key of its own. */
  postOnce(path: string, body?: unknown): Promise<Answer> {
    return this.post(path, body, { 'idempotency-key': randomUUID() });
  }

  async policy(code: string, rules: object = RULES, from = '2020-01-01'): Promise<void> {
    await this.policies.create({ code, name: code }, ANNE);
    await this.policies.addVersion(code, { from, rules }, ANNE);
  }

  async customer({ zone = 'Europe/Paris', contract = {} }: NewCustomer = {}): Promise<{
    id: string;
    externalId: string;
  }> {
    const id = newId();
    const externalId = `cus-${id}`;
    await this.sql(
      `insert into customer (id, external_id, name, time_zone, locale, created_at, updated_at)
       values ($1, $2, $3, $4, 'fr', $5, $5)`,
      [id, externalId, `Customer ${externalId}`, zone, NOW],
    );
    if (contract !== null) {
      const { plan = 'pro', feeMinor = 10_000, currency = 'EUR', policyCode = null, status = 'active' } = contract;
      const { from = '2020-01-01', to = null } = contract;
      await this.sql(
        `insert into contract (customer_id, valid_from, valid_to, plan, monthly_fee_minor, currency, policy_code, status)
         values ($1, $2, $3, $4, $5, $6, $7, $8)`,
        [id, from, to, plan, feeMinor, currency, policyCode, status],
      );
    }
    return { id, externalId };
  }

  async incident(): Promise<string> {
    const id = newId();
    await this.sql(
      `insert into incident (id, title, status, time_zone, created_by, created_at, updated_by, updated_at)
       values ($1, 'Outage', 'resolved', 'Europe/Paris', 'anne', $2, 'anne', $2)`,
      [id, NOW],
    );
    return id;
  }

  async assessment(
    incidentId: string,
    revision = 1,
    status = 'done',
    startsAt: string | null = OUTAGE_AT,
  ): Promise<string> {
    const id = newId();
    const windows = startsAt === null ? [] : [window('2020-09-16T13:09:00.000Z'), window(startsAt)];
    await this.sql(
      `insert into assessment (id, incident_id, revision, status, assessed_at, windows, created_by, created_at)
       values ($1, $2, $3, $4, $5, $6, 'anne', $5)`,
      [id, incidentId, revision, status, NOW, JSON.stringify(windows)],
    );
    return id;
  }

  /** The impact of a customer; without seconds nothing is known of it. */
  async impact(assessmentId: string, customerId: string, seconds: Partial<Record<HitClass, number>>): Promise<void> {
    const { unable_to_join = 0, media_loss = 0, interactivity_loss = 0, degraded = 0 } = seconds;
    const each = { unable_to_join, media_loss, interactivity_loss, degraded };
    const heaviest = Object.entries(each).find(([, value]) => value > 0)?.[0] ?? 'unknown';
    const names = Object.keys(each);
    const kinds = ['people', 'person_seconds', 'clock_seconds', 'meetings'];
    const columns = kinds.flatMap((kind) => [...names, 'inferred'].map((name) => `${kind}_${name}`));
    const values = kinds.flatMap((kind) =>
      names.map((name) => (kind === 'clock_seconds' ? each[name as HitClass] : 0)).concat(0),
    );
    await this.sql(
      `insert into customer_impact (customer_id, assessment_id, class, meetings_unknown, ${columns.join(', ')})
       values ('${customerId}', '${assessmentId}', '${heaviest}', 0, ${values.join(', ')})`,
    );
  }

  /** A customer with one impact, its assessment and its incident, under the policy that the contract names. */
  async hit(
    policyCode: string,
    seconds: Partial<Record<HitClass, number>> = { unable_to_join: 1200 },
  ): Promise<{ incidentId: string; assessmentId: string; customer: { id: string; externalId: string } }> {
    const incidentId = await this.incident();
    const assessmentId = await this.assessment(incidentId);
    const customer = await this.customer({ contract: { policyCode } });
    await this.impact(assessmentId, customer.id, seconds);
    return { incidentId, assessmentId, customer };
  }

  /** A draft for a new customer and incident. */
  async draft(policyCode: string, seconds?: Partial<Record<HitClass, number>>): Promise<OfferDetail> {
    const { assessmentId } = await this.hit(policyCode, seconds);
    await this.proposals.propose(assessmentId, {}, ANNE);
    const [offer] = (await this.offers.list({ assessmentId }, {})).items;
    return this.offers.get(offer?.id ?? '');
  }

  async approved(policyCode: string): Promise<OfferDetail> {
    const { id } = await this.draft(policyCode);
    return this.approvals.approve(id, { actor: ANNE });
  }

  async sent(policyCode: string): Promise<OfferDetail> {
    const { id } = await this.approved(policyCode);
    await this.database.transaction((tx) => this.offers.markSent(tx, id, { actor: ANNE }));
    return this.offers.get(id);
  }

  sql<T>(text: string, values: readonly unknown[] = []): Promise<T[]> {
    return rows<T>(this.database.tx, text, values);
  }

  /** The messages of a topic about an offer or an assessment, oldest first. */
  async messages(topic: string, about: string): Promise<{ dedupKey: string; payload: Record<string, unknown> }[]> {
    return this.sql(
      `select dedup_key as "dedupKey", payload from outbox_message
        where topic = $1 and payload::text like '%' || $2 || '%' order by id`,
      [topic, about],
    );
  }
}

function window(startsAt: string): object {
  return { id: newId(), componentKey: 'app', startsAt, endsAt: null, capabilities: { join: 'lost' } };
}
