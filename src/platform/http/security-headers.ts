/** What an answer is, as far as its headers differ. */
export type AnswerKind = 'page' | 'docs' | 'pdf' | 'data';

const DIRECTIVES: Readonly<Record<Exclude<AnswerKind, 'page'>, string>> = {
  // Nothing in JSON or CSV is ever to be run, drawn or framed.
  data: "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  // A letter is looked at in a frame of our own pages; the browser's viewer needs no more than to be framed.
  pdf: "base-uri 'none'; form-action 'none'; frame-ancestors 'self'",
  // The reader of the API's documentation brings its styles in line; it answers on this machine only.
  docs: "default-src 'none'; script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; connect-src 'self'; base-uri 'none'; frame-ancestors 'none'",
};

/** The kind of an answer, by its path and its Content-Type. */
export function answerKind(path: string, contentType: string): AnswerKind {
  if (contentType.startsWith('application/pdf')) return 'pdf';
  if (!contentType.startsWith('text/html')) return 'data';
  return path.startsWith('/api/docs') ? 'docs' : 'page';
}

/**
 * The headers that every answer carries. A page's own scripts and styles come from this origin, or bear the nonce of this
 * one answer; nothing else runs. `isHttps` is what the browser (or the trusted proxy in front) speaks.
 */
export function securityHeaders(kind: AnswerKind, nonce: string, isHttps: boolean): Readonly<Record<string, string>> {
  return {
    'content-security-policy': kind === 'page' ? pageDirectives(nonce) : DIRECTIVES[kind],
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
    'permissions-policy': 'camera=(), geolocation=(), microphone=(), payment=(), usb=()',
    'referrer-policy': 'no-referrer',
    'x-content-type-options': 'nosniff',
    'x-frame-options': kind === 'pdf' ? 'SAMEORIGIN' : 'DENY',
    ...(isHttps ? { 'strict-transport-security': 'max-age=31536000; includeSubDomains' } : {}),
  };
}

function pageDirectives(nonce: string): string {
  return [
    "default-src 'none'",
    `script-src 'self' 'nonce-${nonce}'`,
    `style-src 'self' 'nonce-${nonce}'`,
    "img-src 'self' data: blob:",
    "font-src 'self' data:",
    "connect-src 'self'",
    "manifest-src 'self'",
    "worker-src 'self'",
    "frame-src 'self' blob:",
    "form-action 'self'",
    "base-uri 'none'",
    "object-src 'none'",
    "frame-ancestors 'none'",
  ].join('; ');
}
