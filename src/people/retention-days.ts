import type { RetentionStep } from '../platform/personal/personal-data.service.js';

/**
 * How many days what is personal is kept. Names are needed while a case is worked; sessions and the people of impacts
 * while a claim can still be made and checked. Amounts, letters and their explanations are kept on without them.
 */
export const RETENTION_DAYS: Readonly<Record<RetentionStep['what'], number>> = {
  sessions: 730,
  names: 90,
  impacts: 730,
};
