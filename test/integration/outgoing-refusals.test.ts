import { createServer, type Server } from 'node:net';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { OutgoingFailure } from '../../src/platform/outgoing/outgoing-failure.js';
import { OutgoingService, type OutgoingRequest } from '../../src/platform/outgoing/outgoing.service.js';

/** Counts connections to this machine, on a port that the client allows; on any free one when that is taken. */
let canary: Server;
let touched = 0;
let port = 0;

beforeAll(async () => {
  canary = createServer((socket) => {
    touched += 1;
    socket.destroy();
  });
  const listen = (wanted: number) =>
    new Promise<void>((done, failed) => {
      canary.once('error', failed).listen(wanted, '::', done);
    });
  await listen(8443).catch(() => listen(0));
  port = (canary.address() as { port: number }).port;
});

afterAll(() => new Promise((done) => canary.close(done)));

async function failureOf(service: OutgoingService, request: OutgoingRequest): Promise<OutgoingFailure> {
  const answer = await service.request({ timeoutMs: 2000, ...request }).catch((error: unknown) => error);
  expect(answer).toBeInstanceOf(OutgoingFailure);
  return answer as OutgoingFailure;
}

const strict = new OutgoingService({ allowLoopback: false });

const ADDRESSES = `
  127.0.0.1 127.1 127.0.1 2130706433 0x7f000001 0x7f.0.0.1 0177.0.0.1 017700000001 0x7f.1 127.0.0.1.
  127.255.255.254 0.0.0.0 0 0.1.2.3 %31%32%37.0.0.1 ①②⑦.⓪.⓪.① 127。0。0。1 10.0.0.1 172.16.0.1 172.31.255.255
  192.168.1.1 100.64.0.1 100.100.100.200 169.254.169.254 2852039166 0xa9fea9fe 0251.0376.0251.0376 168.63.129.16
  192.0.0.192 192.0.2.1 198.18.0.1 198.51.100.7 203.0.113.9 192.88.99.1 224.0.0.1 240.0.0.1 255.255.255.255
  [::1] [::] [0:0:0:0:0:0:0:1] [::ffff:127.0.0.1] [::ffff:7f00:1] [::ffff:0:127.0.0.1] [::127.0.0.1]
  [64:ff9b::127.0.0.1] [64:ff9b:1::a9fe:a9fe] [2002:7f00:1::] [2001:0:7f00:1::] [2001:db8::1] [fe80::1]
  [fec0::1] [fc00::1] [fd00:ec2::254] [ff02::1] [100::1] [3fff::1] [5f00::1] [4000::1]
`
  .trim()
  .split(/\s+/);

test.each(ADDRESSES)('nothing is sent to %s', async (host) => {
  const failure = await failureOf(strict, { url: `https://${host}:${port === 8443 ? port : 443}/latest/meta-data` });
  expect(failure.code).toBe('outgoing_address_refused');
  expect(failure.mayHaveArrived).toBe(false);
});

test.each(['localhost', 'localhost.', 'LOCALHOST', 'ⓛⓞⓒⓐⓛⓗⓞⓢⓣ', 'ip6-localhost.localhost'])(
  'nothing is sent to the name %s',
  async (host) => {
    const failure = await failureOf(strict, { url: `https://${host}:8443/` });
    expect(['outgoing_address_refused', 'outgoing_name_unknown']).toContain(failure.code);
    expect(failure.mayHaveArrived).toBe(false);
  },
);

test.each([
  ['http://example.com/', 'https_needed'],
  ['ftp://example.com/', 'https_needed'],
  ['file:///etc/passwd', 'https_needed'],
  ['gopher://127.0.0.1:6379/_x', 'https_needed'],
  ['https://example.com:22/', 'port_not_allowed'],
  ['https://example.com:80/', 'port_not_allowed'],
  ['https://user:secret@example.com/', 'userinfo_not_allowed'],
  ['https://example.com@127.0.0.1/', 'userinfo_not_allowed'],
  ['https://[::1%25lo]/', 'not_a_url'],
  ['//example.com/', 'not_a_url'],
  ['https://', 'not_a_url'],
  [`https://example.com/${'a'.repeat(3000)}`, 'not_a_url'],
])('%s is refused by its text alone', async (url, code) => {
  const failure = await failureOf(strict, { url });
  expect(failure.code).toBe('outgoing_request_not_allowed');
  expect(failure.reasons.map((reason) => reason.code)).toContain(code);
});

test('one bad address among good ones refuses the name, in any place', async () => {
  for (const addresses of [['93.184.215.14', '127.0.0.1'], ['10.1.2.3', '93.184.215.14'], []]) {
    const service = new OutgoingService({ allowLoopback: false, resolve: async () => addresses });
    expect((await failureOf(service, { url: 'https://mixed.test/' })).code).toBe('outgoing_address_refused');
  }
});

test('a name that turns to this machine after the check gains nothing: it is resolved once and pinned', async () => {
  let asked = 0;
  const service = new OutgoingService({
    allowLoopback: false,
    resolve: async () => {
      asked += 1;
      return [asked === 1 ? '192.0.2.1' : '127.0.0.1'];
    },
  });
  expect((await failureOf(service, { url: `https://rebind.test:${port === 8443 ? port : 443}/` })).code).toBe(
    'outgoing_address_refused',
  );
  expect(asked).toBe(1);
});

test('a resolver that hangs ends at the time limit, and nothing was sent', async () => {
  const service = new OutgoingService({ allowLoopback: false, resolve: () => new Promise(() => undefined) });
  const failure = await failureOf(service, { url: 'https://slow.test/', timeoutMs: 50 });
  expect([failure.code, failure.mayHaveArrived]).toEqual(['outgoing_timeout', false]);
});

test('the switch alone opens nothing: a use must ask for loopback too, and a private network stays closed', async () => {
  const open = new OutgoingService({ allowLoopback: true });
  expect((await failureOf(open, { url: `http://127.0.0.1:${port}/` })).reasons[0]?.code).toBe('https_needed');
  expect((await failureOf(strict, { url: `http://127.0.0.1:${port}/`, allowLoopback: true })).reasons[0]?.code).toBe(
    'https_needed',
  );
  for (const url of ['http://10.0.0.1/', 'http://[::ffff:127.0.0.1]/', 'http://0.0.0.0/', 'http://example.com/']) {
    expect((await failureOf(open, { url, allowLoopback: true })).code).toBe('outgoing_request_not_allowed');
  }
});

test('the headers that frame a request are not for callers, and no header breaks out of its line', async () => {
  const unfit: Record<string, string>[] = [
    { Host: 'x' },
    { 'Transfer-Encoding': 'chunked' },
    { 'x-a': 'b\r\nx-c: d' },
    { 'a b': 'c' },
  ];
  for (const headers of unfit) {
    const service = new OutgoingService({ allowLoopback: true });
    const failure = await failureOf(service, { url: `https://localhost:${port}/`, headers, allowLoopback: true });
    expect([failure.code, failure.mayHaveArrived]).toEqual(['outgoing_request_not_allowed', false]);
  }
});

test('the canary was never touched', () => {
  expect(touched).toBe(0);
});
