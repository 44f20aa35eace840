import { useEffect } from 'react';

/** True while the reader types, or a dialog stands over the page: then keys are characters. */
function isBusy(target: EventTarget | null): boolean {
  const isField =
    target instanceof HTMLElement &&
    (target.isContentEditable ||
      /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName) ||
      target.getAttribute('role') === 'combobox');
  const isBox = target instanceof HTMLInputElement && target.type === 'checkbox';
  return (isField && !isBox) || document.querySelector('[role=dialog], [role=menu], [role=listbox]') !== null;
}

/** Calls what belongs to a single key, such as `j`, wherever on the page the focus is. */
export function useCaseKeys(actions: Readonly<Record<string, () => void>>): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if (event.ctrlKey || event.metaKey || event.altKey || isBusy(event.target)) return;
      const action = actions[event.key];
      if (action === undefined) return;
      event.preventDefault();
      action();
    };
    addEventListener('keydown', onKey);
    return () => removeEventListener('keydown', onKey);
  }, [actions]);
}

/** The links of the cases on the page, in the order in which they are read. */
function links(): readonly HTMLAnchorElement[] {
  return [...document.querySelectorAll<HTMLAnchorElement>('a[data-case]')];
}

/** Moves the focus to the case after or before the one that has it, or to the first. */
export function stepToCase(step: 1 | -1): void {
  const all = links();
  const at = all.findIndex((link) => link === document.activeElement);
  const next = at === -1 ? all[0] : all[at + step];
  next?.focus();
  next?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
}

/** The case that has the focus, by its id, else the first on the page. */
export function focusedCase(): string | undefined {
  const focused = document.activeElement;
  const id = focused instanceof HTMLElement ? focused.dataset['case'] : undefined;
  return id ?? links()[0]?.dataset['case'];
}
