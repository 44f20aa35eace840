/** The lines that the demo writes, in the shapes that the bulk import reads. Instants are RFC 3339 in UTC. */
export type LineRole = 'participant' | 'facilitator';
export type LineKind = 'person' | 'room' | 'dial_in' | 'bot';
export type AttemptOutcome = 'admitted' | 'refused' | 'error' | 'timeout';

export type ContractLine = {
  readonly plan: string;
  readonly monthlyFee: { readonly amountMinor: number; readonly currency: string };
  readonly status: 'active' | 'trial' | 'suspended';
  readonly from: string;
  readonly to?: string;
};

export type ContactLine = {
  readonly name: string;
  readonly email: string;
  readonly role: string;
  readonly optedOut?: boolean;
};

export type CustomerLine = {
  readonly externalId: string;
  readonly name: string;
  readonly timezone: string;
  readonly locale: string;
  readonly contract: ContractLine;
  readonly owner: string;
  readonly components: readonly string[];
  readonly billing?: { readonly stripeCustomerId?: string; readonly lagoCustomerId?: string };
  readonly contacts: readonly ContactLine[];
};

export type RosterLine = { readonly participantId: string; readonly role: LineRole };

export type MeetingLine = {
  readonly externalId: string;
  readonly customerId: string;
  readonly title: string;
  readonly scheduledStart: string;
  readonly scheduledEnd: string;
  readonly actualEnd?: string;
  readonly cancelledAt?: string;
  readonly components: readonly string[];
  readonly roster?: readonly RosterLine[];
};

export type SessionLine = {
  readonly customerId: string;
  readonly meetingId: string;
  readonly participantId: string;
  readonly role: LineRole;
  readonly kind?: LineKind;
  readonly joinedAt: string;
  readonly leftAt?: string;
  readonly sessionId?: string;
};

export type JoinAttemptLine = {
  readonly customerId: string;
  readonly meetingId: string;
  readonly participantId: string;
  readonly role?: LineRole;
  readonly at: string;
  readonly outcome: AttemptOutcome;
};
