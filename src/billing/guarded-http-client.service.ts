import { Stripe } from 'stripe';
import type { OutgoingAnswer, OutgoingService } from '../platform/outgoing/outgoing.service.js';

type Headers = Parameters<Stripe.HttpClient['makeRequest']>[4];

/**
 * Stripe's SDK over the guarded client. The SDK keeps an `OutgoingFailure` as the `detail` of its own error: it says exactly
 * whether the request may have arrived.
 */
export class GuardedHttpClient extends Stripe.HttpClient {
  constructor(private readonly outgoing: OutgoingService) {
    super();
  }

  override getClientName(): string {
    return 'amends';
  }

  override async makeRequest(
    host: string,
    port: string,
    path: string,
    method: string,
    headers: Headers,
    requestData: string,
    protocol: string,
    timeout: number,
  ): Promise<InstanceType<typeof Stripe.HttpClientResponse>> {
    const isDefaultPort = port === '' || port === (protocol === 'http' ? '80' : '443');
    const answer = await this.outgoing.request({
      url: `${protocol}://${host}${isDefaultPort ? '' : `:${port}`}${path}`,
      method: method as 'GET' | 'POST' | 'DELETE',
      headers: sendable(headers),
      ...(requestData === '' ? {} : { body: requestData }),
      timeoutMs: timeout,
      allowLoopback: true,
    });
    return new GuardedResponse(answer);
  }
}

class GuardedResponse extends Stripe.HttpClientResponse {
  constructor(private readonly answer: OutgoingAnswer) {
    super(answer.status, { ...answer.headers });
  }

  override getRawResponse(): OutgoingAnswer {
    return this.answer;
  }

  override toJSON(): Promise<unknown> {
    return new Promise((resolve) => {
      resolve(this._parseResponseBody(this.answer.body.toString('utf8')));
    });
  }
}

/** The guarded client sets the length itself. */
function sendable(headers: Headers): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers)
      .filter(
        ([name, value]) => value !== undefined && value !== null && !/^(content-length|host|connection)$/i.test(name),
      )
      .map(([name, value]) => [name, Array.isArray(value) ? value.join(', ') : String(value)]),
  );
}
