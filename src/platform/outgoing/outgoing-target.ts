import type { Reason } from '../../kernel/domain-error.js';
import { addressKind } from './address-kind.js';
import { OutgoingFailure } from './outgoing-failure.js';

/** Where a request goes, after the rules of the URL were checked. `hostname` has no brackets. */
export type OutgoingTarget = {
  readonly url: URL;
  readonly hostname: string;
  /** The hostname is an address already: there is nothing to resolve. */
  readonly isAddress: boolean;
};

const PORTS: ReadonlySet<string> = new Set(['', '443', '8443']);
const URL_LENGTH = 2048;

/**
 * Checks what a URL says of itself: https on port 443 or 8443, without a name and password. Plain http and other ports
 * are for this machine alone, and only where `allowLoopback` is true. The WHATWG parser has turned every disguise of an
 * IPv4 address (decimal, octal, hexadecimal, short) into its usual form before. Throws `outgoing_request_not_allowed`
 * with every fault. Which addresses the name has is checked when it is resolved.
 */
export function readTarget(text: string, allowLoopback: boolean): OutgoingTarget {
  if (text.length > URL_LENGTH || !URL.canParse(text)) {
    throw refused([
      { path: 'url', code: 'not_a_url', message: `A URL of at most ${URL_LENGTH} characters is needed.` },
    ]);
  }
  const url = new URL(text);
  const hostname = url.hostname.replace(/^\[(.*)\]$/, '$1');
  const isLocal = allowLoopback && (hostname === 'localhost' || addressKind(hostname) === 'loopback');
  const reasons: Reason[] = [];
  if (url.protocol !== 'https:' && !(isLocal && url.protocol === 'http:')) {
    reasons.push({ path: 'url', code: 'https_needed', message: 'Only https is allowed.' });
  }
  if (!isLocal && !PORTS.has(url.port)) {
    reasons.push({ path: 'url', code: 'port_not_allowed', message: 'Only the ports 443 and 8443 are allowed.' });
  }
  if (url.username !== '' || url.password !== '') {
    reasons.push({ path: 'url', code: 'userinfo_not_allowed', message: 'The URL must not hold a name or password.' });
  }
  if (hostname === '') reasons.push({ path: 'url', code: 'host_needed', message: 'The URL names no host.' });
  if (reasons.length > 0) throw refused(reasons);
  return { url, hostname, isAddress: /^[\d.]+$/.test(hostname) || hostname.includes(':') };
}

/**
 * Refuses the target when any of its addresses leads elsewhere than to the public internet (or, where allowed, to this
 * machine): one bad address among good ones is how a name is turned against us. Throws `outgoing_address_refused`.
 */
export function requireAddresses(hostname: string, addresses: readonly string[], allowLoopback: boolean): void {
  const good = addresses.every((address) => {
    const kind = addressKind(address);
    return kind === 'global' || (allowLoopback && kind === 'loopback');
  });
  if (good && addresses.length > 0) return;
  // The address itself is not said: it would tell a stranger how our network is laid out.
  const message = `${hostname} does not lead to the public internet, so nothing was sent to it.`;
  throw new OutgoingFailure('outgoing_address_refused', message, false);
}

function refused(reasons: readonly Reason[]): OutgoingFailure {
  const message = reasons.map((reason) => reason.message).join(' ');
  return new OutgoingFailure('outgoing_request_not_allowed', message, false, { reasons });
}
