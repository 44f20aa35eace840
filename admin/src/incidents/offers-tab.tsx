import { OffersList } from '../offers/offers-list.js';
import type { IncidentTabProps } from './incident-page.js';

/** The offers of the incident. */
export default function OffersTab({ overview }: IncidentTabProps) {
  return <OffersList overview={overview} />;
}
