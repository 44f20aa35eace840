import { startAmends } from '../src/start.js';
import { AccessService } from '../src/platform/access/access.service.js';
import { SYSTEM } from '../src/platform/access/actor.js';
import { Database } from '../src/platform/database/database.js';
import { readEnv } from '../src/platform/env/env.js';

/** Amends in a process of its own, so that its memory is its own: says where it listens, and every 100 ms what it takes. */
const SAMPLE_MS = 100;

const running = await startAmends(readEnv({ ...process.env, PORT: '0', LOG_LEVEL: 'error' }), { listen: true });
const key = await running.app.get(AccessService).createKey('bench', ['integrator'], SYSTEM);
process.send?.({ url: running.url, key, databaseUrl: running.app.get(Database).url });
const sampling = setInterval(() => process.send?.({ rssBytes: process.memoryUsage().rss }), SAMPLE_MS);

process.once('message', () => {
  clearInterval(sampling);
  void running.stop().finally(() => process.exit());
});
