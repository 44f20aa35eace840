import type { Messages } from './messages.js';
import type {
  postMortem as englishPostMortem,
  proposal as englishProposal,
  statusPage as englishStatusPage,
} from './sources-en.js';

/** Les mots de ce qui est lu dans les pages d’état et les post-mortems. */
export const statusPage: Messages<typeof englishStatusPage> = {
  open: 'Depuis une page d’état…',
  title: 'Importer des incidents d’une page d’état',
  advice:
    'L’adresse du fichier incidents.json ou summary.json d’une page, ou un tel fichier. Les fenêtres arrivent comme propositions ; réimporter ne change rien.',
  url: 'Adresse du JSON',
  file: 'Choisir un fichier…',
  notJson: 'Ce fichier n’est pas du JSON.',
  import: 'Importer',
  brought: '%{smart_count} incident lu |||| %{smart_count} incidents lus',
  outcome: { created: 'nouveau', changed: 'modifié', unchanged: 'inchangé' },
  mapping: 'Quels composants de la page sont les nôtres',
  allMapped: 'Tous les composants de la page sont connus.',
  means: '« %{name} » est',
  noneOfOurs: 'aucun des nôtres',
};

export const postMortem: Messages<typeof englishPostMortem> = {
  title: 'Lire un post-mortem',
  advice:
    'Collez son texte, en français ou en anglais. Chaque fenêtre qu’il raconte arrive comme proposition, avec les phrases sur lesquelles elle repose ; rien ne change tant que vous n’en acceptez pas.',
  text: 'Texte du post-mortem',
  date: 'Jour dont il parle',
  dateAdvice: 'Seulement si le texte ne le dit pas.',
  zone: 'Fuseau horaire du texte',
  read: 'Lire',
};

export const proposal: Messages<typeof englishProposal> = {
  title: '%{smart_count} fenêtre proposée |||| %{smart_count} fenêtres proposées',
  advice:
    'Acceptez ce qui est juste : la fenêtre est créée et chaque phrase devient un élément de preuve. Écartez ce qui n’en est pas une.',
  count: '%{smart_count} fenêtre proposée |||| %{smart_count} fenêtres proposées',
  open: 'non précisé',
  noComponent: 'composant non précisé',
  origin: { status_page: 'd’après la page d’état', post_mortem: 'd’après un post-mortem' },
  edge: { start: 'Le début', end: 'La fin' },
  about: { start: 'début', end: 'fin', alert: 'alerte' },
  believe: 'Retenir %{at}',
  goesOn: 'Cela dure encore',
  accept: 'Accepter',
  dismiss: 'Écarter',
  accepted: 'La fenêtre est créée. Réévaluez pour en voir l’effet.',
  dismissed: 'La proposition est écartée',
};
