import type { KindReader } from '../../kinds/kind-reader.ts';
import type { AddressSelection } from '../../plan/selection/address-selection.ts';
import type { NewItem } from '../../types/kind/pulling.ts';
import type { Counted } from '../group-diagnostics.ts';
import type { Compared } from './compared.ts';
import type { FileText } from './data-text.ts';
import type { EarlierFile } from './file-lines.ts';
import type { PullPart } from './parts.ts';
import type { LiveContacts } from './people/live-contacts.ts';
import type { Addition } from './people/new-contacts.ts';
import type { LiveState } from './read-live.ts';
import type { Target } from './target.ts';

/** The manifests with the items that were added. */
export interface Grown {
  /** Path relative to the project folder → text. Data files may be too long for a string. */
  readonly texts: ReadonlyMap<string, FileText>;
  readonly added: ReadonlyMap<string, number>;
  readonly left: readonly Counted[];
  readonly compared: Compared;
  /** How many items are declared and not live, or not yet in their declared state. */
  readonly pending: number;
  /** The items that were added, without rows of data files that are too many for memory. */
  readonly items: readonly NewItem[];
}

/** The manifests have errors with what was added: those errors, and the texts that have them. */
export interface Unreadable {
  readonly unreadable: Compared;
  readonly texts: ReadonlyMap<string, FileText>;
}

/** Input of the adding: the live state, the manifests after drifted values were replaced, and a way to compare again. */
export interface Adding {
  readonly target: Target;
  readonly live: LiveState;
  readonly reader: KindReader;
  readonly parts: readonly PullPart[];
  readonly compared: Compared;
  readonly overlay: ReadonlyMap<string, string>;
  readonly compareWith: (texts: ReadonlyMap<string, FileText>) => Promise<Compared>;
  /** Set → data file of an earlier pull. */
  readonly dataFiles: ReadonlyMap<string, string>;
  readonly before: ReadonlyMap<string, EarlierFile>;
  readonly selection: AddressSelection;
  readonly to: readonly string[] | undefined;
  /** For tests: compares this many contacts at a time, even if there are few. */
  readonly batchRows?: number | undefined;
}

/** The items to add, as the flags select them. */
export interface Selected {
  readonly selects: (address: string, set?: string) => boolean;
  /** Rows of earlier pulls that stay. */
  readonly kept: Iterable<NewItem>;
  /** Undefined where contacts are not pulled. */
  readonly contacts: { readonly people: LiveContacts; readonly additions: Iterable<Addition> } | undefined;
}
