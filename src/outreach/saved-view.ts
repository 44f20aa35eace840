import type { CaseFilter, CaseSort } from './list-cases.sql.js';

/** What a saved view asks the list for. */
export type ViewQuery = CaseFilter & { readonly sort?: CaseSort };
