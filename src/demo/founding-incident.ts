/** What a component can do for a person; a component fails capability by capability. */
export type SeedCapability = 'join' | 'interact' | 'moderate' | 'view' | 'media';

export type SeedComponent = {
  readonly key: string;
  readonly name: string;
  readonly capabilities: readonly SeedCapability[];
};

/** A published update. Its words are the file `bodyFile` beside this module, less the line break that ends the file. */
export type SeedUpdate = {
  readonly status: 'investigating' | 'identified' | 'resolved' | 'postmortem';
  readonly displayAt: string;
  readonly locale: 'en' | 'fr';
  readonly bodyFile: string;
};

/** What one source claims, with its own words. `key` is only for naming it from a window of this file. */
export type SeedEvidence = {
  readonly key: string;
  readonly source: 'monitoring' | 'probe' | 'status_page' | 'post_mortem';
  readonly componentKey: string | null;
  readonly claimedStartAt: string | null;
  readonly claimedEndAt: string | null;
  readonly confidence: 'high' | 'medium' | 'low';
  readonly quote: string;
};

export type SeedWindow = {
  readonly componentKey: string;
  readonly startsAt: string;
  readonly endsAt: string;
  readonly capabilities: Readonly<Partial<Record<SeedCapability, 'lost' | 'degraded'>>>;
  readonly reason: string;
  readonly evidenceKeys: readonly string[];
};

export type SeedIncident = {
  readonly reference: string;
  readonly title: string;
  readonly status: 'resolved';
  readonly timeZone: string;
  readonly source: string;
  readonly descriptions: Readonly<Record<'en' | 'fr', string>>;
  readonly updates: readonly SeedUpdate[];
  readonly evidence: readonly SeedEvidence[];
  readonly windows: readonly SeedWindow[];
};

/** Where the files named by `bodyFile` stand, relative to this module. */
export const SEED_FOLDER = 'seed';

/** The parts of the product that the report names. Third-party meetings carry sound and picture by themselves. */
export const FOUNDING_COMPONENTS: readonly SeedComponent[] = [
  { key: 'app', name: 'Application', capabilities: ['join', 'interact', 'moderate', 'view'] },
  { key: 'realtime', name: 'Realtime', capabilities: ['interact', 'moderate'] },
  { key: 'visio-collab', name: 'Visio collab', capabilities: ['join', 'interact', 'moderate', 'view', 'media'] },
  { key: 'live-event', name: 'Live event', capabilities: ['join', 'view', 'media'] },
  { key: 'zoom', name: 'Zoom integration', capabilities: ['join', 'view', 'media'] },
];

const UPDATES: readonly SeedUpdate[] = [
  {
    status: 'investigating',
    displayAt: '2020-09-16T15:15:00+02:00',
    locale: 'en',
    bodyFile: '1-investigating.en.txt',
  },
  { status: 'identified', displayAt: '2020-09-16T15:28:00+02:00', locale: 'en', bodyFile: '2-identified.en.txt' },
  { status: 'resolved', displayAt: '2020-09-16T15:42:00+02:00', locale: 'en', bodyFile: '3-resolved.en.txt' },
  { status: 'postmortem', displayAt: '2020-09-16T17:41:00+02:00', locale: 'fr', bodyFile: '4-postmortem.fr.txt' },
];

const START_EVIDENCE: readonly SeedEvidence[] = [
  {
    key: 'first-alert',
    source: 'monitoring',
    componentKey: 'app',
    claimedStartAt: '2020-09-16T11:43:00+02:00',
    claimedEndAt: null,
    confidence: 'low',
    quote:
      'Nos alertes automatiques nous ont remonté des soucis le mercredi 16 septembre à 11h43 (heure de Paris). Soucis mineurs dans un premier temps, donnant lieu à une simple alerte de routine auprès de notre hébergeur. (dumps Redis trop longs)',
  },
  {
    key: 'probes',
    source: 'probe',
    componentKey: 'app',
    claimedStartAt: '2020-09-16T12:43:00+02:00',
    claimedEndAt: null,
    confidence: 'medium',
    quote: `Les sondes de performances indiquent :

  • une dégradation des temps de réponse de l'application à partir de 12h43 (passage de 120ms temps moyen en haute activité à 209ms sur la période)
  • une augmentation du taux d'erreur à partir de cette même heure, passant de 0,0812% à 2,39%`,
  },
  {
    key: 'status-page-edit',
    source: 'status_page',
    componentKey: 'app',
    claimedStartAt: '2020-09-16T13:53:00+02:00',
    claimedEndAt: null,
    confidence: 'high',
    quote:
      '[EDIT] After more precise logs and performance investiguation, it appears that the application was heavily slowed down since 13h53 (Paris time), due to the previous failure that was growing at that time and consuming more and more resources before crashing.',
  },
  {
    key: 'post-mortem-start',
    source: 'post_mortem',
    componentKey: 'app',
    claimedStartAt: '2020-09-16T13:54:00+02:00',
    claimedEndAt: null,
    confidence: 'medium',
    quote: 'Ces erreurs se sont intensifiés au retour de la pause déjeuner (vers 13h54).',
  },
];

const OUTAGE_EVIDENCE: readonly SeedEvidence[] = [
  {
    key: 'status-page-outage',
    source: 'status_page',
    componentKey: 'app',
    claimedStartAt: '2020-09-16T14:49:00+02:00',
    claimedEndAt: '2020-09-16T15:09:00+02:00',
    confidence: 'high',
    quote:
      'As of today, 14h49 (Paris time), Wisembly application suffered a total outage, users and administrators being unable to access it. The team was immediately alerted and we escalated the issue to our hosting provider. At 15h09, after 5 minutes of investiguation, we decided to reboot the backend machines that were saturated, and the application went up again. We suffered a 20 minutes downtime.',
  },
  {
    key: 'post-mortem-outage',
    source: 'post_mortem',
    componentKey: 'app',
    claimedStartAt: '2020-09-16T14:49:00+02:00',
    claimedEndAt: '2020-09-16T15:09:00+02:00',
    confidence: 'high',
    quote:
      "Pour les participants/administrateurs cherchant à rejoindre une réunion en cours ou à venir, ils ont été dans l'incapacité de le faire de 14h49 à 15h09",
  },
  {
    key: 'symptoms-inside',
    source: 'post_mortem',
    componentKey: 'app',
    claimedStartAt: null,
    claimedEndAt: null,
    confidence: 'high',
    quote:
      "Pour les participants en cours de réunion, cette avarie s'est traduite par une perte complète des fonctionalités d'interactivité, mais pas de flux audio/vidéo",
  },
  {
    key: 'untouched-products',
    source: 'post_mortem',
    componentKey: null,
    claimedStartAt: null,
    claimedEndAt: null,
    confidence: 'high',
    quote:
      "en revanche, les solutions Visio collab et Live event n'ont pas été affectée par ce souci, tout comme les intégrations tierces parties (Zoom, Webex, etc..).",
  },
  {
    key: 'realtime',
    source: 'post_mortem',
    componentKey: 'realtime',
    claimedStartAt: '2020-09-16T15:09:00+02:00',
    claimedEndAt: '2020-09-16T15:27:00+02:00',
    confidence: 'high',
    quote:
      "Le serveur de temps réel était impacté par ces opérations et diffusait les événements live en long polling (toutes les 60 secondes). Nous avons été alerté de ceci vers 15h19 (10 minutes après la fin de l'avarie majeure), et avons effectué les mesures nécessaires sur cet élément à 15h27.",
  },
];

const WINDOWS: readonly SeedWindow[] = [
  {
    componentKey: 'app',
    startsAt: '2020-09-16T13:53:00+02:00',
    endsAt: '2020-09-16T14:49:00+02:00',
    capabilities: { join: 'degraded', interact: 'degraded', moderate: 'degraded' },
    reason:
      'Start as the status page corrected it after a study of the logs, 13:53; the post-mortem says "about 13:54", so the precise and earlier time is taken, in the customers\' favour. The alert of 11:43 was a routine one about backups. The probes from 12:43 show 209 ms instead of 120 ms and 2.39 % errors: measurable, but not yet a degraded product. End where the total outage begins.',
    evidenceKeys: ['first-alert', 'probes', 'status-page-edit', 'post-mortem-start'],
  },
  {
    componentKey: 'app',
    startsAt: '2020-09-16T14:49:00+02:00',
    endsAt: '2020-09-16T15:09:00+02:00',
    capabilities: { join: 'lost', interact: 'lost', moderate: 'lost' },
    reason:
      'Status page and post-mortem agree to the minute: nobody could enter from 14:49 to 15:09. Who was inside could read what was there but add nothing, and facilitators could not moderate. View, sound and picture went on, so they are not in the window.',
    evidenceKeys: ['status-page-outage', 'post-mortem-outage', 'symptoms-inside', 'untouched-products'],
  },
  {
    componentKey: 'realtime',
    startsAt: '2020-09-16T15:09:00+02:00',
    endsAt: '2020-09-16T15:27:00+02:00',
    capabilities: { interact: 'degraded', moderate: 'degraded' },
    reason:
      'After the restart live events came only once a minute, until the measures of 15:27. The team noticed at about 15:19, but people waited from 15:09: the effect counts, not the alert. Entering worked again.',
    evidenceKeys: ['realtime'],
  },
];

/** The incident of 16 September 2020 as its public report tells it, with the windows a person chose and why. */
export const FOUNDING_INCIDENT: SeedIncident = {
  reference: '2020-09-16-application-downtime',
  title: 'Application downtime',
  status: 'resolved',
  timeZone: 'Europe/Paris',
  source: 'Wisembly status page, incident report "Application downtime" with its post-mortem, 16 September 2020',
  descriptions: {
    en: 'On Wednesday 16 September 2020 our application became slow at 13:53 (Paris time). From 14:49 to 15:09 nobody could enter a meeting, and those already inside could read but could not post, vote, ask, launch a poll or change a slide. Until 15:27, live updates still arrived up to a minute late. Sound and picture went on throughout. Visio collab, Live event and third-party meetings such as Zoom were not affected. The servers had run out of memory; they now have more of it.',
    fr: "Le mercredi 16 septembre 2020, notre application est devenue lente à partir de 13h53 (heure de Paris). De 14h49 à 15h09, personne ne pouvait entrer en réunion, et les personnes déjà présentes pouvaient lire, mais plus contribuer, voter, poser de question, lancer un sondage ni changer de diapositive. Jusqu'à 15h27, les mises à jour en direct arrivaient encore avec un retard pouvant atteindre une minute. Le son et l'image n'ont pas été interrompus. Visio collab, Live event et les réunions tierces comme Zoom n'ont pas été touchés. La mémoire des serveurs était saturée ; elle a été augmentée.",
  },
  updates: UPDATES,
  evidence: [...START_EVIDENCE, ...OUTAGE_EVIDENCE],
  windows: WINDOWS,
};
