/** How long what is said may be, in UTF-16 units. */
export const SAID_LIMITS = { name: 95, email: 254, company: 200, meeting: 200, text: 4000, reference: 100 } as const;

/** The most minutes that may be claimed: a year of them. */
export const MAX_CLAIMED_MINUTES = 527_040;

/** `HH:MM`. */
export const LOCAL_TIME = /^(?:[01]\d|2[0-3]):[0-5]\d$/;

/** A share of a month in per cent, from 0 to 100, with six decimals at most. */
export const CLAIMED_PERCENT = /^(?:100(?:\.0{1,6})?|\d{1,2}(?:\.\d{1,6})?)$/;
