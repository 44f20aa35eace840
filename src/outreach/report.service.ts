import { Injectable } from '@nestjs/common';
import { stringify } from 'csv-stringify/sync';
import { Clock } from '../kernel/clock.js';
import { notFound } from '../kernel/domain-error.js';
import { Database } from '../platform/database/database.js';
import { sumOffersBySent } from '../offers/offer-totals.sql.js';
import { csvFormat, type CsvStyle } from '../platform/http/csv.js';
import {
  acceptanceOf,
  coverageOf,
  inKindOfOffers,
  moneyOf,
  offersByStatus,
  type OutreachReport,
  REPORT_COLUMNS,
  reportLines,
} from './report.js';
import {
  claimsByVerdict,
  coverageByHour,
  creditTotals,
  findReportIncident,
  firstContact,
  loadByOwner,
  mailsByStatus,
} from './report.sql.js';

/** What came of an incident's outreach, counted over one moment of the lists behind it. */
@Injectable()
export class ReportService {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  /** Throws `incident_not_found`. */
  report(incidentId: string): Promise<OutreachReport> {
    const now = this.clock.now();
    return this.database.read(async (tx) => {
      const incident = await findReportIncident(tx, incidentId);
      if (incident === undefined) throw notFound('incident', incidentId);
      const { startedAt } = incident;
      const offers = await sumOffersBySent(tx, now, incidentId);
      return {
        incident,
        coverage: coverageOf(await coverageByHour(tx, incidentId, startedAt)),
        offers: offersByStatus(offers),
        acceptance: acceptanceOf(offers),
        money: moneyOf(offers, await creditTotals(tx, incidentId)),
        inKind: inKindOfOffers(offers),
        firstContact: await firstContact(tx, incidentId, startedAt),
        load: await loadByOwner(tx, incidentId, now),
        claims: await claimsByVerdict(tx, incidentId),
        mails: await mailsByStatus(tx, incidentId),
      };
    });
  }

  /** The same numbers as CSV, one a line. Throws as above. */
  async csv(incidentId: string, style: CsvStyle): Promise<string> {
    return stringify(reportLines(await this.report(incidentId)), csvFormat(REPORT_COLUMNS, style));
  }
}
