/** The words of what is read from status pages and post-mortems. */
export const statusPage = {
  open: 'From a status page…',
  title: 'Bring incidents in from a status page',
  advice:
    'The address of a page’s incidents.json or summary.json, or such a file. Windows come as proposals; the same again changes nothing.',
  url: 'Address of the JSON',
  file: 'Choose a file…',
  notJson: 'This file is no JSON.',
  import: 'Bring them in',
  brought: '%{smart_count} incident read |||| %{smart_count} incidents read',
  outcome: { created: 'new', changed: 'changed', unchanged: 'as it was' },
  mapping: 'Which of the page’s components are ours',
  allMapped: 'All components of the page are known.',
  means: '“%{name}” is',
  noneOfOurs: 'none of ours',
} as const;

export const postMortem = {
  title: 'Read a post-mortem',
  advice:
    'Paste its text, in French or English. Each window that it tells comes as a proposal with the sentences that it rests on; nothing changes until you accept one.',
  text: 'Text of the post-mortem',
  date: 'Day it tells of',
  dateAdvice: 'Only where the text does not say it.',
  zone: 'Time zone it speaks of',
  read: 'Read it',
} as const;

export const proposal = {
  title: '%{smart_count} proposed window |||| %{smart_count} proposed windows',
  advice: 'Accept what is right: the window is made, and each sentence becomes evidence. Dismiss what is none.',
  count: '%{smart_count} proposed window |||| %{smart_count} proposed windows',
  open: 'left open',
  noComponent: 'component not said',
  origin: { status_page: 'from the status page', post_mortem: 'from a post-mortem' },
  edge: { start: 'When it began', end: 'When it was over' },
  about: { start: 'began', end: 'was over', alert: 'noticed' },
  believe: 'Believe %{at}',
  goesOn: 'It still goes on',
  accept: 'Accept',
  dismiss: 'Dismiss',
  accepted: 'The window is made. Assess again to see its effect.',
  dismissed: 'The proposal is dismissed',
} as const;
