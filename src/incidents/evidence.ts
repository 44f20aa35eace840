import type { Reason } from '../kernel/domain-error.js';

export const EVIDENCE_SOURCES = [
  'probe',
  'status_page',
  'post_mortem',
  'provider',
  'customer',
  'monitoring',
  'other',
] as const;
export type EvidenceSource = (typeof EVIDENCE_SOURCES)[number];

export const CONFIDENCES = ['high', 'medium', 'low'] as const;
export type Confidence = (typeof CONFIDENCES)[number];

/** What somebody says about when a component failed. A claim may know only its start, only its end, or neither. */
export type Evidence = {
  readonly source: EvidenceSource;
  readonly componentKey: string | null;
  readonly claimedStartAt: Date | null;
  readonly claimedEndAt: Date | null;
  readonly confidence: Confidence;
  readonly quote: string;
  readonly sourceUrl: string | null;
};

/**
 * Every reason why this cannot be kept as evidence: a component that is not among `componentKeys`, or a claim that ends
 * before it starts (one that ends as it starts claims a moment). `prefix` goes before the paths, e.g. `evidence.0.`.
 */
export function evidenceReasons(evidence: Evidence, componentKeys: ReadonlySet<string>, prefix = ''): Reason[] {
  const { componentKey, claimedStartAt, claimedEndAt } = evidence;
  const reasons: Reason[] = [];
  if (componentKey !== null && !componentKeys.has(componentKey)) {
    const message = `There is no component ${componentKey}; make it with PUT /components/{key}.`;
    reasons.push({ path: `${prefix}componentKey`, code: 'unknown_component', message });
  }
  if (claimedStartAt !== null && claimedEndAt !== null && claimedEndAt < claimedStartAt) {
    const message = 'A claim does not end before it starts.';
    reasons.push({ path: `${prefix}claimedEndAt`, code: 'claim_ends_before_it_starts', message });
  }
  return reasons;
}
