import { Injectable } from '@nestjs/common';
import type { Tx } from '../platform/database/database.js';
import { AutomaticMailsService } from './automatic-mails.service.js';
import { lockCaseOfCustomer } from './open-cases.sql.js';

/** Confirms to the contact on record what somebody accepted in the customer's name, whoever that was. */
@Injectable()
export class AcceptanceMailsService {
  constructor(private readonly mails: AutomaticMailsService) {}

  /** Writes the mail, once for an offer. Throws while the customer has no case for the incident yet. */
  async confirm(tx: Tx, customerId: string, incidentId: string, offerId: string): Promise<void> {
    const found = await lockCaseOfCustomer(tx, customerId, incidentId);
    if (found === undefined) throw new Error(`customer ${customerId} has no case of incident ${incidentId} yet`);
    await this.mails.write(tx, found, { template: 'acceptance', offerId, cause: `acceptance:${offerId}` });
  }
}
