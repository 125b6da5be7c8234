import type { Offered } from '../plan/selection/filter-criteria.ts';
import type { Catalog, DeclaredSet, LaterDeclared } from '../types/catalog.ts';
import type { Declaration, Origin } from '../types/declaration.ts';
import type { Diagnostic } from '../types/diagnostic.ts';
import type { DeclareContext } from '../types/kind.ts';
import type { RowLayout } from '../types/mapped-row.ts';
import type { Project } from '../types/project.ts';
import type { Declaring } from './declare.ts';
import type { Ports } from './options.ts';
import type { SurveyedPeople } from './planning/people-survey.ts';
import type { Rejects } from './rejected-rows.ts';

/** The text of a manifest by its path, for code frames. */
export type SourceText = (file: string) => string | undefined;

/** Everything that manifests say, before anything live is known. */
export interface Loaded {
  /** Undefined where the project itself is wrong. */
  readonly project: Project | undefined;
  /** The environment with what `.env` adds. */
  readonly env: Ports['env'];
  /** Kind name → its declarations, in order. */
  readonly declared: ReadonlyMap<string, readonly Declaration[]>;
  readonly diagnostics: readonly Diagnostic[];
  readonly digest: string;
  readonly version: string | null;
  readonly files: number;
  /** Contact set → the documents that declare it, those of sets included that nobody is in. */
  readonly sets: ReadonlyMap<string, readonly Origin[]>;
  /** What `--file` and `--owner` may name. */
  readonly offered: Offered;
  /** Rows that `on_bad_row: skip` left out so far; checking values may add more. */
  readonly rejected: Rejects;
  /** Every contact set, those that declare nobody too. */
  readonly contactSets: readonly DeclaredSet[];
  /** How many rows each reading of a data file came to. */
  readonly read: ReadonlyMap<RowLayout, number>;
  readonly sources: SourceText;
  /** Undefined without `--to`. */
  readonly later?: LaterDeclared | undefined;
  /** The people, where they are too many to be held: then `declared` holds none of them. */
  readonly streamed?: StreamedPeople;
  /** True where large data files have errors: all findings are there, and `declared` holds what they are about. */
  readonly refused?: true;
}

/** People who are read again whenever they are needed. */
export interface StreamedPeople {
  readonly surveyed: SurveyedPeople;
  /** What is declared of everything else, and what rows refer to. */
  readonly catalog: Catalog;
  /** All that is known to be wrong before anything live is read; no errors. */
  readonly checked: readonly Diagnostic[];
  /** For another reading: says nothing, takes the rows that are left out and counts those of files. */
  contextOf(taking: Pick<Declaring, 'rejected' | 'read' | 'contactSets'>): DeclareContext;
  /** Them all, in batches. */
  declarations(): AsyncIterable<readonly Declaration[]>;
}
