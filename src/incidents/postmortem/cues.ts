import type { WindowState } from '../outage-window.js';

/** What words near a time say of it. `fix`: something was done about it, which ends it only where nothing better does. */
export type Cue = WindowState | 'end' | 'fix' | 'alert' | 'action' | 'start';

/** Said of what was not hit. */
const UNTOUCHED =
  /\b(?:not|n['’]t|never|no|without|aucun\w*|sans|pas(?: été)?|ni)\b[^,;.]{0,25}\b(?:affect|impact|touch|concern|interrupt|perte|loss)\p{L}*|\bunaffected\b|\b(?:no|without|aucune?|sans|pas d['’e]) ?(?:\p{L}+ )?(?:downtime|outages?|interruptions?|coupures?|pannes?|indisponibilité|disruption|dégradation|degradation)\b/giu;

/** True for a sentence that says of what was not hit, and of nothing that was. */
export function isUntouched(text: string): boolean {
  return text.search(UNTOUCHED) !== -1 && stateNear(text) === null;
}

const PATTERNS: readonly (readonly [Cue, RegExp])[] = [
  [
    'degraded',
    /\b(?:unavailable|down|unreachable|inaccessibles?|indisponibles?) (?:for|to|pour|à) (?:some|certain\p{L}*|a (?:small )?(?:subset|number|portion|fraction)|une partie|quelques)\b|\b(?:partial(?:ly)?|partiel\p{L}*|minor|mineur\p{L}*|intermittent\p{L}*|some|certain\p{L}*|small (?:subset|number)|subset of|une partie des?)\b[^,;.]{0,30}?\b(?:outage|unavailab\p{L}*|down(?:time)?|indisponib\p{L}*|coupure|panne|errors?|erreurs?|failures?|fail\p{L}*|unable|users|customers|utilisateurs|clients)|(?:degrad|dégrad)\p{L}*|\bslow\p{L}*|\blent(?:e|s|es|eurs?|ement)?\b|\bralenti\p{L}*|\blatenc\p{L}*|temps de réponse|response times?|error rates?|(?:elevated|increased|high(?:er)?|spike in|rise in) (?:\p{L}+ ){0,3}(?:errors?|latenc\p{L}*|timeouts?|failures?)|errors? (?:spik|increas|r[io]s)\p{L}*|taux d['’]erreurs?|\bintermittent\p{L}*|\bretards?\b|\bdelay\p{L}*|\bintensifi\p{L}*|long polling|\bperturb\p{L}*|\btime-?outs?\b|\binstab\p{L}*|(?<!n['’]ont pas été |pas )\bimpacté\p{L}*|\bimpaired\b|\bsluggish\b|\bdifficult\p{L}*|performance (?:issues?|problems?|degradation)/giu,
  ],
  [
    'lost',
    /(?:total|complete|full|major|complète|totale|majeure) (?:outage|outages|interruption|indisponibilité|panne|coupure|perte|avarie|loss)|\boutages?\b|\b(?:went|go(?:es|ing)?|was|were|is|are|being|been|completely|entirely|fully) (?:completely |entirely |fully |hard )?(?:down|offline|unavailable|unreachable|inaccessible)\b|\bdowntime\b|\bunavailab\p{L}*|\bunreachable\b|\binaccessib\p{L}*|\bindisponib\p{L}*|\binjoignables?\b|hors (?:service|ligne)|\bincapacité\b|\bimpossib\p{L}*|\bunable to\b|\bcould ?n(?:o|['’])t\b|\bcannot\b|\bcan['’]t\b|\b(?:ne (?:pouvai|peuv|pouv|parven|parvien)|n['’]arriv)\p{L}* (?:plus|pas)\b|\bn['’](?:était|étaient|est) plus (?:accessible|disponible|joignable)s?\b|\bcrash\p{L}*|\blâch\p{L}*|\btomb(?:é|ée|és|er|ait|a)\b|\bcoupures?\b|\bpannes?\b|\binterruptions?\b|\binterrompu\p{L}*|\bavarie\b|\bstopped (?:working|responding|accepting|serving)|\bne répond\p{L}*|\bfail(?:ed|ing) (?:to|for all|completely)|\b(?:all|100 ?%(?: of)?(?: the| all)?) (?:\p{L}+ )?(?:requests|users|customers|connections|traffic|attempts|logins)\b|100 ?% des \p{L}+|\bno longer (?:able|available|accessible|reachable|work\p{L}*|respond\p{L}*|join|connect|log in|reach|access)\b|\b(?:api|app|application|site|website|service|platform|servers?|systems?) (?:was |is )?(?:down|offline)\b|\ball (?:\p{L}+ ){0,2}(?:requests|users|customers|calls) (?:fail|receiv|were)\p{L}*|\bblackout\b|\bloss of (?:service|connectivity)|\bwent dark\b|\barrêt (?:complet|total|brutal)/giu,
  ],
  [
    'end',
    /\brestor(?:ed|ation|es|ing)\b|\brecover(?:ed|s|y|ing)?\b|\bresolv(?:ed|es)\b|\bresolution\b|\bback (?:online|up|to normal|in service)\b|\b(?:was|were|is|are|fully|again) operational\b|\bup again\b|\bcame back\b|\b(?:went|go) back up\b|\bfixed\b|\bmitigated\b|\breturn(?:ed|s|ing)? to (?:normal|service)\b|\bended\b|\bend of (?:the )?(?:incident|outage|impact|downtime)\b|^\W*(?:(?:incident|impact|outage) )?end(?:ed)?(?: time| date)?\b\s*[:=]|(?:incident|impact|outage) (?:is|was) over\b|\brétabli\p{L}*|\brésolu\p{L}*|\brésolution\b|retour (?:à la normale|au nominal|en ligne|du service)|(?:de|à) nouveau (?:disponible|opérationnel|accessible|fonctionnel|en ligne|joignable)\p{L}*|\bremis\p{L}* en (?:service|ligne)|^\W*fin\b|\bfin (?:de (?:l['’]|la )?|du |d['’])(?:incident|panne|coupure|perturbation|impact|interruption|indisponibilité)|\bterminé\p{L}*|\bcorrigé\p{L}*|\brevenu\p{L}*|\breprise\b|\bstabilis\p{L}*|\bredevenu\p{L}*|\bopérationnel\p{L}*|\bnormalis\p{L}*|\bretrouv\p{L}*|\bservice(?:s)? (?:is |are )?(?:healthy|normal)\b|\bclear(?:ed|s)\b|\bsubsided\b/giu,
  ],
  [
    'fix',
    /\bmesures nécessaires\b|\bcorrectif\p{L}*|\bfix (?:was|is|has been)?\s?(?:deployed|applied|rolled out|released|in place)|\b(?:deployed|applied|shipped|released|rolled out) (?:a|the) (?:hot)?fix\b/giu,
  ],
  [
    'alert',
    /\balert(?:s|ed|es|e|é|és|ée|ées|ing)?\b|\bpaged?\b|\bpager\b|\bnotifi\p{L}*|\bdetect(?:ed|s|ion)\b|\bnoticed\b|\bmonitoring (?:fired|triggered|detected|reported)|\bremont(?:é|ée|és|ent|er)\b|\bsignal(?:é|ée|és|ements?|aient|ent)\b|\breport(?:ed|s|ing) (?:by|from|of|that|issues|problems)|\bcustomers? report\p{L}*|\bdétect\p{L}*|\bprévenu\p{L}*|\btickets?\b|\binformé\p{L}*|\bbecame aware\b|\bavons été avertis?\b/giu,
  ],
  [
    'action',
    /\bdecid\p{L}*|\bdécid\p{L}*|\bdeploy\p{L}*|\bdéploy\p{L}*|\bdéploiement\b|\bredémar\p{L}*|\brestart\p{L}*|\breboot\p{L}*|\broll(?:ed)? ?back\b|\brollback\b|\bescal\p{L}*|\binvestig\p{L}*|\benquêt\p{L}*|\bidentif\p{L}*|\bscal(?:ed|ing)\b|\blimiter?\b|\bactions?\b|\bbascul\p{L}*|\bfail(?:ed)? ?over\b|\bmerged?\b|\bpatch\p{L}*|\bpost(?:ed|ing)\b|\bengineers?\b|\béquipes?\b|\bconstat\p{L}*|\bwar room\b|\bjoined\b|\bmaintenance\b|\bmigration\b|\breleased?\b/giu,
  ],
  [
    'start',
    /\bstart(?:ed|s|ing)?\b|\bbegan\b|\bbegin(?:s|ning)?\b|\bonset\b|\bdébut\p{L}*|\bcommenc\p{L}*|\bsurven\p{L}*|\boccur(?:red|s)\b|\bapparu\p{L}*/giu,
  ],
];

export type FoundCue = { readonly cue: Cue; readonly index: number; readonly end: number };

/** The cues of a text in the order of their places; where two share a place, the first of the list counts. */
export function findCues(text: string): FoundCue[] {
  const heard = text.replaceAll(UNTOUCHED, (words) => ' '.repeat(words.length));
  const found: FoundCue[] = [];
  for (const [cue, pattern] of PATTERNS) {
    for (const match of heard.matchAll(pattern)) {
      const end = match.index + match[0].length;
      const isTaken = found.some((other) => match.index < other.end && end > other.index);
      if (!isTaken) found.push({ cue, index: match.index, end });
    }
  }
  return found.toSorted((a, b) => a.index - b.index);
}

/** Right before a time: it is when something begins, or when it ends. */
const BEGINS =
  /(?:\b(?:since|from|starting(?: at| from| around)?|beginning(?: at)?|as of|depuis|dès|à (?:partir|compter) de|start(?: time)?\s*[:=|]|started(?: at)?\s*:|début\s*[:=|]))(?:\s(?:about|around|approximately|environ|vers|les|the|on|at|le))*\s*$/iu;
const ENDS =
  /(?:(?<!\p{L})(?:until|till|up to|jusqu['’](?:à|au|en)|end(?: time)?\s*[:=|]|ended(?: at)?\s*:|fin\s*[:=|]))(?:\s(?:about|around|approximately|environ|vers|les|the|on|at|le))*\s*$/iu;

/** What the very words before a time make of it; undefined where they leave it open. */
export function leadOf(before: string): 'start' | 'end' | undefined {
  if (BEGINS.test(before)) return 'start';
  return ENDS.test(before) ? 'end' : undefined;
}

/** The state that a text speaks of: the nearest to `at` (from its start); null for none. */
export function stateNear(text: string, at = 0): WindowState | null {
  const distance = ({ index, end }: FoundCue): number => (end <= at ? at - end : Math.max(0, index - at));
  const states = findCues(text).filter(({ cue }) => cue === 'lost' || cue === 'degraded');
  const [nearest] = states.toSorted((a, b) => distance(a) - distance(b));
  return nearest === undefined ? null : (nearest.cue as WindowState);
}

/** Who tells, as far as the words show it. */
const PROBE =
  /\b(?:sondes?|probes?|synthetic|métriques|metrics|graph(?:s|es|iques)?|dashboards?|logs? (?:show|indicate)|apm)\b/iu;
const PROVIDER =
  /\b(?:hébergeur|provider|fournisseur|aws|azure|gcp|google cloud|ovh|cloudflare) (?:a |nous a |has |had )?(?:indiqu|confirm|report|annonc|stat)/iu;
const CUSTOMER =
  /\b(?:customers?|clients?|users?|utilisateurs?) (?:\p{L}+ ){0,3}(?:report|signal|remont|contact|complain|se plain)/iu;

/** The source that a sentence, or the line it stands under, quotes; undefined for its author alone. */
export function quotedSource(text: string): 'probe' | 'provider' | 'customer' | undefined {
  if (PROBE.test(text)) return 'probe';
  if (PROVIDER.test(text)) return 'provider';
  return CUSTOMER.test(text) ? 'customer' : undefined;
}
