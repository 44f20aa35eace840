/** What the pages are about: one of each kind. */
export type Subjects = {
  readonly incidentId: string;
  readonly customerId: string;
  readonly offerId: string;
  readonly caseId: string;
};

/** Every page that there is, by a short name: the tests visit them, and the screenshots show them. */
export function addressesOf({ incidentId, customerId, offerId, caseId }: Subjects): Readonly<Record<string, string>> {
  const incident = `/incidents/${incidentId}`;
  return {
    home: '/',
    incidents: '/incidents',
    incident,
    customers: `${incident}/customers`,
    meetings: `${incident}/meetings`,
    'incident-offers': `${incident}/offers`,
    'incident-outreach': `${incident}/outreach`,
    evidence: `${incident}/evidence`,
    history: `${incident}/history`,
    customer: `/customers/${customerId}?incident=${incidentId}`,
    outreach: '/outreach',
    case: `/outreach/${caseId}`,
    'case-mail': `/outreach/${caseId}?do=mail`,
    claims: '/outreach/claims',
    mails: '/outreach/mails',
    replies: '/outreach/replies',
    offers: `/offers/incident/${incidentId}`,
    offer: `/offers/${offerId}`,
    policies: '/policies',
    policy: '/policies/goodwill',
    'policy-editor': '/policies/goodwill/new',
    billing: '/billing',
    deliveries: '/billing/deliveries',
    'billing-customers': '/billing/customers',
    limits: '/billing/limits',
    connections: '/billing/connections',
    reconciliation: '/billing/reconciliation',
    'billing-files': '/billing/files',
    'billing-events': '/billing/events',
    audit: '/settings/audit',
    company: '/settings/company',
    letters: '/settings/letters',
    mail: '/settings/mail',
    'follow-up': '/settings/outreach',
    components: '/settings/components',
    imports: '/settings/imports',
    users: '/settings/users',
    retention: '/settings/retention',
    keys: '/settings/keys',
    hooks: '/settings/hooks',
    jobs: '/settings/jobs',
  };
}
