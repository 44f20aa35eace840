import { useTranslate } from 'react-admin';
import { useCallback } from 'react';
import type { en } from './en.js';

type Path<Node> = Node extends string
  ? ''
  : { [Key in keyof Node & string]: Node[Key] extends string ? Key : `${Key}.${Path<Node[Key]>}` }[keyof Node & string];

/** The name of a message of ours. */
export type TextKey = Path<typeof en>;
export type Text = (key: TextKey, values?: Readonly<Record<string, unknown>>) => string;

/** The names up to a last word that the service gives, such as `offer.blocker` of `offer.blocker.status_final`. */
type Group<Key> = Key extends `${infer Head}.${infer Rest}`
  ? Rest extends `${string}.${string}`
    ? `${Head}.${Group<Rest>}`
    : Head
  : never;
/** A group of messages, one for each word of the service. */
export type TextGroup = Group<TextKey>;
/** The text of one of the service's words, else `otherwise`, else the word itself. */
export type Word = (group: TextGroup, word: string, otherwise?: string) => string;

/** Messages by name, checked by the compiler; `smart_count` chooses the plural. */
export function useText(): Text {
  const translate = useTranslate();
  return useCallback((key, values) => translate(key, values), [translate]);
}

/** Texts for words that the service gives as plain text, and that may one day be more than these pages know. */
export function useWord(): Word {
  const translate = useTranslate();
  return useCallback((group, word, otherwise = word) => translate(`${group}.${word}`, { _: otherwise }), [translate]);
}
