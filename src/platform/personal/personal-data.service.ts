import { Injectable } from '@nestjs/common';
import type { Tx } from '../database/database.js';
import type { Person } from './person.js';

/** What a place holds about a person: rows as they are, and texts by which the person can be found elsewhere. */
export type PersonalRecords = { readonly records: readonly object[]; readonly texts: readonly string[] };

/**
 * Where a feature keeps personal data in columns of its own. The feature that owns the tables registers it, so that
 * nobody else writes them. What stands in free text anywhere needs no registration: the sweep finds it.
 */
export type PersonalPlace = {
  readonly name: string;
  /** Tables whose personal columns `erase` deals with by key; the sweep leaves them out (they are large). */
  readonly tables: readonly string[];
  find(tx: Tx, person: Person): Promise<PersonalRecords>;
  /** Deletes, or puts the pseudonym in place. Returns how many rows it changed. */
  erase(tx: Tx, person: Person, pseudonym: string): Promise<number>;
};

/** What must be kept in spite of an erasure, because a law says so. */
export type LegalHold = {
  readonly name: string;
  /** The sweep leaves these tables alone. */
  readonly tables: readonly string[];
  readonly reason: string;
  /** How many rows that may hold the person are kept, and until when the last of them is. */
  kept(tx: Tx, person: Person): Promise<{ readonly count: number; readonly until: Date | null }>;
};

/** What retention by age drops: rows older than `days`. `dropped` with `dryRun` only counts. */
export type RetentionStep = {
  readonly name: string;
  readonly what: 'sessions' | 'names' | 'impacts' | 'claims';
  drop(tx: Tx, before: Date, dryRun: boolean): Promise<number>;
};

/** Where personal data live, as the features declare it. */
@Injectable()
export class PersonalDataService {
  readonly places: PersonalPlace[] = [];
  readonly holds: LegalHold[] = [];
  readonly retention: RetentionStep[] = [];

  registerPlace(place: PersonalPlace): void {
    this.places.push(place);
  }

  registerHold(hold: LegalHold): void {
    this.holds.push(hold);
  }

  registerRetention(step: RetentionStep): void {
    this.retention.push(step);
  }

  /** The tables that the sweep leaves alone. */
  get exceptions(): string[] {
    return [...this.places, ...this.holds].flatMap(({ tables }) => tables);
  }
}
