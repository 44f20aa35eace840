/** The same names as those of English messages, each with a text of another language. */
export type Messages<Node> = { readonly [Key in keyof Node]: Node[Key] extends string ? string : Messages<Node[Key]> };
