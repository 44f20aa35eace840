const MASK = '***';
/** A shorter value would mask ordinary words. */
const SECRET_LENGTH = 8;
const SECRET_NAME = /(?:PASSWORD|SECRET|TOKEN|_KEY|DATABASE_URL)$/i;

const PATTERNS: readonly (readonly [RegExp, string])[] = [
  [/\b(amk_[0-9a-f]{4})[\w-]+/gi, `$1${MASK}`],
  [/(:\/\/[^\s:/@"]*):[^\s@/"]+@/g, `$1:${MASK}@`],
  [/\b(bearer|basic)\s+[\w.~+/=-]+/gi, `$1 ${MASK}`],
  [/((?:authorization|cookie|password|secret|token|api-?key)\\?"?\s*[:=]\s*\\?"?)[^\s"\\,;}&]+/gi, `$1${MASK}`],
];

/** The secret values among the variables of the environment, told by their names; of a URL its password. */
export function secretsOf(source: Readonly<Record<string, string | undefined>>): string[] {
  return Object.entries(source).flatMap(([name, value = '']) => {
    if (!SECRET_NAME.test(name)) return [];
    const password = URL.canParse(value) ? new URL(value).password : '';
    return [value, password, decodeURIComponent(password)].filter((secret) => secret.length >= SECRET_LENGTH);
  });
}

/**
 * A line of the log without the given secrets, and without whatever looks like a key, a password of a URL, a bearer token
 * or a cookie. The last resort: what is logged should hold none of them to begin with.
 */
export function scrub(line: string, secrets: readonly string[]): string {
  const known = secrets.reduce((text, secret) => text.replaceAll(secret, MASK), line);
  return PATTERNS.reduce((text, [pattern, mask]) => text.replaceAll(pattern, mask), known);
}
