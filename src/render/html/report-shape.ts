import type { Action } from '../../types/change.ts';

/** Flags of a row, added up. */
export const GRAVE = 1;
export const BLOCKED = 2;
/** It changes who somebody is or how they are reached. */
export const IDENTITY = 4;
/** Stands in a row in the place of a word's index where there is no word. */
export const NO_WORD = -1;

/** What becomes of a field: v a new value, c a change, m members that go and come, d a diff, t any text. `path` is an index of `words`. */
export type ReportField =
  | readonly [path: number, form: 'v', value: string]
  | readonly [path: number, form: 'c', before: string, after: string]
  | readonly [path: number, form: 'm', removed: readonly string[], added: readonly string[]]
  | readonly [path: number, form: 'd', lines: readonly string[]]
  | readonly [path: number, form: 't', text: string];

/** Of a merge. `more`: what else is to be said of it. */
export type ReportPair = readonly [
  lead: string,
  user: string,
  shares: string,
  isDoubtful: boolean,
  gets: string,
  more: string,
];

/** A change or a result. What many rows repeat is an index of `words`. */
export type ReportRow = readonly [
  address: string,
  kind: number,
  action: number,
  set: number,
  flags: number,
  outcome: number,
  source: string,
  why: string,
  notes: readonly string[],
  also: readonly string[],
  fields: readonly ReportField[],
  pair?: ReportPair | undefined,
];

/** The columns of a row. */
export const AT = {
  address: 0,
  kind: 1,
  action: 2,
  set: 3,
  flags: 4,
  outcome: 5,
  source: 6,
  why: 7,
  notes: 8,
  also: 9,
  fields: 10,
  pair: 11,
} as const;

/** A row by its index, a group that opens, or merges as a table. */
export type ReportEntry =
  | number
  | { readonly title: string; readonly rows: readonly number[]; readonly table?: undefined }
  | { readonly table: true; readonly rows: readonly number[] };

export interface ReportSection {
  readonly title: string;
  /** Whether it stands before the findings. */
  readonly leads?: boolean;
  readonly entries: readonly ReportEntry[];
}

/** The JSON in the page, which the script of the report reads. */
export interface ReportDocument {
  /** What a row is: `change` or `result`. */
  readonly noun: string;
  readonly words: readonly string[];
  readonly glyphs: Readonly<Record<Action, string>>;
  readonly rows: readonly ReportRow[];
  readonly sections: readonly ReportSection[];
}
