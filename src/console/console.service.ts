import { Injectable } from '@nestjs/common';
import { type CustomerWithRecords, CustomersService } from '../customers/customers.service.js';
import { findIncident, liveWindows } from '../incidents/incidents.sql.js';
import type { Incident } from '../incidents/incident.js';
import { Clock } from '../kernel/clock.js';
import { type OfferTotal, sumOffers } from '../offers/offer-totals.sql.js';
import { Database, type Tx } from '../platform/database/database.js';
import type { Page } from '../platform/http/list.js';
import { type Colleague, listColleagues } from './colleagues.sql.js';
import type { IncidentCustomersQuery } from './console.dto.js';
import {
  casesOfCustomer,
  creditsOfCustomer,
  type CustomerCase,
  type CustomerCredit,
  type CustomerIncident,
  type CustomerLetter,
  type CustomerOffer,
  incidentsOfCustomer,
  lettersOfCustomer,
  offersOfCustomer,
} from './customer-page.sql.js';
import { type HomeIncident, openIncidents, type Waiting, waitingWork } from './home.sql.js';
import { type CustomerSort, type IncidentCustomer, listIncidentCustomers } from './incident-customers.sql.js';
import {
  type AssessmentHead,
  caseTotals,
  type CaseTotal,
  certaintyOf,
  type Certainty,
  latestAssessment,
  runningAssessment,
} from './incident-overview.sql.js';
import { type Found, search } from './search.sql.js';

/** What the home page shows. */
export type Home = {
  readonly now: Date;
  readonly incidents: readonly HomeIncident[];
  readonly waiting: readonly Waiting[];
  /** All offers by where they stand and currency. */
  readonly money: readonly OfferTotal[];
};

/** What was found, by kind. */
export type SearchResult = { readonly items: readonly Found[] };

/** The numbers of an incident, on all of its tabs. */
export type IncidentOverview = {
  readonly incident: Pick<Incident, 'id' | 'title' | 'reference' | 'status' | 'timeZone' | 'version'>;
  /** The newest finished assessment; null before the first. */
  readonly assessment: AssessmentHead | null;
  /** The assessment under way. */
  readonly running: AssessmentHead | null;
  readonly certainty: Certainty | null;
  readonly offers: readonly OfferTotal[];
  readonly cases: readonly CaseTotal[];
};

/** Everything about one customer. */
export type CustomerPage = {
  readonly customer: CustomerWithRecords;
  readonly incidents: readonly CustomerIncident[];
  readonly offers: readonly CustomerOffer[];
  readonly letters: readonly CustomerLetter[];
  readonly cases: readonly CustomerCase[];
  readonly credits: readonly CustomerCredit[];
};

const MOST_INCIDENTS = 20;

/** Read models for the pages: each is what one screen shows, read at one moment. */
@Injectable()
export class ConsoleService {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly customers: CustomersService,
  ) {}

  home(): Promise<Home> {
    const now = this.clock.now();
    return this.database.read(async (tx) => ({
      now,
      incidents: await openIncidents(tx, MOST_INCIDENTS),
      waiting: (await waitingWork(tx, now)).filter(({ count }) => count > 0),
      money: await sumOffers(tx, now, null),
    }));
  }

  colleagues(): Promise<readonly Colleague[]> {
    return listColleagues(this.database.tx);
  }

  async search(text: string): Promise<SearchResult> {
    return { items: text.trim() === '' ? [] : await search(this.database.tx, text) };
  }

  /** Throws `incident_not_found`. */
  incident(id: string): Promise<IncidentOverview> {
    const now = this.clock.now();
    return this.database.read(async (tx) => {
      const { title, reference, status, timeZone, version } = await findIncident(tx, id);
      const assessment = (await latestAssessment(tx, id)) ?? null;
      return {
        incident: { id, title, reference, status, timeZone, version },
        assessment,
        running: (await runningAssessment(tx, id)) ?? null,
        certainty: assessment === null ? null : await certaintyOf(tx, assessment.id),
        offers: await sumOffers(tx, now, id),
        cases: await caseTotals(tx, id),
      };
    });
  }

  /** The customers of the newest finished assessment; none before the first. Throws `incident_not_found`. */
  incidentCustomers(id: string, query: IncidentCustomersQuery): Promise<Page<IncidentCustomer>> {
    const now = this.clock.now();
    return this.database.read(async (tx) => {
      await findIncident(tx, id);
      const assessment = await latestAssessment(tx, id);
      if (assessment === undefined) return { items: [], nextCursor: null, total: 0 };
      const of = { assessmentId: assessment.id, incidentId: id, at: await startOf(tx, id, assessment), now };
      return listIncidentCustomers(tx, of, query, sortOf(query.sort), query);
    });
  }

  /** `externalId` is the id that the customer's owner gave it. Throws `customer_not_found`. */
  async customer(externalId: string): Promise<CustomerPage> {
    const now = this.clock.now();
    const customer = await this.customers.get(externalId);
    return this.database.read(async (tx) => ({
      customer,
      incidents: await incidentsOfCustomer(tx, customer.id),
      offers: await offersOfCustomer(tx, customer.id, now),
      letters: await lettersOfCustomer(tx, customer.id),
      cases: await casesOfCustomer(tx, customer.id),
      credits: await creditsOfCustomer(tx, customer.id),
    }));
  }
}

/** The incident's day is that of its first live window, as it is for its offers. */
async function startOf(tx: Tx, incidentId: string, { assessedAt }: AssessmentHead): Promise<Date> {
  const windows = await liveWindows(tx, incidentId);
  const starts = windows.map(({ startsAt }) => new Date(startsAt).getTime());
  return starts.length === 0 ? assessedAt : new Date(Math.min(...starts));
}

function sortOf(sort: IncidentCustomersQuery['sort']): readonly [CustomerSort, 'asc' | 'desc'] {
  const [column, direction] = (sort ?? 'class:asc').split(':');
  return [column as CustomerSort, direction === 'desc' ? 'desc' : 'asc'];
}
