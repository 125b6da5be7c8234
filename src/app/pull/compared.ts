import { kindOf } from '../../kinds/index.ts';
import type { KindReader } from '../../kinds/kind-reader.ts';
import { holdsKey } from '../../kinds/people/person-values.ts';
import { isRemovedContact } from '../../kinds/people/removed-people.ts';
import type { WireContact } from '../../kinds/people/wire-contact.ts';
import type { Offered } from '../../plan/selection/filter-criteria.ts';
import type { Catalog, LaterDeclared } from '../../types/catalog.ts';
import type { Change } from '../../types/change.ts';
import type { Declaration, Origin } from '../../types/declaration.ts';
import type { Diagnostic } from '../../types/diagnostic.ts';
import type { Files } from '../../types/files.ts';
import type { KeyHashes } from '../../types/key-hashes.ts';
import type { Planned } from '../../types/kind.ts';
import type { Project } from '../../types/project.ts';
import type { Counted } from '../group-diagnostics.ts';
import type { StreamedPeople } from '../loaded.ts';
import { isReadFor, type PullPart, pulledKinds } from './parts.ts';

/** The manifests compared with live. */
export interface Compared {
  /**
   * Kind → its declarations, whichever parts were asked for; without contacts where these are streamed. For large data files
   * with errors, only the declarations that findings are about.
   */
  readonly declared: ReadonlyMap<string, readonly Declaration[]>;
  /** Undefined where contacts are kept in memory like everything else. */
  readonly streamed: StreamedComparison | undefined;
  /** What is planned for the parts that were asked for; without contacts where these are streamed. */
  readonly planned: readonly Planned[];
  readonly catalog: Catalog;
  /** Ids of live contacts that are declared and for whom nothing is planned; empty where contacts are streamed. */
  readonly setAside: ReadonlySet<string>;
  /** Owner tags of all contact sets in lower case, whichever parts were asked for. */
  readonly ownerTags: ReadonlySet<string>;
  /** The text of every manifest by its path from the project folder. */
  readonly texts: ReadonlyMap<string, string>;
  /** Contact set → the documents that declare it. */
  readonly sets: ReadonlyMap<string, readonly Origin[]>;
  /** The names that `--file` and `--owner` accept. */
  readonly offered: Offered;
  /** Findings in the manifests themselves. */
  readonly offline: readonly Counted[];
  /** Findings that need the live state, as plan would show them. For streamed contacts only the errors. */
  readonly online: Iterable<Diagnostic>;
  /** Frees the disk space. Then neither `online` nor the changes of streamed contacts can be read. */
  close(): void;
}

/** Contacts that are too many for memory: they are read again whenever they are needed. */
export interface StreamedComparison {
  /** The changes that plan would make to contacts, in plan order. */
  changes(): Iterable<Change>;
  /** Whether a live contact is declared, by id. */
  isDeclared(id: string): boolean;
  readonly people: StreamedPeople;
  /** Every file that declares contacts. */
  readonly files: ReadonlySet<string>;
}

export interface CompareOptions {
  readonly project: Project;
  readonly files: Files;
  /** Its answers are all from one live state. */
  readonly reader: KindReader;
  /** Cancels other reads when one has failed. */
  readonly stop: () => void;
  readonly timezone: string;
  readonly parts: readonly PullPart[];
  /** Kinds that the token may not read: their manifests stay as they are. */
  readonly unread: ReadonlySet<string>;
  /** `--to`: the last version that is in force. */
  readonly to?: readonly string[] | undefined;
  /** Of the store; undefined where there is none. */
  readonly keyHashes?: KeyHashes | undefined;
  /** What later versions declare. */
  readonly later?: LaterDeclared | undefined;
  /** Errors in values of items do not keep the rest from being compared, and are among the online findings. */
  readonly despiteValues?: true;
  /** For tests: compares this many contacts at a time, even if there are few. */
  readonly partRows?: number | undefined;
}

/** A project may have no manifests yet: then nothing is declared. */
const NO_MANIFESTS = new Set(['missing-manifests', 'no-manifests', 'empty-manifests']);

/** Without findings that say that there are no manifests. */
export function ofManifests(diagnostics: readonly Counted[]): Counted[] {
  return diagnostics.filter(({ code }) => !NO_MANIFESTS.has(code));
}

/**
 * The declarations to compare: of the kinds of these parts, and of the kinds that their items refer to, if the token may read
 * them.
 */
export function readOf(
  declared: Compared['declared'],
  { parts, unread }: Pick<CompareOptions, 'parts' | 'unread'>,
): ReadonlyMap<string, readonly Declaration[]> {
  const read = new Set(
    pulledKinds()
      .filter(({ name, pulling }) => isReadFor(pulling, parts) && !unread.has(name))
      .map(({ name }) => name),
  );
  return new Map([...declared].filter(([kind]) => read.has(kind)));
}

/** Without what is planned for other parts. */
export function ofParts(planned: readonly Planned[], parts: readonly PullPart[]): readonly Planned[] {
  return planned.filter((item) => {
    const pulling = kindOf(kindName(item))?.pulling;
    return pulling != null && parts.includes(pulling.part);
  });
}

function kindName(item: Planned): string {
  return item.state === 'change' ? item.change.kind : (item.address.split('/')[0] ?? '');
}

export function* changesOf({ planned, streamed }: Compared): Generator<Change> {
  for (const item of planned) if (item.state === 'change') yield item.change;
  yield* streamed?.changes() ?? [];
}

/** Whether a live contact is declared, or named by a row that was left out: the row is to be mended, not joined by another. */
export function whoIsDeclared({ catalog, streamed, setAside }: Compared): (contact: WireContact) => boolean {
  const { leftAlone } = catalog;
  if (streamed !== undefined)
    return (contact) =>
      streamed.isDeclared(contact.id) || holdsKey(contact, leftAlone) || isRemovedContact(contact, catalog);
  const ids = new Set(setAside);
  for (const { person } of catalog.claims) if (person !== undefined) ids.add(person.id);
  return (contact) =>
    ids.has(contact.id) || holdsKey(contact, leftAlone) || isRemovedContact(contact, catalog);
}
