import type { Capability } from './outage-window.js';

/** A part of the product that can fail by itself, and what can be lost with it. */
export type Component = { readonly key: string; readonly name: string; readonly capabilities: readonly Capability[] };

export type StoredComponent = Component & {
  readonly version: number;
  readonly createdAt: Date;
  readonly updatedBy: string | null;
  readonly updatedAt: Date;
};

const COMPONENT_KEY = /^[a-z0-9][a-z0-9-]{0,62}$/;

/** True for 1 to 63 small letters, digits and hyphens that do not begin with a hyphen, such as `visio-collab`. */
export function isComponentKey(text: string): boolean {
  return COMPONENT_KEY.test(text);
}
