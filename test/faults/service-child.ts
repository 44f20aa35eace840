import './one-copy.js';
import { OffersService } from '../../src/offers/offers.service.js';
import type { Actor } from '../../src/platform/access/actor.js';
import { readEnv } from '../../src/platform/env/env.js';
import { type RunningAmends, startAmends } from '../../src/start.js';

/** What the tests tell the service's process, and what it answers. */
export type Order = { readonly start: Readonly<Record<string, string>> } | { readonly accept: string };
export type Report =
  | { readonly loaded: true }
  | { readonly url: string | undefined }
  | { readonly accepted: string }
  | { readonly refused: string; readonly code: string };

/** The whole service in a process that can be killed. It loads at once and starts when it is told to. */
const CUSTOMER: Actor = { id: 'customer:link', kind: 'customer', roles: [] };
let running: RunningAmends | undefined;

process.on('message', (order: Order) => {
  void obey(order).then((report) => process.send?.(report));
});
process.on('disconnect', () => process.exit());
process.send?.({ loaded: true } satisfies Report);

async function obey(order: Order): Promise<Report> {
  if ('start' in order) {
    Object.assign(process.env, order.start);
    running = await startAmends(readEnv(process.env), { listen: true });
    return { url: running.url };
  }
  const id = order.accept;
  try {
    const answer = { saidBy: 'C. Dubreuil', channel: 'email', saidAt: new Date(), note: null } as const;
    await running?.app.get(OffersService).accept(id, answer, { actor: CUSTOMER });
    return { accepted: id };
  } catch (error) {
    return { refused: id, code: error instanceof Error && 'code' in error ? String(error.code) : String(error) };
  }
}
