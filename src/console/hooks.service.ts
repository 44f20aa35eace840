import { Injectable } from '@nestjs/common';
import { Clock } from '../kernel/clock.js';
import { Database } from '../platform/database/database.js';
import { Secrets } from '../platform/env/secrets.service.js';
import { findCompanySettings } from '../platform/settings/settings.sql.js';
import { billingHookSecrets, hookTraffic } from './hooks.sql.js';

/** Where one kind of platform tells us what happened. Secrets are named, never shown: they stand in the environment. */
export type HookAddress = {
  readonly hook: string;
  readonly path: string;
  /** The whole address, once the settings say where this installation is reached. */
  readonly url: string | null;
  readonly secrets: readonly { readonly name: string; readonly isSet: boolean }[];
  readonly lastDay: number;
  readonly lastAt: Date | null;
};

const DAY_MS = 86_400_000;
const PATH = '/api/v1/hooks/';
const SECRETS: readonly (readonly [hook: string, names: readonly string[]])[] = [
  ['zoom', ['AMENDS_ZOOM_HOOK_SECRET']],
  ['livekit', ['AMENDS_LIVEKIT_HOOK_KEY', 'AMENDS_LIVEKIT_HOOK_SECRET']],
  ['meetings', ['AMENDS_MEETINGS_HOOK_SECRET']],
  ['mail', ['AMENDS_MAIL_HOOK_SECRET']],
];

/** The addresses that others send their events to, for whoever connects them. */
@Injectable()
export class HooksService {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly secrets: Secrets,
  ) {}

  /** Every hook, with whether its secrets are there and what it heard. */
  list(): Promise<readonly HookAddress[]> {
    const since = new Date(this.clock.now().getTime() - DAY_MS);
    return this.database.read(async (tx) => {
      const { publicUrl } = await findCompanySettings(tx);
      const heard = new Map((await hookTraffic(tx, since)).map((traffic) => [traffic.hook, traffic]));
      const billing = (await billingHookSecrets(tx)).map(({ kind, names }) => [`billing/${kind}`, names] as const);
      return [...SECRETS, ...billing].map(([hook, names]) => ({
        hook,
        path: `${PATH}${hook}`,
        url: publicUrl === null ? null : `${publicUrl}${PATH}${hook}`,
        secrets: names.map((name) => ({ name, isSet: this.secrets.find(name) !== undefined })),
        lastDay: heard.get(hook)?.lastDay ?? 0,
        lastAt: heard.get(hook)?.lastAt ?? null,
      }));
    });
  }
}
