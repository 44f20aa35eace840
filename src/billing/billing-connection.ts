import type { Reason } from '../kernel/domain-error.js';
import type { ConnectionKind } from './billing-system.js';
import { isWebhookSecret } from '../platform/hooks/signed-message.js';

/** A connection as somebody describes it. */
export type ConnectionInput = {
  readonly name: string;
  readonly kind: ConnectionKind;
  readonly baseUrl: string | null;
  readonly secretNames: readonly string[];
  readonly incomingSecretNames: readonly string[];
  readonly isDefault: boolean;
};

/** How many secrets each kind needs to send, at least and at most. Two are for a rotation. */
const SECRETS: Readonly<Record<ConnectionKind, readonly [number, number]>> = {
  stripe: [1, 1],
  lago: [1, 1],
  webhook: [1, 2],
  pull: [0, 0],
  csv: [0, 0],
};

/** Every fault of a connection. `secret` gives the secret of a name, or undefined. The URL's own rules are elsewhere. */
export function connectionFaults(
  { kind, baseUrl, secretNames, incomingSecretNames }: ConnectionInput,
  secret: (name: string) => string | undefined,
): readonly Reason[] {
  const reasons: Reason[] = [];
  const [least, most] = SECRETS[kind];
  if (secretNames.length < least || secretNames.length > most) {
    const message =
      least === most
        ? `A ${kind} connection has ${least} secret(s).`
        : 'A webhook has one secret, or two while they are rotated.';
    reasons.push({ path: 'secretNames', code: 'secret_count', message });
  }
  if (most === 0 && incomingSecretNames.length > 0) {
    reasons.push({
      path: 'incomingSecretNames',
      code: 'secret_count',
      message: `A ${kind} connection hears of nothing.`,
    });
  }
  if (kind === 'webhook' && baseUrl === null) {
    reasons.push({ path: 'baseUrl', code: 'url_required', message: 'A webhook needs the address of its receiver.' });
  }
  if (most === 0 && baseUrl !== null) {
    reasons.push({ path: 'baseUrl', code: 'url_not_used', message: `A ${kind} connection has no address.` });
  }
  for (const [path, names] of [
    ['secretNames', secretNames],
    ['incomingSecretNames', incomingSecretNames],
  ] as const) {
    names.forEach((name, index) => {
      const fault = secretFault(kind, path, name, secret(name));
      if (fault !== undefined) reasons.push({ path: `${path}.${index}`, ...fault });
    });
  }
  return reasons;
}

function secretFault(
  kind: ConnectionKind,
  path: 'secretNames' | 'incomingSecretNames',
  name: string,
  value: string | undefined,
): Reason | undefined {
  if (value === undefined) {
    return { code: 'secret_missing', message: `Set ${name} or ${name}_FILE in the environment, and start again.` };
  }
  if (kind === 'webhook' && !isWebhookSecret(value)) {
    return {
      code: 'secret_wrong_length',
      message: `${name} must be base64 of 24 to 64 bytes, with whsec_ in front or not.`,
    };
  }
  if (kind === 'stripe' && !(path === 'secretNames' ? /^[sr]k_\w{10,}$/ : /^whsec_\w{16,}$/).test(value)) {
    const shape = path === 'secretNames' ? 'a secret or restricted key (sk_…, rk_…)' : 'a signing secret (whsec_…)';
    return { code: 'secret_wrong_shape', message: `${name} is not ${shape} of Stripe.` };
  }
  if (kind === 'lago' && value.length < 8) return { code: 'secret_wrong_length', message: `${name} is too short.` };
  return undefined;
}
