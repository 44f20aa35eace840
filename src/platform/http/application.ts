import { VersioningType } from '@nestjs/common';
import type { DynamicModule } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { v7 } from 'uuid';
import { serveDocs } from './docs.js';
import { inRequest } from './request-context.js';

const JSON_BODY_LIMIT_BYTES = 1 << 20;

/** The HTTP application over a module: Fastify, `/api/v1`, streams for imports, documentation for loopback. */
export async function createApplication(
  module: DynamicModule,
  options: { readonly logLevel: string },
): Promise<NestFastifyApplication> {
  const adapter = new FastifyAdapter({
    bodyLimit: JSON_BODY_LIMIT_BYTES,
    trustProxy: false,
    genReqId: () => v7(),
    logger: { level: options.logLevel, redact: ['req.headers.authorization', 'req.headers.cookie'] },
    disableRequestLogging: true,
    routerOptions: { maxParamLength: 500 },
  });
  const app = await NestFactory.create<NestFastifyApplication>(module, adapter, {
    logger: options.logLevel === 'silent' ? false : ['error', 'warn'],
    rawBody: true,
  });
  app.setGlobalPrefix('api', { exclude: ['health/live', 'health/ready'] });
  app.enableVersioning({ type: VersioningType.URI, defaultVersion: '1' });
  const server = app.getHttpAdapter().getInstance();
  // An import is read as it comes; its limits are per line, not per body.
  for (const type of ['application/x-ndjson', 'application/ndjson', 'text/csv']) {
    server.addContentTypeParser(type, (_request, payload, done) => done(null, payload));
  }
  // After the body is read: reading it leaves the context in which it began.
  server.addHook('preHandler', (request, _reply, done) => inRequest(request.id, done));
  serveDocs(app);
  return app;
}
