import { auditActions, auditKinds, auditTopics } from './audit-actions-fr.js';
import type * as en from './audit-en.js';
import type { Messages } from './messages.js';

export const audit: Messages<typeof en.audit> = {
  title: 'Journal d’audit',
  verify: 'Vérifier l’intégrité',
  whole: 'Le journal est intact.',
  notWhole: 'Le journal n’est pas intact.',
  checked: '%{entries} entrées vérifiées dans %{chains} chaînes, et %{anchors} repères gardés hors de la base.',
  faultAt: '%{fault}, entrée %{sequence} de la chaîne %{chain}',
  fault: {
    entry_changed: 'Modifiée après coup',
    entry_missing: 'Manquante',
    entry_twice: 'En double',
    link_broken: 'Ne suit pas la précédente',
    end_missing: 'Fin coupée',
    end_unknown: 'Plus longue qu’annoncé',
    anchor_differs: 'Différente de celle qui avait été notée',
  },
  at: 'Quand (%{zone})',
  actor: 'Qui',
  action: 'Quoi',
  subject: 'Sur quoi',
  subjectKind: 'Type d’objet',
  everyAction: '%{topic}\u00a0: tout',
  nothingFits: 'Aucune action ne s’appelle ainsi',
  fact: '%{name}\u00a0: %{value}',
  details: 'Détails',
  from: 'À partir du',
  to: 'Avant le',
  csv: 'En CSV',
  ndjson: 'En NDJSON',
  empty: 'Aucune entrée ici',
  emptyAdvice: 'Chaque changement est noté ici, avec son auteur et son heure.',
  actions: auditActions,
  kinds: auditKinds,
  topics: auditTopics,
};
