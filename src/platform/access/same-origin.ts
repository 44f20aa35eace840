/** Methods that change nothing, so that a foreign page may cause them. */
const SAFE_METHODS: ReadonlySet<string> = new Set(['GET', 'HEAD', 'OPTIONS']);

export type RequestOrigin = {
  readonly method: string;
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
};

/**
 * True when a request that a cookie vouches for comes from a page of our own: what changes something must name, as
 * `Origin`, the host it is sent to or the public address. A browser always names it; one that does not is no browser.
 */
export function isSameOrigin({ method, headers }: RequestOrigin, publicUrl: string | undefined): boolean {
  if (SAFE_METHODS.has(method)) return true;
  const { origin, host } = headers;
  if (typeof origin !== 'string' || !URL.canParse(origin)) return false;
  const named = new URL(origin);
  if (publicUrl !== undefined) return named.origin === publicUrl;
  const sentTo = `${named.protocol}//${String(host)}`;
  return /^https?:$/.test(named.protocol) && URL.canParse(sentTo) && new URL(sentTo).host === named.host;
}
