/** What is the same for every file of a source; what an import says itself goes before it. */
export type SourceAnswers = {
  readonly timeZone?: string;
  readonly dayFirst?: boolean;
  readonly customerId?: string;
  readonly components?: readonly string[];
};
