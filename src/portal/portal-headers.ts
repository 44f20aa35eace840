import type { FastifyReply, FastifyRequest } from 'fastify';

/**
 * The headers of the customer's page: no script at all, one style by its nonce, pictures (the logo) from here, forms to this
 * place alone. The referrer
 * goes to nobody else, but to ourselves it must: under `no-referrer` a browser says of a form only that it comes from
 * `null` (Fetch, "append a request Origin header"), and we could not tell our own page from a foreign one.
 */
export function sendPage(request: FastifyRequest, reply: FastifyReply): FastifyReply {
  return reply
    .type('text/html; charset=utf-8')
    .header('cache-control', 'no-store')
    .header('referrer-policy', 'same-origin')
    .header('x-robots-tag', 'noindex, nofollow')
    .header(
      'content-security-policy',
      `default-src 'none'; style-src 'nonce-${request.cspNonce}'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'`,
    );
}
