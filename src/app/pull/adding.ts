import type { KindReader } from '../../kinds/kind-reader.ts';
import type { AddressSelection } from '../../plan/selection/address-selection.ts';
import type { NewItem } from '../../types/kind/pulling.ts';
import type { Counted } from '../group-diagnostics.ts';
import type { Compared } from './compared.ts';
import type { FileText } from './data-text.ts';
import type { EarlierFile } from './file-lines.ts';
import type { LiveContacts } from './live-contacts.ts';
import type { Addition } from './new-contacts.ts';
import type { PullPart } from './parts.ts';
import type { Target } from './place-items.ts';
import type { LiveState } from './read-live.ts';

/** The manifests with what nobody declared before. */
export interface Grown {
  /** Path from the project folder → text; a data file may be too long for one. */
  readonly texts: ReadonlyMap<string, FileText>;
  readonly added: ReadonlyMap<string, number>;
  readonly left: readonly Counted[];
  readonly compared: Compared;
  /** Items that are declared and not live, or not yet what they are declared to become. */
  readonly pending: number;
  /** What was added, but for rows of data files that are too many to be held. */
  readonly items: readonly NewItem[];
}

/** The manifests cannot be read with what was added: what they say then, and the texts that say it. */
export interface Unreadable {
  readonly unreadable: Compared;
  readonly texts: ReadonlyMap<string, FileText>;
}

/** What is live, what the manifests say with the drifted values in place, and how to compare again. */
export interface Adding {
  readonly target: Target;
  readonly live: LiveState;
  readonly reader: KindReader;
  readonly parts: readonly PullPart[];
  readonly compared: Compared;
  readonly overlay: ReadonlyMap<string, string>;
  readonly compareWith: (texts: ReadonlyMap<string, FileText>) => Promise<Compared>;
  /** Set → the data file of an earlier pull, and below what each holds. */
  readonly dataFiles: ReadonlyMap<string, string>;
  readonly before: ReadonlyMap<string, EarlierFile>;
  readonly selection: AddressSelection;
  readonly to: readonly string[] | undefined;
  /** Internal: people are compared so many at a time, however few there are. */
  readonly batchRows?: number | undefined;
}

/** What is added, as the flags select. */
export interface Selected {
  readonly selects: (address: string, set?: string) => boolean;
  /** Rows of earlier pulls that stay. */
  readonly kept: Iterable<NewItem>;
  /** Undefined where no contacts are added. */
  readonly contacts: { readonly people: LiveContacts; readonly additions: Iterable<Addition> } | undefined;
}
