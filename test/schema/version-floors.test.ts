import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';

/** The first version without the known hole that is named beside it. */
const FLOORS: readonly (readonly [name: string, floor: string, hole: string])[] = [
  ['class-validator', '0.14.0', 'CVE-2019-18413'],
  ['class-transformer', '0.3.1', 'CVE-2020-7637'],
  ['typeorm', '1.1.1', 'CVE-2022-33171, CVE-2025-60542 and the sort direction of 2026'],
  ['@nestjs/core', '12.0.0', 'CVE-2026-35515'],
  ['@nestjs/common', '12.5.1', 'CVE-2024-29409, #16050'],
  ['@nestjs/platform-fastify', '12.0.0', 'CVE-2026-2293, CVE-2026-22031'],
  ['nodemailer', '9.1.1', 'CVE-2025-14874, GHSA-c7w3-x93f-qmm8'],
  ['fastify', '5.8.0', 'the version that platform-fastify 12 is tested with'],
  ['multer', '2.0.2', 'CVE-2025-48997, CVE-2025-7338'],
  ['passport', '0.6.0', 'CVE-2022-25896'],
];

type Lock = { packages: Record<string, { version?: string; dev?: boolean; resolved?: string; integrity?: string }> };
const { packages } = JSON.parse(readFileSync('package-lock.json', 'utf8')) as Lock;

function isBelow(version: string, floor: string): boolean {
  const [have, need] = [version, floor].map((text) => (text.split('-')[0] ?? '').split('.').map(Number));
  for (const index of [0, 1, 2]) {
    const difference = (have?.[index] ?? 0) - (need?.[index] ?? 0);
    if (difference !== 0) return difference < 0;
  }
  return version.includes('-');
}

test.each(FLOORS)('%s is at %s or above, wherever it is installed (%s)', (name, floor) => {
  const versions = Object.entries(packages)
    .filter(([path]) => path.endsWith(`node_modules/${name}`))
    .map(([, { version }]) => version ?? '0');
  expect(versions.filter((version) => isBelow(version, floor))).toEqual([]);
});

test('every package comes from the registry, with the digest of what it was', () => {
  const installed = Object.entries(packages).filter(([path]) => path !== '');
  const strange = installed.filter(
    ([, { resolved, integrity }]) =>
      (resolved !== undefined && !resolved.startsWith('https://registry.npmjs.org/')) ||
      !(integrity ?? '').startsWith('sha512-'),
  );
  expect(installed.length).toBeGreaterThan(500);
  expect(strange.map(([path]) => path)).toEqual([]);
});

test('a floor is compared by number, and a preview is below its release', () => {
  expect([isBelow('9.1.1', '10.0.0'), isBelow('1.10.0', '1.9.9'), isBelow('2.0.0-rc.1', '2.0.0')]).toEqual([
    true,
    false,
    true,
  ]);
});
