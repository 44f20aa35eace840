import type { AssignmentMode } from './assign-cases.js';

export class AssignmentInput {
  /** Whoever looks after the account, or the team in turn. */
  mode?: AssignmentMode;
  /** Who takes cases in turn, by the names that owners have. */
  team?: string[];
}

export class ColleagueInput {
  /** As it stands as the owner of a case. */
  id: string;
  /** Where the digest goes. */
  email: string;
  locale?: 'fr' | 'en';
}

export class WorkCalendarInput {
  /** An IANA time zone. */
  zone?: string;
  /** 1 is Monday, 7 Sunday. */
  days?: number[];
  /** HH:MM. */
  from?: string;
  /** HH:MM. */
  to?: string;
  /** Days on which nobody works, YYYY-MM-DD. */
  holidays?: string[];
}

/** Settings that are absent stay as they are. Each is stated whole. */
export class OutreachSettingsInput {
  assignment?: AssignmentInput;
  people?: ColleagueInput[];
  calendar?: WorkCalendarInput;
  /** A case that nobody touched for so many working hours is escalated; 0 is never. */
  escalateAfterHours?: number;
  /** So many days before an offer expires its customer is reminded; 0 is never. */
  reminderDaysBefore?: number;
  /** When each owner gets a digest on a working day, HH:MM; null is never. */
  digestAt?: string | null;
}
