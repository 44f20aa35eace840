import { plainToInstance } from 'class-transformer';
import { validateSync } from 'class-validator';
import { EnterClaimDto, enteredClaim } from '../claims/claims.dto.js';
import { ClaimsService } from '../claims/claims.service.js';
import type { ClaimFilter } from '../claims/list-claims.sql.js';
import { DomainError } from '../kernel/domain-error.js';
import { validationReasons } from '../platform/http/validation.js';
import { chooseIncident } from './choose-incident.js';
import type { Session } from './session.js';
import { claimTable } from './tables.js';

const LIMIT = 100;

/** `amends claims list`: the newest claims of a filter, as a table. */
export async function listClaims({ app }: Session, filter: ClaimFilter): Promise<void> {
  const { items, total } = await app.get(ClaimsService, { strict: false }).list(filter, { limit: LIMIT });
  if (items.length > 0) console.log(claimTable(items));
  console.log(`${items.length} of ${total ?? 'more than 10,000'} claims`);
}

/** `amends claims add`: enters a claim, of an incident when one is named, and says whose it is and what is said of it. */
export async function addClaim(
  { app, actor }: Session,
  said: Readonly<Record<string, unknown>>,
  incidentName?: string,
): Promise<void> {
  const named = incidentName === undefined ? {} : { incidentId: await chooseIncident(app, incidentName) };
  const dto = plainToInstance(EnterClaimDto, { ...said, ...named });
  const faults = validationReasons(validateSync(dto, { whitelist: true, forbidNonWhitelisted: true }));
  if (faults.length > 0) throw new DomainError('invalid', 'invalid_input', 'This is no claim.', { reasons: faults });
  const claim = await app.get(ClaimsService, { strict: false }).enter(enteredClaim(dto), actor);
  console.log(`${claim.id}: ${claim.status}${claim.verdict === null ? '' : `, ${claim.verdict}`}`);
  if (claim.customer !== null)
    console.log(`  ${claim.customer.name} (${claim.customer.externalId}), ${claim.incident?.title}`);
  for (const { externalId, name, signals } of claim.customer === null ? claim.candidates.customers : []) {
    console.log(`  perhaps ${name} (${externalId}): ${signals.join(', ')}`);
  }
  for (const { message } of claim.blockers) console.log(`  ${message}`);
}
