import { describe, expect, test } from '@jest/globals';
import { buildMessage, type Message } from './build-message.service.js';

const PLAIN: Message = {
  messageId: 'one@salon-clair.example',
  from: { name: 'Salon Clair', address: 'success@salon-clair.example' },
  to: { name: 'Élodie Lefèvre', address: 'elodie@customer.example' },
  replyTo: 'desk@salon-clair.example',
  subject: 'Notre proposition',
  text: 'Bonjour',
  html: '<p>Bonjour</p>',
  inReplyTo: 'first@salon-clair.example',
  references: ['first@salon-clair.example'],
  date: new Date('2020-09-17T08:00:00Z'),
  automatic: true,
  attachments: [{ filename: 'letter.pdf', contentType: 'application/pdf', content: Buffer.from('%PDF-1.7') }],
};
const BREAKS = ['\r\nBcc: all@evil.example', '\nBcc: all@evil.example', '\rBcc: all@evil.example', '\u2028', '\0'];

/** One message for each header that holds a text from outside, with something in it that would end the header. */
function withBreak(text: string): Readonly<Record<string, Message>> {
  return {
    'message id': { ...PLAIN, messageId: `${PLAIN.messageId}${text}` },
    'name of the sender': { ...PLAIN, from: { ...PLAIN.from, name: `Eve${text}` } },
    'address of the sender': { ...PLAIN, from: { ...PLAIN.from, address: `${PLAIN.from.address}${text}` } },
    'name of the recipient': { ...PLAIN, to: { ...PLAIN.to, name: `Eve${text}` } },
    'address of the recipient': { ...PLAIN, to: { ...PLAIN.to, address: `${PLAIN.to.address}${text}` } },
    'address for the answer': { ...PLAIN, replyTo: `desk@salon-clair.example${text}` },
    subject: { ...PLAIN, subject: `Hello${text}` },
    'message answered to': { ...PLAIN, inReplyTo: `first@salon-clair.example${text}` },
    'chain of messages': { ...PLAIN, references: ['first@salon-clair.example', `second@salon-clair.example${text}`] },
    'name of a file': { ...PLAIN, attachments: [{ ...PLAIN.attachments[0]!, filename: `letter.pdf${text}` }] },
  };
}

const FIELDS = Object.keys(withBreak(''));

describe('no header', () => {
  test.each(FIELDS)('takes a line break: %s', async (field) => {
    for (const text of BREAKS) {
      const message = withBreak(text)[field];
      expect(message).toBeDefined();
      await expect(buildMessage(message ?? PLAIN)).rejects.toThrow(RangeError);
    }
  });

  test('is there beyond those that were asked for', async () => {
    const raw = (await buildMessage(PLAIN)).toString();
    const names = raw
      .slice(0, raw.indexOf('\r\n\r\n'))
      .split('\r\n')
      .flatMap((line) => /^([\w-]+):/.exec(line)?.[1] ?? []);
    expect(names.toSorted()).toEqual(
      'Auto-Submitted Content-Type Date From In-Reply-To MIME-Version Message-ID References Reply-To Subject To'.split(
        ' ',
      ),
    );
  });
});
