import { once } from 'node:events';

/** The keeper stops the server and removes its files when we leave it. */
export default async function stopPostgres() {
  const { amendsTestKeeper: keeper } = globalThis;
  if (keeper === undefined || keeper.exitCode !== null) return;
  const ended = once(keeper, 'exit');
  keeper.disconnect();
  await ended;
}
