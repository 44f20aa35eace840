export type DeliveredKind = 'meetings' | 'sessions' | 'join-attempts';

/** Who delivers (`import`, or a hook such as `hook:zoom`), in which import if any, and when. */
export type Delivery = { readonly source: string; readonly importId: string | null; readonly now: Date };

/** The changed rows of one hour (UTC): how many, and the time that they speak of. */
export type ChangedHour = {
  readonly hourAt: Date;
  readonly lineCount: number;
  readonly firstAt: Date;
  readonly lastAt: Date;
};
