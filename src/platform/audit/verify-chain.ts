import { type AuditEntry, firstHash, hashOf } from './audit-entry.js';

/** An entry as it is read back: its time to the microsecond, so that nothing hides below the millisecond. */
export type StoredEntry = Omit<AuditEntry, 'at'> & { readonly atMicroseconds: string };

/** Where a chain stood at a moment: what was written down outside the database, or what the database says itself. */
export type Anchor = { readonly customerId: string; readonly sequence: number; readonly hash: string };

export type ChainFault = {
  readonly customerId: string;
  /** The entry at which the chain is not whole any more. */
  readonly sequence: number;
  readonly code: FaultCode;
};

export type FaultCode =
  | 'entry_changed' // the entry is not the one that was hashed
  | 'entry_missing' // a sequence is left out
  | 'entry_twice' // a sequence is there again: the chain forks
  | 'link_broken' // it does not follow the entry before
  | 'end_missing' // the chain is shorter than it was
  | 'end_unknown' // the chain is longer than it says
  | 'anchor_differs'; // it was another entry when it was written down

/**
 * Checks one chain, entry by entry in the order of their sequence. Every fault is found and none hides the next: after a
 * fault the check goes on from what is stored.
 */
export class ChainCheck {
  readonly faults: ChainFault[] = [];
  private sequence = 0;
  private hash: string;
  private readonly anchors: ReadonlyMap<number, readonly string[]>;
  private readonly reach: number;

  constructor(
    private readonly customerId: string,
    /** Every place that is known from elsewhere. */
    anchors: readonly Anchor[],
    /** What the database says is the end; undefined when it says nothing. */
    private readonly head: Anchor | undefined,
  ) {
    this.hash = firstHash(customerId).toString('hex');
    const byPlace = new Map<number, string[]>();
    for (const { sequence, hash } of anchors) byPlace.set(sequence, [...(byPlace.get(sequence) ?? []), hash]);
    this.anchors = byPlace;
    this.reach = Math.max(0, head?.sequence ?? 0, ...anchors.map(({ sequence }) => sequence));
  }

  next(entry: StoredEntry): void {
    const { sequence, atMicroseconds, prevHash, ...record } = entry;
    const stored = entry.hash.toString('hex');
    if (sequence <= this.sequence) this.fault(sequence, 'entry_twice');
    else if (sequence > this.sequence + 1) this.fault(this.sequence + 1, 'entry_missing');
    if (prevHash.toString('hex') !== this.hash) this.fault(sequence, 'link_broken');
    const hash = hashOf(prevHash, sequence, atMicroseconds, { ...record, at: new Date(0) }).toString('hex');
    if (hash !== stored) this.fault(sequence, 'entry_changed');
    if ((this.anchors.get(sequence) ?? []).some((known) => known !== stored)) this.fault(sequence, 'anchor_differs');
    this.sequence = sequence;
    this.hash = stored;
  }

  /** To be called after the last entry. Gives the faults of the chain. */
  end(): readonly ChainFault[] {
    if (this.sequence < this.reach) this.fault(this.sequence + 1, 'end_missing');
    if (this.sequence > (this.head?.sequence ?? 0)) this.fault(this.sequence, 'end_unknown');
    else if (this.sequence === this.head?.sequence && this.head.hash !== this.hash) {
      this.fault(this.sequence, 'link_broken');
    }
    return this.faults;
  }

  private fault(sequence: number, code: FaultCode): void {
    this.faults.push({ customerId: this.customerId, sequence, code });
  }
}
