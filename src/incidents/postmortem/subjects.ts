/** A component as texts may call it. */
export type NamedComponent = { readonly key: string; readonly name: string };

/** Words of texts by which a part of a meeting product goes, beside its own name, where its key or name has the first. */
const ALSO_CALLED: readonly (readonly string[])[] = [
  ['realtime', 'real-time', 'real time', 'temps reel', 'live updates', 'websocket', 'websockets'],
  ['app', 'application', 'web app', 'web application', 'plateforme', 'platform', 'webapp'],
  ['visio', 'video', 'visioconference', 'video conferencing'],
  ['live-event', 'live event', 'webinar', 'webinaire'],
  ['api', 'apis'],
];

/** Finds which component a sentence speaks of: the one named first; null for none. */
export function subjectFinder(components: readonly NamedComponent[]): (text: string) => string | null {
  const names = components.flatMap(({ key, name }) => namesOf(key, name).map((words) => ({ key, words })));
  return (text) => {
    const heard = ` ${plain(text)} `;
    const found = names.flatMap(({ key, words }) => {
      const index = heard.indexOf(` ${words} `);
      return index === -1 ? [] : [{ key, index, length: words.length }];
    });
    const [first] = found.toSorted((a, b) => a.index - b.index || b.length - a.length);
    return first?.key ?? null;
  };
}

function namesOf(key: string, name: string): string[] {
  const own = [plain(key), plain(name)];
  const also = ALSO_CALLED.filter((group) => group.some((words) => own.includes(plain(words)))).flat();
  return [...new Set([...own, ...also.map(plain)])].filter((words) => words !== '');
}

function plain(text: string): string {
  return text
    .normalize('NFD')
    .replaceAll(/\p{M}/gu, '')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, ' ')
    .trim();
}
