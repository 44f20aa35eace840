/** An answer as it came over the wire; each test says what it expects of the body. */
export type Answer<Body = Record<string, unknown>> = {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Body;
};

export type Request = {
  /** JSON unless `type` says otherwise. */
  readonly body?: unknown;
  readonly type?: string;
  readonly headers?: Readonly<Record<string, string>>;
};

/** Speaks to a listening application, as a person in a browser or as a machine. Bodies that are JSON are read, others come as bytes. */
export class HttpClient {
  private sent = 0;

  constructor(
    private readonly origin: string,
    /** How the client proves who it is: a key, or the cookie of a browser. */
    private readonly proof: Readonly<Record<string, string>>,
  ) {}

  get<Body = Record<string, unknown>>(path: string): Promise<Answer<Body>> {
    return this.send('GET', path, {});
  }

  put<Body = Record<string, unknown>>(path: string, body: unknown, request: Request = {}): Promise<Answer<Body>> {
    return this.send('PUT', path, { body, ...request });
  }

  patch<Body = Record<string, unknown>>(path: string, body: unknown, request: Request = {}): Promise<Answer<Body>> {
    return this.send('PATCH', path, { body, ...request });
  }

  /** Each POST has an Idempotency-Key of its own, unless the request names one. */
  post<Body = Record<string, unknown>>(path: string, body?: unknown, request: Request = {}): Promise<Answer<Body>> {
    this.sent += 1;
    const headers = { 'idempotency-key': `test-${process.pid}-${this.sent}`, ...request.headers };
    return this.send('POST', path, { body, ...request, headers });
  }

  private async send<Body>(method: string, path: string, { body, type, headers }: Request): Promise<Answer<Body>> {
    const response = await fetch(`${this.origin}${path}`, {
      method,
      headers: {
        ...this.proof,
        ...(body === undefined ? {} : { 'content-type': type ?? 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: type === undefined ? JSON.stringify(body) : (body as string) }),
    });
    const bytes = Buffer.from(await response.arrayBuffer());
    const isJson = /json/.test(response.headers.get('content-type') ?? '');
    return {
      status: response.status,
      headers: response.headers,
      body: (isJson ? JSON.parse(bytes.toString()) : bytes) as Body,
    };
  }
}
