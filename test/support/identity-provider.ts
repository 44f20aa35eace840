import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Provider } from 'oidc-provider';

/** A real OpenID provider on this machine, at which `accounts` sign in without being asked for anything. */
export class IdentityProvider {
  /** Who sits at the browser: the account that signs in next. */
  accountId = 'nobody';

  private constructor(
    readonly issuer: string,
    private readonly close: () => void,
  ) {}

  static async start(
    redirectUri: string,
    accounts: Readonly<Record<string, Readonly<Record<string, unknown>>>>,
  ): Promise<IdentityProvider> {
    let provider: Provider | undefined;
    let identity: IdentityProvider | undefined;
    const server = createServer((request, response) => {
      if (provider === undefined || identity === undefined) response.writeHead(503).end();
      else if (!request.url?.startsWith('/interaction/')) provider.callback()(request, response);
      else void letIn(provider, identity.accountId, request, response);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    identity = new IdentityProvider(issuer, () => {
      server.closeAllConnections();
      server.close();
    });
    provider = new Provider(issuer, {
      clients: [{ client_id: 'amends', client_secret: 'the secret of amends', redirect_uris: [redirectUri] }],
      claims: { openid: ['sub'], profile: ['name', 'groups'], email: ['email', 'email_verified'] },
      conformIdTokenClaims: false,
      pkce: { required: () => true },
      features: { devInteractions: { enabled: false } },
      interactions: { url: (_context: unknown, interaction: { uid: string }) => `/interaction/${interaction.uid}` },
      cookies: { keys: ['one key of the test'] },
      findAccount: (_context: unknown, accountId: string) => ({
        accountId,
        claims: () => ({ sub: accountId, ...accounts[accountId] }),
      }),
    });
    return identity;
  }

  stop(): void {
    this.close();
  }
}

async function letIn(
  provider: Provider,
  accountId: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { prompt, params } = await provider.interactionDetails(request, response);
  const merged = { mergeWithLastSubmission: true };
  if (prompt.name === 'login') {
    await provider.interactionFinished(request, response, { login: { accountId } }, merged);
    return;
  }
  const grant = new provider.Grant({ accountId, clientId: params['client_id'] ?? '' });
  grant.addOIDCScope(params['scope'] ?? 'openid');
  await provider.interactionFinished(request, response, { consent: { grantId: await grant.save() } }, merged);
}
