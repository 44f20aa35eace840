import { connect, createServer, type Server, type Socket } from 'node:net';
import type { AddressInfo } from 'node:net';

export type Direction = 'up' | 'down';

/** What to do with bytes: let them through, or keep them for ever. */
export type Verdict = 'pass' | 'hold';

/** Looks at the bytes of one connection: `up` to the server, `down` from it. */
export type Judge = (direction: Direction, bytes: Buffer, connection: object) => Verdict;

/** A wire between two processes on which bytes can be stopped at a chosen moment. */
export class WireProxy {
  /** Decides about every piece; undefined lets all of them through. */
  judge: Judge | undefined;
  private readonly sockets = new Set<Socket>();
  private readonly server: Server = createServer((client) => this.join(client));

  constructor(
    private readonly port: number,
    private readonly host = '127.0.0.1',
  ) {}

  async listen(): Promise<number> {
    await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
    return (this.server.address() as AddressInfo).port;
  }

  async close(): Promise<void> {
    for (const socket of this.sockets) socket.destroy();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private join(client: Socket): void {
    const upstream = connect(this.port, this.host);
    const connection = {};
    // Held once, a direction stays held: later bytes must not overtake.
    const held = new Set<Direction>();
    const pass = (from: Socket, to: Socket, direction: Direction): void => {
      from.on('data', (bytes: Buffer) => {
        const verdict = held.has(direction) ? 'hold' : (this.judge?.(direction, bytes, connection) ?? 'pass');
        if (verdict === 'hold') held.add(direction);
        else if (!to.destroyed) to.write(bytes);
      });
      from.on('close', () => to.destroy());
      from.on('error', () => to.destroy());
      this.sockets.add(from);
      from.on('close', () => this.sockets.delete(from));
      from.setNoDelay(true);
    };
    pass(client, upstream, 'up');
    pass(upstream, client, 'down');
  }
}
