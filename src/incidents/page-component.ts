import type { Component } from './component.js';
import type { Capability } from './outage-window.js';

/**
 * A component as a status page names it, and which of ours it means. Without `componentKey` nobody has said yet, unless
 * it is `ignored`: then it means none of ours. Without `capabilities` it takes those of
 * the component with it, but `media` and `view` only of a component that has nothing else.
 */
export type PageComponent = {
  readonly pageComponentId: string;
  readonly pageId: string | null;
  readonly name: string;
  readonly componentKey: string | null;
  readonly capabilities: readonly Capability[] | null;
  readonly ignored: boolean;
};

export type StoredPageComponent = PageComponent & {
  readonly version: number;
  readonly createdAt: Date;
  readonly updatedBy: string | null;
  readonly updatedAt: Date;
};

/** Our component that is called the same as one of a page, by key or by name, whatever the case; null for none or several. */
export function componentCalled(name: string, components: readonly Component[]): string | null {
  const wanted = name.trim().toLowerCase();
  const found = components.filter((each) => each.key === wanted || each.name.trim().toLowerCase() === wanted);
  return found.length === 1 ? (found[0]?.key ?? null) : null;
}
