import { isIP } from 'node:net';
import { DomainError, type Reason } from '../../kernel/domain-error.js';
import { readSignInSettings, type SignInSettings } from '../access/sign-in-settings.js';

export type ProcessRole = 'all' | 'api' | 'worker';

/** Everything that the process reads from its environment, validated once at start. */
export type Env = {
  /** Where the embedded database, the local key and other state live. */
  readonly home: string;
  /** An external PostgreSQL; undefined means the embedded one. */
  readonly databaseUrl: string | undefined;
  readonly host: string;
  /** 0 lets the system choose a free port. */
  readonly port: number;
  readonly role: ProcessRole;
  readonly logLevel: string;
  /** Whether outgoing requests that ask for it may go to services of this machine. */
  readonly allowLoopback: boolean;
  /** Addresses or networks whose X-Forwarded-For and X-Forwarded-Proto are believed. */
  readonly trustedProxies: readonly string[];
  readonly signIn: SignInSettings;
  /** Signs the links of customers' pages; all replicas share it. Undefined: one is kept in the home folder. */
  readonly linkKey: string | undefined;
};

const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'];
const MIN_KEY_LENGTH = 32;
const ROLES: readonly string[] = ['all', 'api', 'worker'] satisfies ProcessRole[];

/** Reads the environment. Throws `invalid_environment` with every fault, not only the first. */
export function readEnv(source: Readonly<Record<string, string | undefined>>): Env {
  const reasons: Reason[] = [];
  const oneOf = (name: string, allowed: readonly string[], fallback: string): string => {
    const value = source[name] ?? fallback;
    if (!allowed.includes(value)) {
      reasons.push({ path: name, code: 'not_allowed', message: `${name} must be one of ${allowed.join(', ')}.` });
    }
    return value;
  };
  const port = Number(source['PORT'] ?? '3000');
  if (!Number.isInteger(port) || port < 0 || port > 65_535) {
    reasons.push({ path: 'PORT', code: 'not_a_port', message: 'PORT must be a whole number from 0 to 65535.' });
  }
  const databaseUrl = source['DATABASE_URL'] === '' ? undefined : source['DATABASE_URL'];
  if (databaseUrl !== undefined && !/^postgres(ql)?:\/\//.test(databaseUrl)) {
    reasons.push({ path: 'DATABASE_URL', code: 'not_a_url', message: 'DATABASE_URL must begin with postgres://.' });
  }
  const env: Env = {
    home: source['AMENDS_HOME'] ?? '.amends',
    databaseUrl,
    host: source['HOST'] ?? '127.0.0.1',
    port,
    role: oneOf('AMENDS_ROLE', ROLES, 'all') as ProcessRole,
    logLevel: oneOf('LOG_LEVEL', LOG_LEVELS, 'info'),
    trustedProxies: readNetworks('AMENDS_TRUSTED_PROXIES', source, reasons),
    allowLoopback: oneOf('AMENDS_ALLOW_LOOPBACK', ['on', 'off'], 'off') === 'on',
    signIn: readSignInSettings(source, reasons),
    linkKey: readLinkKey(source, reasons),
  };
  if (reasons.length > 0) {
    throw new DomainError('invalid', 'invalid_environment', 'The environment is not usable.', { reasons });
  }
  return env;
}

function readLinkKey(source: Readonly<Record<string, string | undefined>>, reasons: Reason[]): string | undefined {
  const key = source['AMENDS_LINK_KEY'];
  if (key === undefined || key === '') return undefined;
  if (key.length < MIN_KEY_LENGTH) {
    const message = `AMENDS_LINK_KEY must have ${MIN_KEY_LENGTH} characters at least.`;
    reasons.push({ path: 'AMENDS_LINK_KEY', code: 'too_short', message });
  }
  return key;
}

function readNetworks(name: string, source: Readonly<Record<string, string | undefined>>, reasons: Reason[]): string[] {
  const networks = (source[name] ?? '').split(',').flatMap((each) => each.trim() || []);
  const isNetwork = (text: string): boolean => {
    const [address = '', bits] = text.split('/');
    return isIP(address) !== 0 && (bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= 128));
  };
  if (!networks.every(isNetwork)) {
    const message = `${name} takes addresses and networks (10.0.0.0/8) with commas between them.`;
    reasons.push({ path: name, code: 'not_a_network', message });
  }
  return networks;
}
