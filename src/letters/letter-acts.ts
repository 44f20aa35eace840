import type { Money } from '../kernel/money.js';
import type { InKind } from '../offers/proposal.js';
import type { Nature, PolicyKind, TaxTreatment } from '../policies/policy.js';
import type { LetterOffer, LetterOfferLine } from './letter-content.js';

/** What is given: an amount, or units in kind. */
export type Given = Money | InKind;

/**
 * One act of an offer: what one kind of policy gives, how, and as what for the tax. A goodwill gesture is never worded as
 * something owed, and what a contract provides for never as a favour.
 */
export type LetterAct = {
  readonly kind: PolicyKind;
  readonly nature: Nature;
  readonly taxTreatment: TaxTreatment;
  readonly given: Given;
};

/** What an act is called: a gesture whatever it gives, else by what the contract provides for. */
export type ActName = 'goodwill' | 'credit' | 'indemnity' | 'refund' | 'extension' | 'in_kind';

export function isInKind(given: Given): given is InKind {
  return 'unit' in given;
}

/** The acts that the lines of an offer come to, what is owed before what is a gesture; those that give nothing are left out. */
export function actsOf({ lines, amount }: Pick<LetterOffer, 'lines' | 'amount'>): readonly LetterAct[] {
  const acts = new Map<string, LetterAct>();
  for (const line of lines) {
    const { kind, nature, taxTreatment } = line;
    const key = [kind, nature, taxTreatment, line.inKind?.unit].join(' ');
    const known = acts.get(key)?.given;
    acts.set(key, { kind, nature, taxTreatment, given: added(known, line, amount.currency) });
  }
  const giving = [...acts.values()].filter(({ given }) => (isInKind(given) ? given.quantity : given.amountMinor) > 0);
  return [...giving.filter(({ kind }) => kind === 'sla'), ...giving.filter(({ kind }) => kind === 'goodwill')];
}

/** What an act is called. */
export function actName({ kind, nature, taxTreatment, given }: LetterAct): ActName {
  if (kind === 'goodwill') return 'goodwill';
  if (isInKind(given)) return given.unit === 'days_of_service' ? 'extension' : 'in_kind';
  if (taxTreatment === 'indemnity') return 'indemnity';
  return nature === 'refund' ? 'refund' : 'credit';
}

/** True for an offer that is nothing but a gesture. */
export function isGesture(offer: Pick<LetterOffer, 'lines' | 'amount'>): boolean {
  return actsOf(offer).every(({ kind }) => kind === 'goodwill');
}

function added(known: Given | undefined, { amount, inKind }: LetterOfferLine, currency: string): Given {
  if (inKind === undefined) {
    const before = known === undefined || isInKind(known) ? 0 : known.amountMinor;
    return { amountMinor: before + amount.amountMinor, currency };
  }
  const before = known !== undefined && isInKind(known) ? known.quantity : 0;
  return { unit: inKind.unit, quantity: before + inKind.quantity };
}
