import { kindOf } from '../../kinds/index.ts';
import type { KindReader } from '../../kinds/kind-reader.ts';
import type { Offered } from '../../plan/selection/filter-criteria.ts';
import type { Catalog, LaterDeclared } from '../../types/catalog.ts';
import type { Change } from '../../types/change.ts';
import type { Declaration, Origin } from '../../types/declaration.ts';
import type { Diagnostic } from '../../types/diagnostic.ts';
import type { Files } from '../../types/files.ts';
import type { Planned } from '../../types/kind.ts';
import type { Project } from '../../types/project.ts';
import type { Counted } from '../group-diagnostics.ts';
import type { StreamedPeople } from '../loaded.ts';
import { isReadFor, type PullPart, pulledKinds } from './parts.ts';

/** What manifests say beside what is live. */
export interface Compared {
  /**
   * Kind name → its declarations, of every part; without the people, where they are streamed. Of large data files with errors only
   * those that findings are about.
   */
  readonly declared: ReadonlyMap<string, readonly Declaration[]>;
  /** Undefined where people are held like everything else. */
  readonly streamed: StreamedComparison | undefined;
  /** Of the parts that were asked for; without the people, where they are streamed. */
  readonly planned: readonly Planned[];
  readonly catalog: Catalog;
  /** Owner tags of all contact sets, lower-cased, whichever parts were asked for. */
  readonly ownerTags: ReadonlySet<string>;
  /** The text of every manifest by its path from the project folder. */
  readonly texts: ReadonlyMap<string, string>;
  /** Contact set → the documents that declare it. */
  readonly sets: ReadonlyMap<string, readonly Origin[]>;
  /** What `--file` and `--owner` may name. */
  readonly offered: Offered;
  /** Findings in the manifests themselves. */
  readonly offline: readonly Counted[];
  /** Findings that need the live state: plan would show them too. Of streamed people only the errors. */
  readonly online: Iterable<Diagnostic>;
  /** Frees what lies on disk of it: neither `online` nor what is planned of streamed people can be read any more. */
  close(): void;
}

/** People who are too many to be held: they are read again whenever they are needed. */
export interface StreamedComparison {
  /** What plan would change of them, in order. */
  changes(): Iterable<Change>;
  /** Whether a live contact is declared, by id. */
  isDeclared(id: string): boolean;
  readonly people: StreamedPeople;
  /** Every file that declares somebody. */
  readonly files: ReadonlySet<string>;
}

export interface CompareOptions {
  readonly project: Project;
  readonly files: Files;
  /** Answers from one live state. */
  readonly reader: KindReader;
  /** Cuts short what is read beside a read that failed. */
  readonly stop: () => void;
  readonly timezone: string;
  readonly parts: readonly PullPart[];
  /** Names of the kinds that the token may not read: their manifests stay as they are. */
  readonly unread: ReadonlySet<string>;
  /** `--to`: the last version that counts. */
  readonly to?: readonly string[] | undefined;
  /** What the versions beyond it declare. */
  readonly later?: LaterDeclared | undefined;
  /** Internal: so many people are compared together, however few there are. */
  readonly partRows?: number | undefined;
}

/** A project may have no manifests yet: then nothing is declared. */
const NO_MANIFESTS = new Set(['missing-manifests', 'no-manifests', 'empty-manifests']);

/** The findings, without that there are no manifests. */
export function ofManifests(diagnostics: readonly Counted[]): Counted[] {
  return diagnostics.filter(({ code }) => !NO_MANIFESTS.has(code));
}

/** What is read of it: the kinds of these parts, and those that their items refer to, where the token may read them. */
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

/** What is planned of the parts that were asked for. */
export function ofParts(planned: readonly Planned[], parts: readonly PullPart[]): readonly Planned[] {
  return planned.filter((item) => {
    const pulling = kindOf(kindName(item))?.pulling;
    return pulling != null && parts.includes(pulling.part);
  });
}

function kindName(item: Planned): string {
  return item.state === 'change' ? item.change.kind : (item.address.split('/')[0] ?? '');
}

/** Everything that plan would change. */
export function* changesOf({ planned, streamed }: Compared): Generator<Change> {
  for (const item of planned) if (item.state === 'change') yield item.change;
  yield* streamed?.changes() ?? [];
}

/** Whether a live contact is declared, by id. */
export function whoIsDeclared({ catalog, streamed }: Compared): (id: string) => boolean {
  if (streamed !== undefined) return (id) => streamed.isDeclared(id);
  const ids = new Set([...catalog.claims].flatMap(({ person }) => (person === undefined ? [] : [person.id])));
  return (id) => ids.has(id);
}
