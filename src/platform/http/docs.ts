import { existsSync, readFileSync } from 'node:fs';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { DocumentBuilder, type OpenAPIObject, SwaggerModule } from '@nestjs/swagger';
import { type ResponseSchemas, withResponses } from './response-schemas.js';

/** Written by `npm run build` beside this file; the sources alone, as in the tests, have none. */
const RESPONSES = new URL('response-schemas.json', import.meta.url);

const LOOPBACK = new Set(['127.0.0.1', '::1', '::ffff:127.0.0.1']);

/** The OpenAPI 3.1 document of all routes. */
export function describeApi(app: NestFastifyApplication): OpenAPIObject {
  const config = new DocumentBuilder()
    .setOpenAPIVersion('3.1.0')
    .setTitle('Amends')
    .setDescription(
      'From an outage to amends made: who was hit, what is owed, the letter, the conversation, the credit.',
    )
    .setVersion('1')
    .addBearerAuth({ type: 'http', scheme: 'bearer', description: 'An API key: amk_…' })
    .addSecurityRequirements('bearer')
    .build();
  return withResponses(SwaggerModule.createDocument(app, config), readResponses());
}

/** `/api/openapi.json` and its reader `/api/docs`, for callers on this machine only: nothing else answers without a key. */
export function serveDocs(app: NestFastifyApplication): void {
  const server = app.getHttpAdapter().getInstance();
  server.addHook('onRequest', async (request, reply) => {
    const isDocs = request.url.startsWith('/api/docs') || request.url.startsWith('/api/openapi.json');
    if (!isDocs || LOOPBACK.has(request.ip)) return;
    await reply.status(404).type('application/problem+json').send({
      type: 'urn:amends:problem:route_not_found',
      title: 'There is nothing here.',
      status: 404,
      code: 'route_not_found',
    });
  });
  SwaggerModule.setup('api/docs', app, () => describeApi(app), {
    jsonDocumentUrl: 'api/openapi.json',
    yamlDocumentUrl: 'api/openapi.yaml',
    customSiteTitle: 'Amends API',
  });
}

function readResponses(): ResponseSchemas {
  if (!existsSync(RESPONSES)) return { operations: {}, schemas: {} };
  return JSON.parse(readFileSync(RESPONSES, 'utf8')) as ResponseSchemas;
}
