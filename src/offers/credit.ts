/**
 * The reference under which a credit is known outside: a fixed function of its id, so that a retry, days later and by
 * another process, names the same credit.
 */
export function creditReference(creditId: string): string {
  return `amends-${creditId}`;
}
