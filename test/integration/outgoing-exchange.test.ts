import { createServer as createHttpServer, type Server } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import { createServer as createTcpServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { OutgoingFailure } from '../../src/platform/outgoing/outgoing-failure.js';
import { type OutgoingRequest, OutgoingService } from '../../src/platform/outgoing/outgoing.service.js';
import { PEER_CERTIFICATE } from '../support/peer-certificate.js';

const received: string[] = [];
let peer: Server;
let origin: string;
const service = new OutgoingService({ allowLoopback: true });

beforeAll(async () => {
  peer = createHttpServer((request, response) => {
    received.push(`${request.method} ${request.url}`);
    const path = request.url ?? '';
    if (path === '/redirect') response.writeHead(302, { location: `${origin}/secret` }).end();
    else if (path === '/metadata') response.writeHead(307, { location: 'http://169.254.169.254/latest/' }).end();
    else if (path === '/drip') {
      response.writeHead(200);
      const timer = setInterval(() => response.write('.'), 20);
      response.on('close', () => clearInterval(timer));
    } else if (path === '/never') return;
    else if (path === '/large') response.end(Buffer.alloc(5000));
    else if (path === '/bomb')
      response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync(Buffer.alloc(1 << 24)));
    else if (path === '/brotli') response.writeHead(200, { 'content-encoding': 'br' }).end(brotliCompressSync('small'));
    else if (path === '/odd') response.writeHead(200, { 'content-encoding': 'zip' }).end('x');
    else if (path === '/header-flood') response.writeHead(200, { 'x-a': 'a'.repeat(60_000) }).end();
    else if (path === '/cut') {
      response.writeHead(200, { 'content-length': '100' }).write('half');
      setTimeout(() => response.destroy(), 20);
    } else {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        const body = { method: request.method, headers: request.headers, body: Buffer.concat(chunks).toString() };
        response.writeHead(201, { 'x-two': ['a', 'b'] }).end(JSON.stringify(body));
      });
    }
  });
  origin = await listen(peer);
});

afterAll(() => {
  peer.closeAllConnections();
  peer.close();
});

async function listen(server: { listen(port: number, host: string, done: () => void): unknown; address(): unknown }) {
  await new Promise<void>((done) => {
    server.listen(0, '127.0.0.1', done);
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

async function failureOf(request: OutgoingRequest, by = service): Promise<[string, boolean]> {
  const answer = await by
    .request({ allowLoopback: true, timeoutMs: 2000, ...request })
    .catch((error: unknown) => error);
  expect(answer).toBeInstanceOf(OutgoingFailure);
  return [(answer as OutgoingFailure).code, (answer as OutgoingFailure).mayHaveArrived];
}

test('sends method, headers and body, and gives back status, headers and bytes', async () => {
  const answer = await service.request({
    url: `${origin}/echo?a=1`,
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: 'Bearer x' },
    body: '{"amountMinor":4200}',
    allowLoopback: true,
  });
  expect(answer.status).toBe(201);
  expect(answer.headers['x-two']).toBe('a, b');
  expect(JSON.parse(answer.body.toString())).toMatchObject({
    method: 'POST',
    headers: { authorization: 'Bearer x', host: origin.slice('http://'.length), 'user-agent': 'amends' },
    body: '{"amountMinor":4200}',
  });
  const head = await service.request({ url: `${origin}/echo`, method: 'HEAD', allowLoopback: true });
  expect([head.status, head.body.length]).toEqual([201, 0]);
});

test('proxies of the environment are not used', async () => {
  const before = { ...process.env };
  Object.assign(process.env, {
    http_proxy: 'http://127.0.0.1:1',
    HTTP_PROXY: 'http://127.0.0.1:1',
    NODE_USE_ENV_PROXY: '1',
  });
  try {
    expect((await service.request({ url: `${origin}/echo`, allowLoopback: true })).status).toBe(201);
  } finally {
    process.env = before;
  }
});

test('a redirect is an answer and never followed', async () => {
  received.length = 0;
  const there = await service.request({ url: `${origin}/redirect`, allowLoopback: true });
  const metadata = await service.request({ url: `${origin}/metadata`, allowLoopback: true });
  expect([there.status, there.headers['location']]).toEqual([302, `${origin}/secret`]);
  expect(metadata.status).toBe(307);
  expect(received).toEqual(['GET /redirect', 'GET /metadata']);
});

test('the body is inflated, and its limit is one of inflated bytes', async () => {
  expect((await service.request({ url: `${origin}/brotli`, allowLoopback: true })).body.toString()).toBe('small');
  expect(await failureOf({ url: `${origin}/bomb` })).toEqual(['outgoing_answer_too_large', true]);
  expect(await failureOf({ url: `${origin}/large`, maxBytes: 4999 })).toEqual(['outgoing_answer_too_large', true]);
  expect((await service.request({ url: `${origin}/large`, maxBytes: 5000, allowLoopback: true })).body).toHaveLength(
    5000,
  );
  expect(await failureOf({ url: `${origin}/odd` })).toEqual(['outgoing_broken', true]);
  expect(await failureOf({ url: `${origin}/header-flood` })).toEqual(['outgoing_broken', true]);
});

test('the time limit is that of the whole exchange, however slowly it drips', async () => {
  const startedAt = performance.now();
  expect(await failureOf({ url: `${origin}/drip`, timeoutMs: 200 })).toEqual(['outgoing_timeout', true]);
  expect(await failureOf({ url: `${origin}/never`, method: 'POST', body: 'x', timeoutMs: 200 })).toEqual([
    'outgoing_timeout',
    true,
  ]);
  expect(performance.now() - startedAt).toBeLessThan(1500);
});

test('a request that breaks off after it was sent is never repeated, and its outcome is unknown', async () => {
  received.length = 0;
  expect(await failureOf({ url: `${origin}/cut` })).toEqual(['outgoing_broken', true]);
  expect(received).toEqual(['GET /cut']);
  let connections = 0;
  const hangsUp = createTcpServer((socket) => {
    connections += 1;
    socket.once('data', () => socket.destroy());
  });
  const url = await listen(hangsUp);
  expect(await failureOf({ url })).toEqual(['outgoing_broken', true]);
  expect(connections).toBe(1);
  hangsUp.close();
});

test('a peer that is not there, does not shake hands or is not who it says it is gets nothing', async () => {
  const silent = createTcpServer(() => undefined);
  const silentUrl = (await listen(silent)).replace('http:', 'https:');
  expect(await failureOf({ url: silentUrl, timeoutMs: 200 })).toEqual(['outgoing_timeout', false]);
  silent.close();
  expect(await failureOf({ url: silentUrl })).toEqual(['outgoing_connect_failed', false]);

  const requests: string[] = [];
  const names: unknown[] = [];
  const tls = createHttpsServer({ ...PEER_CERTIFICATE }, (request, response) => {
    requests.push(request.headers.host ?? '');
    names.push((request.socket as unknown as { servername: unknown }).servername);
    response.end('welcome');
  });
  const { port } = new URL(await listen(tls));
  let asked = 0;
  // Asked again, the resolver would lead elsewhere.
  const resolve = async () => ((asked += 1) % 2 === 1 ? ['127.0.0.2', '127.0.0.1'] : ['127.0.0.3']);
  const trusting = new OutgoingService({ allowLoopback: true, resolve, ca: PEER_CERTIFICATE.cert });
  const url = `https://localhost:${port}/`;
  const elsewhere = new OutgoingService({ allowLoopback: true, resolve: async () => ['127.0.0.1'] });
  expect(await failureOf({ url }, elsewhere)).toEqual(['outgoing_connect_failed', false]);
  expect(requests).toEqual([]);
  // The first address refuses the connection, the second one answers to the name, in Host and SNI.
  expect((await trusting.request({ url, allowLoopback: true })).body.toString()).toBe('welcome');
  expect([requests, names]).toEqual([[`localhost:${port}`], ['localhost']]);
  expect(asked).toBe(1);
  tls.closeAllConnections();
  tls.close();
});
