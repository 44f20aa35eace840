import { isId } from '../kernel/ids.js';

export const INBOUND_TYPES = ['reply', 'bounce', 'complaint'] as const;
export type InboundType = (typeof INBOUND_TYPES)[number];

/** What the mail provider tells us of one message. Ids of messages may come with their angle brackets or without. */
export type InboundMail = {
  readonly type: InboundType;
  /** Of the message that came in; for a bounce, of ours that came back. */
  readonly messageId: string | null;
  readonly inReplyTo: string | null;
  readonly references: readonly string[];
  readonly from: string | null;
  readonly to: readonly string[];
  readonly subject: string | null;
  readonly text: string | null;
  /** True for an out-of-office note and its like (RFC 3834). */
  readonly autoSubmitted: boolean;
  /** A bounce for good, or one that may pass. */
  readonly permanent: boolean;
};

/** By what the case of a message may be found: ids of messages of ours, the latest first, and the case that an address names. */
export type CaseClues = { readonly messageIds: readonly string[]; readonly caseId: string | null };

const MAX_IDS = 50;
const CASE_TAG = /\+case-([0-9a-f-]{36})@/i;

/** What a message says of the case that it belongs to. */
export function cluesOf({ type, messageId, inReplyTo, references, to }: InboundMail): CaseClues {
  const own = type === 'reply' ? [] : [messageId];
  const ids = [...own, inReplyTo, ...references.slice(-MAX_IDS).toReversed()];
  const tags = to.flatMap((address) => CASE_TAG.exec(address)?.[1]?.toLowerCase() ?? []).filter(isId);
  return {
    messageIds: [...new Set(ids.flatMap((id) => (id === null ? [] : [bareId(id)])))].filter((id) => id !== ''),
    caseId: tags[0] ?? null,
  };
}

/** `<a@b>` as `a@b`. */
export function bareId(id: string): string {
  return id.trim().replaceAll(/^<|>$/g, '');
}

/** What a customer wrote, as it may be kept and shown: no control characters, at most `limit` characters. */
export function fitText(text: string | null, limit: number): string {
  return (text ?? '')
    .replaceAll(/\r\n?/g, '\n')
    .replaceAll(/(?![\t\n])[\p{Cc}\p{Cs}]/gu, '\u{FFFD}')
    .slice(0, limit)
    .trim();
}
