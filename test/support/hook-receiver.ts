import { BillingStub, type StubAnswer, type StubRequest } from './billing-stub.js';

/** A receiver of Standard Webhooks that answers as it is told and keeps what came. */
export class HookReceiver extends BillingStub {
  readonly received: StubRequest[] = [];
  next: StubAnswer[] = [];

  protected answer(request: StubRequest): StubAnswer {
    this.received.push(request);
    return this.next.shift() ?? { status: 204, body: undefined };
  }
}
