import type { Offered } from '../plan/selection/filter-criteria.ts';
import type { Catalog, DeclaredSet, LaterDeclared } from '../types/catalog.ts';
import type { Declaration, Origin } from '../types/declaration.ts';
import type { Diagnostic } from '../types/diagnostic.ts';
import type { DeclareContext } from '../types/kind.ts';
import type { RowLayout } from '../types/mapped-row.ts';
import type { Project } from '../types/project.ts';
import type { SourceText } from '../types/source-text.ts';
import type { Declaring } from './declare.ts';
import type { Ports } from './options.ts';
import type { SurveyedPeople } from './planning/people-survey.ts';
import type { Rejects } from './rejected-rows.ts';

/** Everything that manifests declare, before anything live is read. */
export interface Loaded {
  /** Undefined where the project file has errors. */
  readonly project: Project | undefined;
  /** Environment variables, with those of `.env`. */
  readonly env: Ports['env'];
  /** Kind name → its declarations, in order. */
  readonly declared: ReadonlyMap<string, readonly Declaration[]>;
  readonly diagnostics: readonly Diagnostic[];
  readonly digest: string;
  readonly version: string | null;
  readonly files: number;
  /** Contact set → the documents that declare it, including sets without contacts. */
  readonly sets: ReadonlyMap<string, readonly Origin[]>;
  /** The names that `--file` and `--owner` accept. */
  readonly offered: Offered;
  /** Rows that `on_bad_row: skip` has left out so far; checks of values may add more. */
  readonly rejected: Rejects;
  /** All contact sets, including those without contacts. */
  readonly contactSets: readonly DeclaredSet[];
  /** The number of rows of each data file that was read. */
  readonly read: ReadonlyMap<RowLayout, number>;
  readonly sources: SourceText;
  /** Undefined without `--to`. */
  readonly later?: LaterDeclared | undefined;
  /** Set where contacts are too many for memory: then `declared` has none of them. */
  readonly streamed?: StreamedPeople;
  /**
   * True where large data files have errors: all findings are there, but of contacts `declared` only has those that findings
   * are about.
   */
  readonly refused?: true;
}

/** Contacts that are read again whenever they are needed. */
export interface StreamedPeople {
  readonly surveyed: SurveyedPeople;
  /** What other kinds declare, and what rows refer to. */
  readonly catalog: Catalog;
  /** Everything that was found before anything live is read; it has no errors. */
  readonly checked: readonly Diagnostic[];
  /** For another reading: reports nothing, takes rows that are left out, and counts rows. */
  contextOf(taking: Pick<Declaring, 'rejected' | 'read' | 'contactSets'>): DeclareContext;
  /** All declarations of contacts, in batches. */
  declarations(): AsyncIterable<readonly Declaration[]>;
}
