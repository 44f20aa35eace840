import type * as english from './follow-up-en.js';
import type { Messages } from './messages.js';

/** Les mots du suivi des dossiers et du formulaire public. */
export const followUp: Messages<typeof english.followUp> = {
  title: 'Comment les dossiers sont suivis',
  mode: 'Qui reçoit un nouveau dossier',
  modes: {
    account_owner: 'le responsable du compte ; l’équipe prend ceux de personne',
    round_robin: 'l’équipe, à tour de rôle',
  },
  team: 'L’équipe',
  teamAdvice: 'Une personne par ligne, telle qu’elle figure comme responsable d’un dossier.',
  people: 'Récapitulatifs et essais',
  peopleAdvice: 'Qui reçoit le récapitulatif de ses dossiers et peut recevoir des e-mails d’essai.',
  personId: 'Comme responsable d’un dossier',
  personEmail: 'Adresse e-mail',
  personLanguage: 'Langue',
  add: 'Ajouter quelqu’un',
  remove: 'Retirer',
  removeOf: 'Retirer %{name}',
  calendar: 'Heures de travail',
  day: {
    monday: 'lun.',
    tuesday: 'mar.',
    wednesday: 'mer.',
    thursday: 'jeu.',
    friday: 'ven.',
    saturday: 'sam.',
    sunday: 'dim.',
  },
  from: 'De',
  to: 'À',
  zone: 'Fuseau horaire',
  holidays: 'Jours chômés',
  holidaysAdvice: 'Un par ligne : 2020-12-25.',
  escalateAfterHours: 'Heures de travail après lesquelles un dossier délaissé est signalé',
  reminderDaysBefore: 'Jours avant l’expiration d’une offre où son client reçoit un rappel',
  never: '0 : jamais.',
  digestAt: 'Heure du récapitulatif d’un jour travaillé',
  digestAdvice: 'Vide : jamais.',
};

export const claimForm: Messages<typeof english.claimForm> = {
  title: 'Formulaire public de réclamation',
  isOpen: 'Il est ouvert : tout le monde peut y réclamer.',
  isClosed: 'Il est fermé : qui s’y rend est renvoyé vers son contact.',
  see: 'Le voir',
  advice: 'Tout le monde y reçoit la même réponse ; on n’écrit qu’aux contacts connus.',
  open: 'L’ouvrir',
  close: 'Le fermer',
};
