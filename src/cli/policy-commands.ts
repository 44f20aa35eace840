import { readFile } from 'node:fs/promises';
import Table from 'cli-table3';
import { DomainError } from '../kernel/domain-error.js';
import type { SimulatedTotals } from '../offers/simulate-policy.js';
import { SimulationService } from '../offers/simulation.service.js';
import { describePolicy } from '../policies/describe-policy.js';
import { PoliciesService } from '../policies/policies.service.js';
import { validatePolicy } from '../policies/validate-policy.js';
import { chooseIncident, latestAssessment } from './choose-incident.js';
import type { Session } from './session.js';
import { classWords, sumWords } from './tables.js';

const MAX_POLICIES = 500;

/** `amends policies list`: every policy with its newest version. */
export async function listPolicies({ app }: Session): Promise<void> {
  const { items } = await app.get(PoliciesService).list({ limit: MAX_POLICIES });
  const table = plainTable(['code', 'name', 'version', 'from']);
  for (const { code, name, latestVersion, latestFrom } of items) {
    table.push([code, name, latestVersion ?? 'none', latestFrom ?? '']);
  }
  console.log(table.toString());
}

/** `amends policies show CODE`: the newest version in words. */
export async function showPolicy({ app }: Session, code: string, language: 'fr' | 'en'): Promise<void> {
  const { name, latest } = await app.get(PoliciesService).get(code);
  console.log(`${name} (${code})`);
  if (latest === null) return console.log('It has no version yet.');
  console.log(`version ${latest.version}, in force from ${latest.from}${latest.to === null ? '' : ` to ${latest.to}`}`);
  for (const sentence of latest.description) console.log(`- ${sentence[language]}`);
}

/** `amends policies check FILE`: says the rules in words, or everything that is wrong with them (exit code 1). */
export async function checkPolicy(file: string, language: 'fr' | 'en'): Promise<void> {
  const found = validatePolicy(await readRules(file));
  if (found.faults === undefined) {
    for (const sentence of describePolicy(found.rules)) console.log(`- ${sentence[language]}`);
    return;
  }
  for (const { path, code, message } of found.faults) console.log(`${path ?? ''}: ${message} [${code}]`);
  process.exitCode = 1;
}

/** `amends policies simulate FILE`: what a draft would come to over the newest assessment, beside what is in force. */
export async function simulatePolicy({ app }: Session, file: string, name: string | undefined): Promise<void> {
  const { id } = await latestAssessment(app, await chooseIncident(app, name));
  const { draft, inForce } = await app.get(SimulationService).simulate(id, await readRules(file));
  const table = plainTable(['', 'the draft', 'in force']);
  const add = (label: string, words: (totals: SimulatedTotals) => string): void => {
    table.push([label, words(draft), words(inForce)]);
  };
  add('offers', ({ outcomes }) => String(outcomes.offer));
  add('nothing owed', ({ outcomes }) => String(outcomes.nothing_owed));
  add('to be looked at', ({ outcomes }) => String(outcomes.refused));
  add('in all', ({ totals, inKind }) => sumWords(totals, inKind));
  add('by plan', ({ byPlan }) =>
    byPlan.map((each) => `${each.name}: ${each.offers}, ${sumWords(each.totals, each.inKind)}`).join('\n'),
  );
  add('by class', ({ byClass }) =>
    byClass.map((each) => `${classWords(each.name)}: ${each.offers}, ${sumWords(each.totals, each.inKind)}`).join('\n'),
  );
  add('largest', ({ largest }) =>
    largest.map(({ customerName, amount, inKind }) => `${customerName}: ${sumWords([amount], inKind)}`).join('\n'),
  );
  add('taken away', ({ takenAway }) =>
    takenAway.map(({ code, customers, totals }) => `${code}: ${customers}, ${sumWords(totals)}`).join('\n'),
  );
  add('why nothing', ({ reasons }) => reasons.map(({ code, customers }) => `${code}: ${customers}`).join('\n'));
  console.log(table.toString());
}

/** A file of rules, or of an example, whose rules are a field of it. */
async function readRules(file: string): Promise<unknown> {
  try {
    const json = JSON.parse(await readFile(file, 'utf8')) as { readonly rules?: unknown };
    return json.rules ?? json;
  } catch (cause) {
    throw new DomainError('invalid', 'file_not_json', `${file} cannot be read as JSON.`, { cause });
  }
}

function plainTable(head: readonly string[]): Table.Table {
  return new Table({ head: [...head], style: { head: [], border: [], compact: true } });
}
