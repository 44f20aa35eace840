import MailComposer from 'nodemailer/lib/mail-composer';
import { isHeaderText, isMailAddress } from './mail-address.js';

export type MessageAttachment = { readonly filename: string; readonly contentType: string; readonly content: Buffer };

/** A message in words: one sender, one recipient, plain text beside HTML. Ids are without angle brackets. */
export type Message = {
  readonly messageId: string;
  readonly from: { readonly name: string; readonly address: string };
  readonly to: { readonly name: string; readonly address: string };
  readonly replyTo: string | null;
  readonly subject: string;
  readonly text: string;
  readonly html: string | null;
  readonly inReplyTo: string | null;
  readonly references: readonly string[];
  readonly date: Date;
  /** Sent by itself, so that no out-of-office answers it. */
  readonly automatic: boolean;
  readonly attachments: readonly MessageAttachment[];
};

/**
 * The message as it goes over the wire (RFC 5322 and MIME). Throws RangeError when a header would hold a line break or
 * an address is not exactly one: whoever calls has refused that before.
 */
export async function buildMessage(message: Message): Promise<Buffer> {
  assertFit(message);
  const composer = new MailComposer({
    messageId: `<${message.messageId}>`,
    from: message.from,
    to: message.to,
    ...(message.replyTo === null ? {} : { replyTo: message.replyTo }),
    subject: message.subject,
    text: message.text,
    ...(message.html === null ? {} : { html: message.html }),
    ...(message.inReplyTo === null ? {} : { inReplyTo: `<${message.inReplyTo}>` }),
    ...(message.references.length === 0 ? {} : { references: message.references.map((id) => `<${id}>`) }),
    date: message.date,
    ...(message.automatic ? { headers: { 'Auto-Submitted': 'auto-generated' } } : {}),
    attachments: message.attachments.map(({ filename, contentType, content }) => ({ filename, contentType, content })),
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  return composer.compile().build();
}

function assertFit({ from, to, replyTo, subject, messageId, inReplyTo, references, attachments }: Message): void {
  const addresses = [from.address, to.address, ...(replyTo === null ? [] : [replyTo])];
  const headers = [from.name, to.name, subject, ...attachments.map(({ filename }) => filename)];
  const ids = [messageId, ...references, ...(inReplyTo === null ? [] : [inReplyTo])];
  const isFit =
    addresses.every(isMailAddress) &&
    headers.every(isHeaderText) &&
    ids.every((id) => /^[\x21-\x3b\x3d\x3f-\x7e]+$/.test(id));
  if (!isFit) throw new RangeError('a header of this message would hold more than one value');
}
