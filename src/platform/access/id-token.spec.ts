import { beforeAll, expect, test } from '@jest/globals';
import { exportJWK, generateKeyPair, type JSONWebKeySet, type JWTPayload, SignJWT, UnsecuredJWT } from 'jose';
import { verifyIdToken } from './id-token.js';

const NOW = new Date('2026-03-01T10:00:00Z');
const EXPECTED = { issuer: 'https://id.example', clientId: 'amends', nonce: 'n-1', now: NOW };
const seconds = NOW.getTime() / 1000;
const GOOD: JWTPayload = {
  iss: 'https://id.example',
  aud: 'amends',
  sub: 'anne',
  nonce: 'n-1',
  iat: seconds - 5,
  exp: seconds + 300,
};

type Pair = Awaited<ReturnType<typeof generateKeyPair>>;
let ours: Pair;
let theirs: Pair;
let keys: JSONWebKeySet;
let publicText: string;
beforeAll(async () => {
  ours = await generateKeyPair('RS256', { extractable: true });
  theirs = await generateKeyPair('RS256', { extractable: true });
  const jwk = await exportJWK(ours.publicKey);
  keys = { keys: [{ ...jwk, kid: 'k1', alg: 'RS256', use: 'sig' }] };
  publicText = JSON.stringify(jwk);
});

const sign = (claims: JWTPayload, header: object = {}, pair = ours): Promise<string> =>
  new SignJWT(claims).setProtectedHeader({ alg: 'RS256', kid: 'k1', ...header }).sign(pair.privateKey);

const without = (name: string): JWTPayload => Object.fromEntries(Object.entries(GOOD).filter(([key]) => key !== name));

/** The token with one part replaced by JSON of our own. */
function swapped(token: string, part: 0 | 1, change: object): string {
  const parts = token.split('.');
  const json = JSON.parse(Buffer.from(parts[part] ?? '', 'base64url').toString()) as object;
  parts[part] = Buffer.from(JSON.stringify({ ...json, ...change })).toString('base64url');
  return parts.join('.');
}

const FORGED: readonly (readonly [string, () => string | Promise<string>])[] = [
  ['nothing', () => ''],
  ['no token', () => 'not.a.token'],
  ['one without a signature', () => new UnsecuredJWT(GOOD).encode()],
  ['one whose algorithm was made "none"', async () => swapped(await sign(GOOD), 0, { alg: 'none' })],
  ['one whose signature was cut off', async () => (await sign(GOOD)).replace(/[^.]+$/, '')],
  ['one with a claim swapped', async () => swapped(await sign(GOOD), 1, { sub: 'bob' })],
  ['one with groups put in', async () => swapped(await sign(GOOD), 1, { groups: ['admins'] })],
  ['one signed with another key', () => sign(GOOD, {}, theirs)],
  ['one that brings its own key', async () => sign(GOOD, { jwk: await exportJWK(theirs.publicKey) }, theirs)],
  ['one that names where its key is', () => sign(GOOD, { jku: 'https://evil.example/keys' }, theirs)],
  ['one that names a certificate', () => sign(GOOD, { x5u: 'https://evil.example/cert' }, theirs)],
  ['one with a key that is not known', () => sign(GOOD, { kid: 'k2' })],
  [
    'one signed with the public key as a secret',
    () => new SignJWT(GOOD).setProtectedHeader({ alg: 'HS256', kid: 'k1' }).sign(Buffer.from(publicText)),
  ],
  ['one that asks for an extension that we do not know', async () => swapped(await sign(GOOD), 0, { crit: ['b64'] })],
  ['one of another issuer', () => sign({ ...GOOD, iss: 'https://id.example.evil.example' })],
  ['one for another client', () => sign({ ...GOOD, aud: 'billing' })],
  ['one for several clients, made for none of them', () => sign({ ...GOOD, aud: ['amends', 'billing'] })],
  ['one made for another client among several', () => sign({ ...GOOD, aud: ['amends', 'billing'], azp: 'billing' })],
  ['one of another sign-in', () => sign({ ...GOOD, nonce: 'n-2' })],
  ['one of no sign-in', () => sign(without('nonce'))],
  ['one that has ended', () => sign({ ...GOOD, exp: seconds - 31 })],
  ['one that never ends', () => sign(without('exp'))],
  ['one of long ago', () => sign({ ...GOOD, iat: seconds - 700 })],
  ['one of tomorrow', () => sign({ ...GOOD, iat: seconds + 86_400, exp: seconds + 90_000 })],
  ['one that does not hold yet', () => sign({ ...GOOD, nbf: seconds + 60 })],
  ['one of nobody', () => sign(without('sub'))],
  ['one of an empty name', () => sign({ ...GOOD, sub: '' })],
];

test('a good token says who it is', async () => {
  expect(await verifyIdToken(await sign({ ...GOOD, groups: ['ops'] }), keys, EXPECTED)).toMatchObject({
    sub: 'anne',
    groups: ['ops'],
  });
  const many = await sign({ ...GOOD, aud: ['amends', 'billing'], azp: 'amends' });
  expect(await verifyIdToken(many, keys, EXPECTED)).toMatchObject({ sub: 'anne' });
});

test.each(FORGED)('%s is refused', async (_what, make) => {
  await expect(verifyIdToken(await make(), keys, EXPECTED)).rejects.toMatchObject({
    kind: 'unauthenticated',
    code: 'token_refused',
  });
});
