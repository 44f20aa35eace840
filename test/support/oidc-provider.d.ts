/** What the tests use of the library, which brings no types. */
declare module 'oidc-provider' {
  import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';

  type Interaction = {
    readonly prompt: { readonly name: string };
    readonly params: Record<string, string>;
    readonly session?: { readonly accountId: string };
  };
  type Grant = { addOIDCScope(scope: string): void; save(): Promise<string> };

  export class Provider {
    readonly Grant: new (of: { readonly accountId: string; readonly clientId: string }) => Grant;
    constructor(issuer: string, options: object);
    callback(): RequestListener;
    interactionDetails(request: IncomingMessage, response: ServerResponse): Promise<Interaction>;
    interactionFinished(
      request: IncomingMessage,
      response: ServerResponse,
      result: object,
      options: object,
    ): Promise<void>;
  }
}
