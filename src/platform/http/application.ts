import { VersioningType } from '@nestjs/common';
import type { DynamicModule } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { type FastifyError, type FastifyReply, type FastifyRequest, LogController } from 'fastify';
import type { Socket } from 'node:net';
import { v7 } from 'uuid';
import { NestLog, openLog } from '../log/log.service.js';
import { serveDocs } from './docs.js';
import { addHeaders, harden, JSON_BODY_LIMIT_BYTES } from './harden.js';
import { problemBody } from './problem.filter.js';
import { MetricsService } from '../telemetry/metrics.service.js';
import { servePages } from './pages.js';
import { inRequest } from './request-context.js';

export type ApplicationOptions = {
  readonly logLevel: string;
  /** Values that the log must never show. */
  readonly secrets?: readonly string[];
  /** Addresses or networks (CIDR) whose X-Forwarded-For and -Proto are believed; nobody's unless said. */
  readonly trustedProxies?: readonly string[];
  readonly headersTimeoutMs?: number;
};

const HEADERS_TIMEOUT_MS = 15_000;
const MAX_HEADER_BYTES = 16 << 10;

/** The HTTP application over a module: Fastify, `/api/v1`, streams for imports, documentation for loopback. */
export async function createApplication(
  module: DynamicModule,
  options: ApplicationOptions,
): Promise<NestFastifyApplication> {
  const log = openLog({ level: options.logLevel, secrets: options.secrets });
  const headersTimeout = options.headersTimeoutMs ?? HEADERS_TIMEOUT_MS;
  const trustedProxies = options.trustedProxies ?? [];
  const adapter = new FastifyAdapter({
    bodyLimit: JSON_BODY_LIMIT_BYTES,
    trustProxy: trustedProxies.length > 0 ? [...trustedProxies] : false,
    genReqId: () => v7(),
    loggerInstance: log,
    logController: new LogController({ disableRequestLogging: true }),
    routerOptions: { maxParamLength: 500 },
    http: { headersTimeout, connectionsCheckingInterval: headersTimeout / 3, maxHeaderSize: MAX_HEADER_BYTES },
    frameworkErrors: refuseAddress,
    clientErrorHandler: refuseBytes,
  });
  harden(adapter);
  const app = await NestFactory.create<NestFastifyApplication>(module, adapter, {
    logger: new NestLog(log),
    rawBody: true,
  });
  app.setGlobalPrefix('api', { exclude: ['health/live', 'health/ready', 'metrics', 'o/{*path}', 'claim'] });
  app.enableVersioning({ type: VersioningType.URI, defaultVersion: '1' });
  // After the body is read: reading it leaves the context in which it began.
  adapter.getInstance().addHook('preHandler', (request, _reply, done) => inRequest(request.id, done));
  measureRequests(app);
  serveDocs(app);
  await servePages(app);
  return app;
}

function measureRequests(app: NestFastifyApplication): void {
  const metrics = app.get(MetricsService);
  app
    .getHttpAdapter()
    .getInstance()
    .addHook('onResponse', (request, reply, done) => {
      const { method, routeOptions } = request;
      metrics.observe({
        method,
        route: routeOptions.url,
        status: reply.statusCode,
        seconds: reply.elapsedTime / 1000,
      });
      done();
    });
}

/** An address that no route can be looked up for. */
function refuseAddress(error: FastifyError, request: FastifyRequest, reply: FastifyReply): void {
  // Nothing has an id that long; where the pages are served too, their route says the same of it.
  const refusal =
    error.code === 'FST_ERR_MAX_PARAM_LENGTH'
      ? { status: 404, code: 'route_not_found', detail: 'There is nothing here.' }
      : { status: error.statusCode ?? 400, code: 'invalid_url', detail: 'This address cannot be read.' };
  addHeaders(request, reply);
  void reply
    .status(refusal.status)
    .type('application/problem+json')
    .send(JSON.stringify(problemBody(refusal)));
}

/** Bytes that are not HTTP, or that came too slowly: there is no request to answer in. */
function refuseBytes(error: Error & { code?: string }, socket: Socket): void {
  if (error.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy();
    return;
  }
  const [status, phrase]: [number, string] =
    error.code === 'HPE_HEADER_OVERFLOW'
      ? [431, 'Request Header Fields Too Large']
      : error.code === 'ERR_HTTP_REQUEST_TIMEOUT'
        ? [408, 'Request Timeout']
        : [400, 'Bad Request'];
  const body = JSON.stringify(problemBody({ status, code: 'invalid_request', detail: `${phrase}.` }));
  socket.end(
    `HTTP/1.1 ${status} ${phrase}\r\ncontent-type: application/problem+json\r\ncontent-length: ${Buffer.byteLength(body)}\r\n` +
      `x-content-type-options: nosniff\r\ncache-control: no-store\r\nconnection: close\r\n\r\n${body}`,
  );
}
