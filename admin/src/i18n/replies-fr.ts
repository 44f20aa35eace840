import type * as en from './replies-en.js';
import type { Messages } from './messages.js';

export const replies: Messages<typeof en.replies> = {
  title: 'Retours',
  unmatched: 'Sans dossier',
  unmatchedAdvice: 'Des réponses qui ne citent aucun de nos e-mails. Lisez-les et rattachez chacune à son dossier.',
  noUnmatched: 'Rien n’attend ici',
  noUnmatchedAdvice:
    'Une réponse trouve son dossier par l’e-mail auquel elle répond\u00a0; celle qui ne le trouve pas sera ici.',
  type: { reply: 'Réponse', bounce: 'Retour à l’expéditeur', complaint: 'Signalement' },
  from: 'De',
  said: 'Contenu',
  received: 'Reçu',
  noSubject: 'Sans objet',
  attach: 'Rattacher à un dossier',
  attachOf: 'Rattacher «\u00a0%{subject}\u00a0» à un dossier',
  attachAdvice: 'Elle figurera dans le fil du dossier, qui passera à «\u00a0répondu\u00a0».',
  case: 'Dossier',
  attached: 'La réponse est rattachée à son dossier',
  blocked: 'Adresses bloquées',
  blockedAdvice:
    'Plus rien n’y est envoyé. Une adresse qui renvoyait nos e-mails peut être rouverte quand elle remarche.',
  noBlocked: 'Aucune adresse n’est bloquée',
  address: 'Adresse',
  why: 'Pourquoi',
  reason: { bounced: 'E-mails revenus définitivement', complained: 'Son titulaire s’est plaint' },
  since: 'Depuis',
  lift: 'Débloquer',
  liftOf: 'Débloquer %{address}',
  liftAdvice: 'Les e-mails à %{name} y partiront de nouveau.',
  liftReason: 'Pourquoi elle remarche',
  liftReasonAdvice: 'Le journal d’audit le garde\u00a0: ne nommez personne.',
  lifted: 'Les e-mails y partent de nouveau',
  stays: 'Seul son titulaire peut revenir là-dessus.',
};
