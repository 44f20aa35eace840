import ipaddr from 'ipaddr.js';

/** Where an IP address leads: the public internet, this machine, or anywhere else (private, link-local, reserved, …). */
export type AddressKind = 'global' | 'loopback' | 'other';

/** IPv6 hands out global unicast addresses from this block only (RFC 4291); IPv4-compatible `::a.b.c.d` is outside it. */
const GLOBAL_UNICAST = ipaddr.parseCIDR('2000::/3');
/** Public by number, yet answered by the host of the virtual machine itself (Azure's WireServer). */
const HOST_SERVICES: ReadonlySet<string> = new Set(['168.63.129.16']);

/**
 * The kind of an address in its usual notation, as a resolver gives it. Forms that carry an IPv4 address inside an IPv6
 * one (mapped, 6to4, Teredo, NAT64) are `other`, whatever they carry: no honest name resolves to them. So is text that is
 * not an address.
 */
export function addressKind(text: string): AddressKind {
  if (!ipaddr.IPv4.isValidFourPartDecimal(text) && !ipaddr.IPv6.isValid(text)) return 'other';
  const address = ipaddr.parse(text);
  const range = address.range();
  if (range === 'loopback') return 'loopback';
  if (range !== 'unicast' || HOST_SERVICES.has(text)) return 'other';
  return address instanceof ipaddr.IPv4 || address.match(GLOBAL_UNICAST) ? 'global' : 'other';
}
