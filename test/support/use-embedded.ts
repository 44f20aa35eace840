import { startEmbedded } from '../../src/platform/database/embedded.service.js';

/** A program that uses the embedded server of a home until it is told to end, or killed. For tests of its life. */
const [home = ''] = process.argv.slice(2);
const server = await startEmbedded({ home });
process.on('message', (message) => {
  if (message === 'stop') void server.stop().then(() => process.disconnect());
  if (message === 'exit') process.exit(0);
});
process.send?.({ pid: server.pid, port: server.port, url: server.url, adopted: server.adopted });
