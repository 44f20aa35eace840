import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import fastifyStatic from '@fastify/static';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyReply, FastifyRequest } from 'fastify';

/** What `npm run build` made of admin/; the same distance from src and from dist. */
const PAGES = fileURLToPath(new URL('../../../admin/dist', import.meta.url));
/** What is not a page: an unknown address below these is answered as a problem, never as a page. */
const NOT_PAGES = /^\/(?:api|health|metrics|assets|o|claim)(?:[/?]|$)/;
const NONCE = '__CSP_NONCE__';

/**
 * Serves the web pages beside the API: files as they are, and index.html for every other address that a browser asks a
 * page of, since the pages find their own way. Without a build of them (the tests of the API) there are none.
 */
export async function servePages(app: NestFastifyApplication, folder = PAGES): Promise<void> {
  const index = join(folder, 'index.html');
  if (!existsSync(index)) return;
  const html = readFileSync(index, 'utf8');
  await app.register(fastifyStatic, {
    root: join(folder, 'assets'),
    prefix: '/assets/',
    index: false,
    // A file here has its content's hash in its name, so it never changes.
    maxAge: '365d',
    immutable: true,
  });
  const answer = (request: FastifyRequest, reply: FastifyReply): unknown => {
    if (NOT_PAGES.test(request.url) || !(request.headers.accept ?? '').includes('text/html'))
      return reply.callNotFound();
    return reply
      .type('text/html; charset=utf-8')
      .header('cache-control', 'no-store')
      .send(html.replace(NONCE, request.cspNonce));
  };
  const server = app.getHttpAdapter().getInstance();
  server.get('/', answer);
  server.get('/*', answer);
}
