import { randomBytes } from 'node:crypto';
import { chmod, mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startEmbedded } from '../../src/platform/database/embedded.service.js';
import { isAlive } from '../../src/platform/database/processes.service.js';
import { removeHome } from '../../src/platform/database/remove-home.service.js';
import { makeTemplate, runAlone, SERVER_URL, TEMPLATE_NAME } from './test-server.js';

const PREFIX = 'amends-test-';

/** Safe to lose in a crash: it is made anew for each run. */
const OVERRIDES = { synchronous_commit: 'off', shared_buffers: '128MB' };

type TestServer = { readonly url: string; readonly end: (template: string) => Promise<void> };

/** The server that AMENDS_TEST_DATABASE_URL names, else an embedded one in a folder of its own. */
async function startTestServer(): Promise<TestServer> {
  const external = process.env.AMENDS_TEST_DATABASE_URL;
  if (external) {
    return { url: external, end: (template) => runAlone(external, `drop database if exists ${template} with (force)`) };
  }
  await removeLeftServers();
  const folder = await mkdtemp(join(tmpdir(), `${PREFIX}${process.pid}-`));
  // Open to pass through, as the folder of an ordinary installation is.
  await chmod(folder, 0o711);
  const server = await startEmbedded({ home: join(folder, 'home'), overrides: OVERRIDES });
  return {
    url: server.url,
    end: async () => {
      await server.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** Whoever kills the run and its keeper together leaves a server. Those of other people are theirs to remove. */
async function removeLeftServers(): Promise<void> {
  for (const name of await readdir(tmpdir())) {
    const folder = join(tmpdir(), name);
    const [pid] = name.startsWith(PREFIX) ? name.slice(PREFIX.length).split('-') : [];
    if (pid === undefined || isAlive(Number(pid)) || (await stat(folder)).uid !== process.getuid?.()) continue;
    await removeHome(join(folder, 'home')).catch(() => undefined);
    await rm(folder, { recursive: true, force: true });
  }
}

// A signal may reach the whole terminal or job; our end comes from the run, by leaving us.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => undefined);

const template = `amends_template_${randomBytes(6).toString('hex')}`;
const server = await startTestServer();
try {
  await makeTemplate(server.url, template);
} catch (error) {
  await server.end(template);
  throw error;
}
if (process.connected) {
  process.once('disconnect', () => void server.end(template));
  process.send?.({ [SERVER_URL]: server.url, [TEMPLATE_NAME]: template });
} else {
  await server.end(template);
}
