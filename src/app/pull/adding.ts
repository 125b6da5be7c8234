import type { AddressSelection } from '../../plan/address-selection.ts';
import type { Diagnostic } from '../../types/diagnostic.ts';
import type { IntercomReader } from '../../types/intercom.ts';
import type { Compared } from './compare.ts';
import type { LiveContacts } from './live-contacts.ts';
import type { Addition } from './new-contacts.ts';
import type { NewItem } from './new-item.ts';
import type { PullPart } from './options.ts';
import type { Target } from './place-items.ts';
import type { LiveState } from './read-live.ts';

/** The text of a file; long ones in pieces, to be read as often as needed. */
export type FileText = string | Iterable<string>;

/** The manifests with what nobody declared before. */
export interface Grown {
  /** Path from the project folder → text; a data file may be too long for one. */
  readonly texts: ReadonlyMap<string, FileText>;
  readonly added: ReadonlyMap<string, number>;
  readonly left: readonly Diagnostic[];
  readonly compared: Compared;
  /** Items that are declared and not live, or not yet what they are declared to become. */
  readonly pending: number;
  /** What was added, but for rows that were written in batches. */
  readonly items: readonly NewItem[];
}

/** The manifests cannot be read with what was added: what they say then, and the texts that say it. */
export interface Unreadable {
  readonly unreadable: Compared;
  readonly texts: ReadonlyMap<string, string>;
}

/** What is live, what the manifests say with the drifted values in place, and how to compare again. */
export interface Adding {
  readonly target: Target;
  readonly live: LiveState;
  readonly reader: IntercomReader;
  readonly parts: readonly PullPart[];
  readonly compared: Compared;
  readonly overlay: ReadonlyMap<string, string>;
  readonly compareWith: (texts: ReadonlyMap<string, string>) => Promise<Compared>;
  /** Set → the data file of an earlier pull, and below what each held. */
  readonly dataFiles: ReadonlyMap<string, string>;
  readonly before: ReadonlyMap<string, string>;
  readonly selection: AddressSelection;
  readonly to: readonly string[] | undefined;
  /** Internal: people are added some at a time where there are more than so many. */
  readonly batchRows?: number | undefined;
}

/** What is added, as the flags select. */
export interface Selected {
  readonly selects: (address: string, set?: string) => boolean;
  /** Rows of earlier pulls that stay. */
  readonly kept: readonly NewItem[];
  /** Undefined where no contacts are added. */
  readonly contacts: { readonly people: LiveContacts; readonly additions: Iterable<Addition> } | undefined;
}
