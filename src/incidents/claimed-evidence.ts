import type { Evidence } from './evidence.js';
import type { Claim } from './window-proposal.js';

/** What claims become as evidence; `itemOfClaim` names the item that each claim went into, by place. */
export type ClaimedEvidence = { readonly items: readonly Evidence[]; readonly itemOfClaim: readonly number[] };

/** Claims as evidence. A start and an end that one sentence tells are one piece of it. */
export function claimedEvidence(
  claims: readonly Claim[],
  componentKey: string,
  sourceUrl: string | null,
): ClaimedEvidence {
  const items: Evidence[] = [];
  const itemOfClaim = claims.map(({ about, at, source, confidence, sentence }) => {
    const isEnd = about === 'end';
    const taken = items.findIndex(
      (item) =>
        item.quote === sentence && item.source === source && (isEnd ? item.claimedEndAt : item.claimedStartAt) === null,
    );
    const known = items[taken];
    const fits = known !== undefined && (!isEnd || known.claimedStartAt === null || known.claimedStartAt <= at);
    const base = fits
      ? known
      : { source, componentKey, claimedStartAt: null, claimedEndAt: null, confidence, quote: sentence, sourceUrl };
    const item = isEnd ? { ...base, claimedEndAt: at } : { ...base, claimedStartAt: at };
    const place = fits ? taken : items.length;
    items[place] = item;
    return place;
  });
  return { items, itemOfClaim };
}
