import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** How a billing system misbehaves once: with `effect_…` what was asked for has happened, otherwise it has not. */
export type Mischief =
  | 'effect_then_reset'
  | 'effect_then_500'
  | 'effect_then_silence'
  | 'effect_then_truncated'
  | 'effect_then_nonsense'
  | 'reset'
  | 'silence'
  | 'answers_500'
  | 'answers_409'
  | 'answers_422'
  | 'answers_429'
  | 'answers_401';

export type StubRequest = {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body: string;
};
export type StubAnswer = {
  readonly status: number;
  readonly body: unknown;
  readonly headers?: Readonly<Record<string, string>>;
};

/** A server on loopback that a billing system's rules are put on, and that misbehaves when it is told to. */
export abstract class BillingStub {
  /** Every request that came, as `POST /path`. */
  readonly log: string[] = [];
  /** Waits before each answer, as a network does. */
  latencyMs = 0;
  retryAfterSeconds = 7;
  /** Requests that were under way at the same moment, at most. */
  mostAtOnce = 0;
  private atOnce = 0;
  private readonly mischiefs: { readonly method: string; readonly mischief: Mischief }[] = [];
  private readonly server: Server = createServer((request, response) => {
    this.atOnce += 1;
    this.mostAtOnce = Math.max(this.mostAtOnce, this.atOnce);
    response.on('close', () => (this.atOnce -= 1));
    void this.serve(request, response);
  });

  protected abstract answer(request: StubRequest): StubAnswer;

  async listen(): Promise<void> {
    this.server.keepAliveTimeout = 30_000;
    await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  /** Misbehaves at the next request of this method; several are taken in turn. */
  misbehave(mischief: Mischief, method = 'POST'): void {
    this.mischiefs.push({ method, mischief });
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private async serve(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    try {
      for await (const chunk of incoming) chunks.push(chunk as Buffer);
    } catch {
      return; // the request broke off: it never came
    }
    const { method = 'GET' } = incoming;
    const url = new URL(incoming.url ?? '/', 'http://stub');
    this.log.push(`${method} ${url.pathname}`);
    const place = this.mischiefs.findIndex((each) => each.method === method);
    const mischief = place < 0 ? undefined : this.mischiefs.splice(place, 1)[0]?.mischief;
    if (this.latencyMs > 0) await new Promise((resolve) => setTimeout(resolve, this.latencyMs));
    if (mischief !== undefined && !mischief.startsWith('effect')) {
      this.fail(mischief, incoming, response);
      return;
    }
    const request: StubRequest = {
      method,
      path: url.pathname,
      query: url.searchParams,
      headers: Object.fromEntries(
        Object.entries(incoming.headers).map(([name, value]) => [name, Array.isArray(value) ? value.join() : value]),
      ),
      body: Buffer.concat(chunks).toString('utf8'),
    };
    const { status, body, headers } = this.answer(request);
    const text = body === undefined ? '' : JSON.stringify(body);
    if (mischief !== undefined) {
      this.spoil(mischief, text, incoming, response);
      return;
    }
    response.writeHead(status, { 'content-type': 'application/json', ...headers });
    response.end(text);
  }

  private fail(mischief: Mischief, incoming: IncomingMessage, response: ServerResponse): void {
    if (mischief === 'reset') incoming.socket.resetAndDestroy();
    if (mischief === 'silence' || mischief === 'reset') return;
    const status = Number(mischief.slice('answers_'.length));
    response.writeHead(status, {
      'content-type': 'application/json',
      ...(status === 429 ? { 'retry-after': String(this.retryAfterSeconds) } : {}),
    });
    response.end(JSON.stringify({ error: { type: 'api_error', message: `stub answers ${status}` } }));
  }

  private spoil(mischief: Mischief, text: string, incoming: IncomingMessage, response: ServerResponse): void {
    if (mischief === 'effect_then_reset') incoming.socket.resetAndDestroy();
    if (mischief === 'effect_then_500') {
      response.writeHead(500, { 'content-type': 'application/json' });
      response.end(JSON.stringify({ error: { type: 'api_error', message: 'stub fails after the effect' } }));
    }
    if (mischief === 'effect_then_nonsense') {
      response.writeHead(200, { 'content-type': 'application/json' });
      response.end(text.slice(0, text.length / 2));
    }
    if (mischief === 'effect_then_truncated') {
      response.writeHead(200, { 'content-type': 'application/json', 'content-length': String(text.length) });
      response.write(text.slice(0, text.length / 2), () => incoming.socket.destroy());
    }
  }
}
