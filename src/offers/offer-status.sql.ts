/** SQL for where an offer stands at an instant: one that its customer has not answered in time is over, before a job says so. */
export function statusNow(offer: string, now: string): string {
  return `case when ${offer}.status in ('approved', 'sent') and ${offer}.valid_until <= ${now} then 'expired' else ${offer}.status end`;
}
