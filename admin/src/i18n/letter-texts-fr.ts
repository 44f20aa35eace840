import type * as english from './letter-texts-en.js';
import type { Messages } from './messages.js';

export const letterTexts: Messages<typeof english.letterTexts> = {
  title: 'Vos propres mots',
  advice: 'Ce qui reste vide est rédigé par Amends. Ce qui dit le montant, la taxe et le droit l’est toujours.',
  language: 'Langue',
  nature: 'Type de lettre',
  natures: { goodwill: 'Geste commercial', contractual: 'Ce que prévoit le contrat', apology: 'Excuses seules' },
  paragraph: { opening: 'Introduction et excuses', proposal: 'Avant la proposition', closing: 'Dernier paragraphe' },
  paragraphAdvice: {
    opening: 'À la place de la nôtre : quand c’était, et vos regrets.',
    proposal: 'Précède la phrase qui dit ce qui est proposé.',
    closing: 'Avant la formule de politesse.',
  },
  fields: 'Rempli pour chaque client',
  insert: 'Insérer le champ %{field}',
  field: {
    customer: 'client',
    contact: 'interlocuteur',
    company: 'votre entreprise',
    incident: 'titre de l’incident',
    period: 'quand c’était, en mots',
    date: 'jour de l’incident',
    people: 'personnes touchées',
    meetings: 'réunions touchées',
    reference: 'référence',
    amount: 'montant',
    validUntil: 'dernier jour pour accepter',
  },
  elsewhere: 'Une erreur se trouve dans une autre langue ou un autre type de lettre : %{where}.',
};
