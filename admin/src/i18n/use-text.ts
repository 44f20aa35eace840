import { useTranslate } from 'react-admin';
import { useCallback } from 'react';
import type { en } from './en.js';

type Path<Node> = Node extends string
  ? ''
  : { [Key in keyof Node & string]: Node[Key] extends string ? Key : `${Key}.${Path<Node[Key]>}` }[keyof Node & string];

/** The name of a message of ours. */
export type TextKey = Path<typeof en>;
export type Text = (key: TextKey, values?: Readonly<Record<string, unknown>>) => string;

/** Messages by name, checked by the compiler; `smart_count` chooses the plural. */
export function useText(): Text {
  const translate = useTranslate();
  return useCallback((key, values) => translate(key, values), [translate]);
}
