import type { Reason } from '../../kernel/domain-error.js';
import { type Role, ROLES } from './actor.js';

/** The company's own identity provider. */
export type OidcSettings = {
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: string;
  /** Asked for besides `openid`. */
  readonly scopes: readonly string[];
  /** The claim that names a person's groups. */
  readonly groupsClaim: string;
  readonly rolesOfGroup: Readonly<Record<string, readonly Role[]>>;
};

/** The name under which the settings are given to whoever needs them. */
export const SIGN_IN_SETTINGS = 'amends:sign-in-settings';

/** How people sign in. */
export type SignInSettings = {
  /** Where browsers find Amends, without a path; its scheme decides whether cookies are Secure. */
  readonly publicUrl: string | undefined;
  /** Signs the cookies; all replicas share it. Undefined: one is kept in the home folder. */
  readonly secret: string | undefined;
  readonly adminEmail: string;
  /** A session that is not used for so long ends. */
  readonly idleSeconds: number;
  /** A session ends after so long, used or not. */
  readonly maxSeconds: number;
  readonly oidc: OidcSettings | undefined;
};

export const DEFAULT_SIGN_IN: SignInSettings = {
  publicUrl: undefined,
  secret: undefined,
  adminEmail: 'admin@amends.invalid',
  idleSeconds: 2 * 3600,
  maxSeconds: 12 * 3600,
  oidc: undefined,
};

const MIN_SECRET_LENGTH = 32;
const MAX_MINUTES = 60 * 24 * 30;
const EMAIL = /^[^\s@]{1,64}@[^\s@]{1,190}$/;

type Source = Readonly<Record<string, string | undefined>>;

/** Reads what the environment says of signing in; every fault goes into `reasons`. */
export function readSignInSettings(source: Source, reasons: Reason[]): SignInSettings {
  const fault = (path: string, code: string, message: string): undefined => void reasons.push({ path, code, message });
  const publicUrl = readOrigin(source['AMENDS_PUBLIC_URL'], fault);
  const secret = source['AMENDS_AUTH_SECRET'];
  if (secret !== undefined && secret.length < MIN_SECRET_LENGTH) {
    fault('AMENDS_AUTH_SECRET', 'too_short', `AMENDS_AUTH_SECRET must have ${MIN_SECRET_LENGTH} characters at least.`);
  }
  const adminEmail = source['AMENDS_ADMIN_EMAIL'] ?? DEFAULT_SIGN_IN.adminEmail;
  if (!EMAIL.test(adminEmail)) {
    fault('AMENDS_ADMIN_EMAIL', 'not_an_email', 'AMENDS_ADMIN_EMAIL must be an e-mail address.');
  }
  const seconds = (name: string, fallbackSeconds: number): number => {
    const minutes = Number(source[name] ?? fallbackSeconds / 60);
    if (!Number.isInteger(minutes) || minutes < 1 || minutes > MAX_MINUTES) {
      fault(name, 'not_minutes', `${name} must be a whole number of minutes from 1 to ${MAX_MINUTES}.`);
    }
    return minutes * 60;
  };
  return {
    publicUrl,
    secret,
    adminEmail: adminEmail.toLowerCase(),
    idleSeconds: seconds('AMENDS_SESSION_IDLE_MINUTES', DEFAULT_SIGN_IN.idleSeconds),
    maxSeconds: seconds('AMENDS_SESSION_MAX_MINUTES', DEFAULT_SIGN_IN.maxSeconds),
    oidc: readOidc(source, publicUrl, fault),
  };
}

type Fault = (path: string, code: string, message: string) => undefined;

function readOrigin(text: string | undefined, fault: Fault): string | undefined {
  if (text === undefined || text === '') return undefined;
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url !== undefined && /^https?:$/.test(url.protocol) && url.pathname === '/' && url.username === '') {
    return url.origin;
  }
  return fault('AMENDS_PUBLIC_URL', 'not_an_origin', 'AMENDS_PUBLIC_URL must be like https://amends.example.com.');
}

function readOidc(source: Source, publicUrl: string | undefined, fault: Fault): OidcSettings | undefined {
  const issuer = source['AMENDS_OIDC_ISSUER'];
  if (issuer === undefined || issuer === '') return undefined;
  const needed = (name: string): string => {
    const value = source[name] ?? '';
    if (value === '') fault(name, 'required', `${name} is needed beside AMENDS_OIDC_ISSUER.`);
    return value;
  };
  if (!URL.canParse(issuer) || !/^https?:/.test(issuer)) {
    fault('AMENDS_OIDC_ISSUER', 'not_a_url', 'AMENDS_OIDC_ISSUER must be the https address of the provider.');
  }
  if (publicUrl === undefined) {
    fault('AMENDS_PUBLIC_URL', 'required', 'AMENDS_PUBLIC_URL is needed, since the provider sends people back there.');
  }
  return {
    issuer,
    clientId: needed('AMENDS_OIDC_CLIENT_ID'),
    clientSecret: needed('AMENDS_OIDC_CLIENT_SECRET'),
    scopes: (source['AMENDS_OIDC_SCOPES'] ?? 'profile email').split(/[\s,]+/).filter((scope) => scope !== ''),
    groupsClaim: source['AMENDS_OIDC_GROUPS_CLAIM'] ?? 'groups',
    rolesOfGroup: readGroups(needed('AMENDS_OIDC_GROUP_ROLES'), fault),
  };
}

/** `amends-managers=manager, amends-admins=administrator+finance`. */
function readGroups(text: string, fault: Fault): Record<string, readonly Role[]> {
  const entries = text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '')
    .map((part): [string, Role[]] => {
      const at = part.lastIndexOf('=');
      const names = part.slice(at + 1).split('+');
      const roles = ROLES.filter((role) => names.includes(role));
      if (at < 1 || roles.length !== names.length) {
        const message = `AMENDS_OIDC_GROUP_ROLES must be like "group=manager, other=finance+viewer", not "${part}".`;
        fault('AMENDS_OIDC_GROUP_ROLES', 'not_group_roles', message);
      }
      return [part.slice(0, at), roles];
    });
  return Object.fromEntries(entries);
}
