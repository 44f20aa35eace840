import { lookup } from 'node:dns/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Readable } from 'node:stream';
import { buildConnector, Client } from 'undici';
import { inflateStream } from './inflate.js';
import { OutgoingFailure } from './outgoing-failure.js';
import { type OutgoingTarget, readTarget, requireAddresses } from './outgoing-target.js';

export type OutgoingRequest = {
  readonly url: string;
  readonly method?: 'GET' | 'HEAD' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
  /** Limit of the whole exchange, from the name to the last byte. Default 10 s. */
  readonly timeoutMs?: number;
  /** Limit of the answer's body, after inflating. Default 1 MiB. */
  readonly maxBytes?: number;
  /** This use may speak to services of this machine, where the installation's switch allows that at all. */
  readonly allowLoopback?: boolean;
};

/** Header names are in lower case; several values of one name are joined by a comma. */
export type OutgoingAnswer = {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
};

/** The addresses of a name. */
export type Resolve = (hostname: string) => Promise<readonly string[]>;

export type OutgoingOptions = {
  /** AMENDS_ALLOW_LOOPBACK: whether requests that ask for it may go to this machine. */
  readonly allowLoopback: boolean;
  readonly resolve?: Resolve;
  /** Trusted in place of the system's certificates. */
  readonly ca?: string;
};

const TIMEOUT_MS = 10_000;
const MAX_BYTES = 1 << 20;
const MAX_HEADER_BYTES = 16 << 10;
/** A name with many addresses is tried at so many of them, before anything was sent. */
const MAX_CONNECTS = 3;
/** Set from the URL or the body by the client alone. */
const OWN_HEADERS: ReadonlySet<string> = new Set(['host', 'content-length', 'transfer-encoding', 'connection']);

/**
 * The one way out of this process by HTTP, for every address that comes from outside: status pages, webhooks, billing,
 * sign-in. A name is resolved once, refused when any of its addresses is not public, and the connection is pinned to what
 * was checked. Redirects are answers like any other and never followed, proxies of the environment are not used, and
 * time and size have limits.
 */
export class OutgoingService {
  private readonly resolve: Resolve;

  constructor(private readonly options: OutgoingOptions) {
    this.resolve = options.resolve ?? resolveByHost;
  }

  /** Sends one request, once. Throws `OutgoingFailure`, which says whether the request may have arrived. */
  async request(request: OutgoingRequest): Promise<OutgoingAnswer> {
    const allowLoopback = this.options.allowLoopback && request.allowLoopback === true;
    const target = readTarget(request.url, allowLoopback);
    requireHeaders(request.headers ?? {});
    const abort = new AbortController();
    const timeoutMs = request.timeoutMs ?? TIMEOUT_MS;
    const timer = setTimeout(() => abort.abort(), timeoutMs);
    const exchange = new Exchange(target, request, abort.signal, this.options.ca);
    try {
      const addresses = await this.addressesOf(target, abort.signal);
      requireAddresses(target.hostname, addresses, allowLoopback);
      return await exchange.run(addresses);
    } catch (error) {
      if (error instanceof OutgoingFailure) throw error;
      throw failureOf(error, target, exchange.mayHaveArrived, abort.signal.aborted ? timeoutMs : undefined);
    } finally {
      clearTimeout(timer);
      abort.abort(); // ends what is still open: the resolver's race, the connection
    }
  }

  /**
   * Why nothing would ever be sent to a URL: it breaks a rule, or its name leads inside. Undefined when there is no such
   * reason; a name that has no address at the moment is none. Sends nothing.
   */
  async faultOf(url: string, options: { readonly allowLoopback?: boolean } = {}): Promise<OutgoingFailure | undefined> {
    const allowLoopback = this.options.allowLoopback && options.allowLoopback === true;
    try {
      const target = readTarget(url, allowLoopback);
      requireAddresses(target.hostname, await this.addressesOf(target, AbortSignal.timeout(TIMEOUT_MS)), allowLoopback);
      return undefined;
    } catch (error) {
      const isOwn = error instanceof OutgoingFailure && error.code !== 'outgoing_name_unknown';
      return isOwn ? error : undefined;
    }
  }

  private async addressesOf({ hostname, isAddress }: OutgoingTarget, signal: AbortSignal): Promise<readonly string[]> {
    if (isAddress) return [hostname];
    const found = this.resolve(hostname).catch((cause: unknown) => {
      throw new OutgoingFailure('outgoing_name_unknown', `The name ${hostname} has no address.`, false, { cause });
    });
    return Promise.race([found, whenAborted(signal)]);
  }
}

/** One request over one connection of its own. */
class Exchange {
  /** True from the moment in which bytes of the request could have been written to the peer. */
  mayHaveArrived = false;

  constructor(
    private readonly target: OutgoingTarget,
    private readonly request: OutgoingRequest,
    private readonly signal: AbortSignal,
    private readonly ca: string | undefined,
  ) {}

  async run(addresses: readonly string[]): Promise<OutgoingAnswer> {
    const { url } = this.target;
    const client = new Client(url.origin, {
      connect: this.connectorTo(addresses.slice(0, MAX_CONNECTS)),
      maxHeaderSize: MAX_HEADER_BYTES,
      headersTimeout: 0, // the signal bounds the exchange as a whole
      bodyTimeout: 0,
    });
    // A request that still waits for its connection does not hear the signal; a destroyed client ends it in any state.
    this.signal.addEventListener('abort', () => void client.destroy(), { once: true });
    const answer = await client.request({
      path: `${url.pathname}${url.search}`,
      method: this.request.method ?? 'GET',
      headers: { 'user-agent': 'amends', ...this.request.headers },
      body: this.request.body ?? null,
    });
    const headers = joinHeaders(answer.headers);
    const body = this.request.method === 'HEAD' ? Buffer.alloc(0) : await this.read(answer.body, headers);
    return { status: answer.statusCode, headers, body };
  }

  /** Connects to the given addresses in turn and to nothing else; the name stays in Host, SNI and the certificate. */
  private connectorTo(addresses: readonly string[]): buildConnector.connector {
    const connect = buildConnector({
      timeout: this.request.timeoutMs ?? TIMEOUT_MS,
      maxCachedSessions: 0,
      ca: this.ca,
    });
    const pending = [...addresses];
    const next: buildConnector.connector = (options, callback) => {
      const address = pending.shift();
      if (address === undefined || this.mayHaveArrived) {
        callback(new Error('a request is sent over one connection only'), null);
        return;
      }
      connect({ ...options, hostname: address }, (...[error, socket]) => {
        if (this.signal.aborted) {
          socket?.destroy();
          callback(error ?? new Error('too late'), null);
        } else if (error !== null && pending.length > 0) {
          next(options, callback);
        } else if (error !== null) {
          callback(error, null);
        } else {
          this.mayHaveArrived = true;
          callback(null, socket);
        }
      });
    };
    return next;
  }

  private async read(body: Readable, headers: Readonly<Record<string, string>>): Promise<Buffer> {
    const limit = this.request.maxBytes ?? MAX_BYTES;
    const inflate = inflateStream(headers['content-encoding']);
    const stream = inflate === undefined ? body : body.on('error', (error) => inflate.destroy(error)).pipe(inflate);
    const chunks: Buffer[] = [];
    let size = 0;
    for await (const chunk of stream as AsyncIterable<Buffer>) {
      size += chunk.length;
      if (size > limit) {
        const message = `${this.target.hostname} answered with more than ${limit} bytes.`;
        throw new OutgoingFailure('outgoing_answer_too_large', message, true);
      }
      chunks.push(chunk);
    }
    return Buffer.concat(chunks);
  }
}

async function resolveByHost(hostname: string): Promise<readonly string[]> {
  const found = await lookup(hostname, { all: true, order: 'ipv4first' });
  return found.map(({ address }) => address);
}

async function whenAborted(signal: AbortSignal): Promise<never> {
  await sleep(2 ** 31 - 1, undefined, { signal, ref: false });
  throw new Error('nobody waits so long');
}

function requireHeaders(headers: Readonly<Record<string, string>>): void {
  const own = Object.keys(headers).find((name) => OWN_HEADERS.has(name.toLowerCase()));
  if (own === undefined) return;
  throw new OutgoingFailure('outgoing_request_not_allowed', `The header ${own} is set by the client.`, false);
}

function joinHeaders(
  headers: Readonly<Record<string, string | string[] | undefined>>,
): Readonly<Record<string, string>> {
  const joined: Record<string, string> = Object.create(null) as Record<string, string>;
  for (const [name, value] of Object.entries(headers))
    joined[name] = Array.isArray(value) ? value.join(', ') : (value ?? '');
  return joined;
}

function failureOf(
  cause: unknown,
  { hostname }: OutgoingTarget,
  mayHaveArrived: boolean,
  timeoutMs: number | undefined,
): OutgoingFailure {
  if (timeoutMs !== undefined) {
    const message = `${hostname} did not answer within ${timeoutMs} ms.`;
    return new OutgoingFailure('outgoing_timeout', message, mayHaveArrived, { cause });
  }
  if (cause instanceof Error && 'code' in cause && cause.code === 'UND_ERR_INVALID_ARG') {
    return new OutgoingFailure('outgoing_request_not_allowed', 'The request holds what HTTP does not allow.', false, {
      cause,
    });
  }
  const code = mayHaveArrived ? 'outgoing_broken' : 'outgoing_connect_failed';
  const message = mayHaveArrived
    ? `The exchange with ${hostname} broke off.`
    : `${hostname} could not be connected to.`;
  return new OutgoingFailure(code, message, mayHaveArrived, { cause });
}
