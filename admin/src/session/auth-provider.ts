import { forgetFiles } from '../imports/stored-files.js';
import type { AuthProvider } from 'react-admin';
import { problemOf } from '../api/problem.js';

/** Who is signed in, as `GET /api/v1/me` says. */
export type Me = {
  readonly id: string;
  readonly name?: string | null;
  readonly email?: string | null;
  readonly roles: readonly string[];
};

let known: Promise<Me> | undefined;

/** Who is signed in; asked once and kept until the session changes. Throws `ApiProblem` with status 401 for nobody. */
export function whoAmI(): Promise<Me> {
  known ??= ask().catch((error: unknown) => {
    known = undefined;
    throw error;
  });
  return known;
}

/** The session changed: whoever asks next asks the service. */
export function forgetMe(): void {
  known = undefined;
}

async function ask(): Promise<Me> {
  const response = await fetch('/api/v1/me', { credentials: 'same-origin' });
  const body: unknown = await response.json().catch(() => null);
  if (!response.ok) throw problemOf(response.status, body);
  return body as Me;
}

/** Signs in; the session is a cookie that no script can read. Throws `ApiProblem`. */
export async function signIn(email: string, password: string): Promise<void> {
  const response = await fetch('/api/auth/sign-in/email', {
    method: 'POST',
    credentials: 'same-origin',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ email, password }),
  });
  if (!response.ok) throw problemOf(response.status, await response.json().catch(() => null));
  forgetMe();
}

const signOutListeners = new Set<() => void>();

/** Calls back when the reader signs out, for what this browser keeps of their work. */
export function onSignOut(listener: () => void): void {
  signOutListeners.add(listener);
}

/** react-admin's view of the session. What a role may do is for the service to say; the pages only follow. */
export const authProvider: AuthProvider = {
  login: ({ email, password }: { email: string; password: string }) => signIn(email, password),
  logout: async () => {
    forgetMe();
    for (const listener of signOutListeners) listener();
    await forgetFiles().catch(() => undefined);
    await fetch('/api/auth/sign-out', {
      method: 'POST',
      credentials: 'same-origin',
      headers: { 'content-type': 'application/json' },
      body: '{}',
    }).catch(() => undefined);
  },
  checkAuth: async () => {
    await whoAmI();
  },
  // A session that ends in the middle of something is asked for again over the page (SessionDialog), which stays.
  checkError: () => Promise.resolve(),
  getIdentity: async () => {
    const me = await whoAmI();
    return { id: me.id, fullName: me.name ?? me.email ?? me.id, email: me.email ?? null, roles: me.roles };
  },
  getPermissions: async () => (await whoAmI()).roles,
};
