import { useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { type Form, useForm } from '../shell/use-form.js';
import { type Offer, Overtaken } from './offer-moves.js';

/** A form about an offer; where somebody was quicker, `refusal` says who, and what the offer is now is read anew. */
export function useOfferForm<Fields extends object>(
  offer: Offer,
  initial: Fields,
  at?: (name: keyof Fields & string) => string,
): {
  readonly form: Form<Fields>;
  readonly refusal: ReactNode;
  readonly send: (work: () => Promise<void>) => Promise<void>;
} {
  const queries = useQueryClient();
  const form = useForm(initial, at);
  const [seenVersion, setSeenVersion] = useState(offer.version);
  return {
    form,
    refusal: form.problem?.status === 412 ? <Overtaken offer={offer} sinceVersion={seenVersion} /> : undefined,
    send: async (work) => {
      setSeenVersion(offer.version);
      try {
        await work();
      } catch (error) {
        await queries.invalidateQueries({ queryKey: ['/api/v1/offers/{id}'] });
        throw error;
      }
    },
  };
}
