import { randomBytes } from 'node:crypto';
import type { Readable } from 'node:stream';
import type { FastifyAdapter } from '@nestjs/platform-fastify';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { DomainError } from '../../kernel/domain-error.js';
import { AllowedMethods } from './allowed-methods.js';
import { inflateBody } from './inflate-gate.js';
import { readJson } from './read-json.js';
import { answerKind, securityHeaders } from './security-headers.js';

declare module 'fastify' {
  interface FastifyRequest {
    /** What the scripts and styles of a page must bear to run, other for every answer: `<style nonce="…">`. */
    cspNonce: string;
    /** The bytes of a JSON body as they came, to check a signature over them. */
    rawBody?: Buffer;
  }
}

export const JSON_BODY_LIMIT_BYTES = 1 << 20;
/** What a compressed import may inflate to. */
const IMPORT_LIMIT_BYTES = 2 * 2 ** 30;
/** A picture that is larger is not looked at; how large it may be, whoever takes it says. */
const PICTURE_LIMIT_BYTES = 1 << 20;
/** A body that is read whole must have come by then; a file is bounded line by line instead. */
const BODY_LIMIT_MS = 30_000;
/** Bodies that are read as they come. */
const STREAMED = /^(?:application\/(?:x-)?ndjson|text\/csv)\b/i;

/** What a route may say of itself, by `@RouteConfig`: that its JSON may be larger than usual. */
export type LargeBody = { readonly bodyLimitBytes?: number };

/** What holds for every request and answer, whatever its route, before anyone has said who they are. */
export function harden(adapter: FastifyAdapter): void {
  for (const type of ['application/json', 'application/webhook+json']) {
    adapter.useBodyParser(type, true, { bodyLimit: JSON_BODY_LIMIT_BYTES }, (_request, body, done) => {
      done(null, readJson(body));
    });
  }
  const server: FastifyInstance = adapter.getInstance();
  server.decorateRequest('cspNonce', '');
  const methods = new AllowedMethods();
  server.addHook('onRoute', (route) => {
    for (const each of [route.method].flat()) methods.add(route.url, each);
    const { bodyLimitBytes } = (route.config ?? {}) as LargeBody;
    if (bodyLimitBytes !== undefined) route.bodyLimit = bodyLimitBytes;
  });
  server.addHook('onRequest', async (request, reply) => {
    request.cspNonce = randomBytes(16).toString('base64');
    requireUrl(request.raw.url ?? '');
    if (request.is404) requireMethod(methods, request, reply);
  });
  server.addHook('preParsing', async (request, _reply, payload) => {
    if (!STREAMED.test(request.headers['content-type'] ?? '')) limitTime(request);
    return inflated(request, payload);
  });
  server.addHook('onSend', async (request, reply) => {
    addHeaders(request, reply);
  });
  readStreams(server);
}

/** The headers of every answer; one that a handler has set stays. */
export function addHeaders(request: FastifyRequest, reply: FastifyReply): void {
  const kind = answerKind(request.url, String(reply.getHeader('content-type') ?? ''));
  const headers = securityHeaders(kind, request.cspNonce, request.protocol === 'https');
  for (const [name, value] of Object.entries({ 'cache-control': 'no-store', ...headers })) {
    if (!reply.hasHeader(name)) void reply.header(name, value);
  }
}

function requireUrl(url: string): void {
  if (!/%00|[\0\r\n]/.test(url)) return;
  throw new DomainError('invalid', 'invalid_url', 'The address holds a character that no address may hold.');
}

function requireMethod(methods: AllowedMethods, { url, method }: FastifyRequest, reply: FastifyReply): void {
  const allowed = methods.of(url.split('?')[0] ?? '');
  if (allowed.length === 0 || allowed.includes(method)) return;
  void reply.header('allow', allowed.join(', '));
  throw new DomainError('method_not_allowed', 'method_not_allowed', `Only ${allowed.join(', ')} work here.`);
}

function limitTime(request: FastifyRequest): void {
  const { headers } = request;
  if (headers['transfer-encoding'] === undefined && (headers['content-length'] ?? '0') === '0') return;
  const cut = (): unknown => request.raw.complete || request.raw.destroy();
  const timer = setTimeout(cut, BODY_LIMIT_MS).unref();
  request.raw.once('end', () => clearTimeout(timer)).once('close', () => clearTimeout(timer));
}

function inflated(request: FastifyRequest, payload: Readable): Readable {
  const { headers } = request;
  const encoding = (headers['content-encoding'] ?? 'identity').toLowerCase();
  if (encoding === 'identity') return payload;
  if (encoding !== 'gzip') {
    const message = 'Send the body as it is, or with Content-Encoding: gzip.';
    throw new DomainError('unsupported', 'content_encoding_not_supported', message);
  }
  const isStreamed = STREAMED.test(headers['content-type'] ?? '');
  return inflateBody(
    payload,
    isStreamed ? IMPORT_LIMIT_BYTES : (request.routeOptions.bodyLimit ?? JSON_BODY_LIMIT_BYTES),
  );
}

function readStreams(server: FastifyInstance): void {
  server.removeContentTypeParser('text/plain');
  // An import is read as it comes; its limits are per line, not per body.
  for (const type of ['application/x-ndjson', 'application/ndjson', 'text/csv', 'application/octet-stream']) {
    server.addContentTypeParser(type, (_request, payload, done) => done(null, payload));
  }
  const pictures = { parseAs: 'buffer', bodyLimit: PICTURE_LIMIT_BYTES } as const;
  server.addContentTypeParser(['image/png', 'image/jpeg'], pictures, (_request, body, done) => done(null, body));
}
