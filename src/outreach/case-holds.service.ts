import { Injectable } from '@nestjs/common';
import { OfferHoldsService } from '../offers/offer-holds.service.js';
import { holdsOfOffers } from './case-holds.sql.js';

/** A case on hold keeps its customer out of what is done to many offers at once. */
@Injectable()
export class CaseHoldsService {
  constructor(holds: OfferHoldsService) {
    holds.askWith(holdsOfOffers);
  }
}
