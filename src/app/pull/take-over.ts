import { posix } from 'node:path';
import type { KindReader } from '../../kinds/kind-reader.ts';
import type { AddressSelection } from '../../plan/selection/address-selection.ts';
import { diskFiles, watchedFiles } from '../../sources/index.ts';
import type { Declaration } from '../../types/declaration.ts';
import type { Diagnostic } from '../../types/diagnostic.ts';
import { laterManifests } from '../declare-manifests.ts';
import { type Counted, hasErrors } from '../group-diagnostics.ts';
import type { StreamedPeople } from '../loaded.ts';
import { behindDeclaration } from '../origins.ts';
import { addUndeclared } from './add-undeclared.ts';
import { addedFields } from './added-fields.ts';
import { applyDrift } from './apply-drift.ts';
import { compare } from './compare.ts';
import type { Compared, CompareOptions } from './compared.ts';
import type { FileText } from './data-text.ts';
import { driftOf, type ItemDrift } from './drift-edits.ts';
import { type EarlierFile, earlierFile, isSameText } from './file-lines.ts';
import { FirstFindings } from './first-findings.ts';
import { invalidValues } from './invalid-values.ts';
import { overlayFiles } from './overlay-files.ts';
import { type PullPart, pulledKinds, takesPeople } from './parts.ts';
import { longDataFiles } from './people/long-data-files.ts';
import { PULLED_SETS } from './people/pulled-sets.ts';
import { rowsMoved } from './people/rows-moved.ts';
import { pulledDataFiles } from './place-items.ts';
import type { LiveState } from './read-live.ts';
import type { Target } from './target.ts';
import { unreadHashes } from './unread-hashes.ts';

/** The manifests after the pull; nothing is written yet. */
export interface TakenOver {
  /** Path relative to the project folder → text, for files that change. */
  readonly texts: ReadonlyMap<string, FileText>;
  /** Path → number of items added, and of values changed. */
  readonly added: ReadonlyMap<string, number>;
  readonly changed: ReadonlyMap<string, number>;
  /** Paths of `texts` that declare contacts. */
  readonly people: ReadonlySet<string>;
  readonly pending: number;
  /** Addresses whose lists were not read completely (law 10). */
  readonly incomplete: readonly string[];
  readonly diagnostics: readonly Counted[];
  /** The texts that diagnostics refer to, and what they declare. */
  readonly sources: ReadonlyMap<string, string>;
  readonly declared: Compared['declared'];
  readonly streamed: StreamedPeople | undefined;
  readonly failed: boolean;
}

/** One edit may require another: after a shared value has changed for one item, it has to be written out for the next. */
const MOST_ROUNDS = 60;

/**
 * Takes live state over into the manifests:
 *
 *     compare → replace values that drifted → compare … → add what is not declared → compare: nothing left to plan
 *
 * An added value that would still be planned, because it does not read back as it is, is left out again and reported.
 */
export async function takeOver(input: TakingOver): Promise<TakenOver> {
  const current = new CurrentComparison();
  try {
    return await takenOver(input, current);
  } finally {
    current.close();
  }
}

interface TakingOver {
  readonly target: Target;
  readonly live: LiveState;
  readonly reader: KindReader;
  readonly stop: CompareOptions['stop'];
  readonly parts: readonly PullPart[];
  readonly timezone: string;
  readonly keyHashes: CompareOptions['keyHashes'];
  /** The flags, and the excludes of the project file. */
  readonly selection: AddressSelection;
  /** `--to`: compares as of this version, and adds nothing, because a later version may declare it. */
  readonly to: readonly string[] | undefined;
  readonly allFields: boolean;
  /** For tests: compares this many contacts at a time, even if there are few. */
  readonly batchRows?: number | undefined;
}

async function takenOver(input: TakingOver, current: CurrentComparison): Promise<TakenOver> {
  const { target, live, reader, stop, parts, timezone, keyHashes, selection, to, batchRows } = input;
  const { project } = target;
  const below = watchedFiles(diskFiles, project.folder);
  const absolute = (file: string) => posix.join(project.folder, file);
  const later = await laterManifests(project, { files: diskFiles, to });
  const unread = new Set(live.unread.keys());
  const compareWith = (
    texts: ReadonlyMap<string, FileText>,
    more: Pick<CompareOptions, 'despiteValues'> = {},
  ) =>
    compare({
      ...more,
      ...{ project, reader, stop, timezone, parts, to, later, unread, keyHashes },
      files: overlayFiles(below, new Map([...texts].map(([file, text]) => [absolute(file), text]))),
      partRows: batchRows,
    });

  const overlay = new Map<string, string>();
  const addsPeople = takesPeople(parts) && to === undefined;
  const long = addsPeople
    ? await longDataFiles(project, { always: input.batchRows !== undefined })
    : undefined;
  const first = long === undefined ? current.replace(await compareWith(overlay)) : undefined;
  if (first !== undefined && hasErrors(first.offline)) return failure(first, overlay);
  const dataFiles =
    long ?? pulledDataFiles(addsPeople && first !== undefined ? first.texts : new Map(), PULLED_SETS);
  const before = new Map<string, EarlierFile>();
  for (const file of dataFiles.values()) {
    before.set(file, earlierFile(absolute(file)));
    overlay.set(file, '');
  }
  let compared =
    first === undefined || dataFiles.size > 0 ? current.replace(await compareWith(overlay)) : first;

  const edited = new Map<string, string>();
  const changed = new Map<string, Set<string>>();
  let left: readonly Counted[] = [];
  const takenOut = new Map<string, Diagnostic>();
  for (let round = 0; round < MOST_ROUNDS; round++) {
    // What an earlier round made invalid is removed first: while there are errors, nothing is planned.
    const invalid = hasErrors(compared.offline) ? invalidValues(compared) : undefined;
    const drift = invalid?.drift ?? selected(driftIn(compared, input), selection);
    const applied = await applyDrift(drift, compared.texts);
    if (invalid === undefined) left = applied.left;
    if (applied.made.length === 0) break;
    for (const finding of [...(invalid?.findings ?? []), ...applied.takenOut])
      takenOut.set(`${finding.address} ${finding.detail}`, finding);
    for (const [file, text] of applied.texts) {
      edited.set(file, text);
      overlay.set(file, text);
    }
    for (const { file, key } of applied.made) changed.set(file, (changed.get(file) ?? new Set()).add(key));
    compared = current.replace(await compareWith(overlay));
  }
  if (hasErrors(compared.offline)) return failure(compared, overlay);

  for await (const list of declarationsOf(compared, selection))
    for (const one of list) selection.selects(one.address, []);
  const grown = await addUndeclared({
    ...{ ...input, compared, overlay, dataFiles, before },
    compareWith: (texts) => compareWith(texts, { despiteValues: true }),
  });
  current.replace('unreadable' in grown ? grown.unreadable : grown.compared);
  if ('unreadable' in grown) return failure(grown.unreadable, grown.texts);
  const unmatched = selection.unmatched(compared.offered);
  if (unmatched.length > 0) return failure({ ...compared, offline: unmatched }, overlay);
  const texts = new Map<string, FileText>([...edited, ...grown.texts]);
  for (const file of dataFiles.values()) if (!texts.has(file)) texts.set(file, '');
  for (const [file, text] of texts) {
    const isThere = before.has(file) || (await diskFiles.size(absolute(file))) !== undefined;
    if (isThere && (await isSameText(earlierFile(absolute(file)), text))) texts.delete(file);
  }
  const rows = await rowsMoved(before, texts);
  // Only contacts have so many rows.
  const inPieces = [...grown.texts].flatMap(([file, text]) => (typeof text === 'string' ? [] : [file]));
  const peopled = [
    ...pulledKinds()
      .filter(({ people }) => people !== undefined)
      .flatMap(({ name }) => grown.compared.declared.get(name) ?? [])
      .map(({ place }) => place.file),
    ...(grown.compared.streamed?.files ?? []),
  ];
  const online = new FirstFindings();
  for (const finding of grown.compared.online)
    if (finding.severity === 'error') online.add(softened(finding));
  return {
    texts,
    added: new Map([...grown.added, ...rows.added]),
    changed: new Map([...[...changed].map(([file, keys]) => [file, keys.size] as const), ...rows.changed]),
    people: new Set([...peopled, ...inPieces].filter((file) => texts.has(file))),
    pending: grown.pending,
    incomplete: [...grown.compared.catalog.incomplete],
    // Other findings of validate and plan are not what a pull is asked for.
    diagnostics: [
      ...online.all(),
      ...takenOut.values(),
      ...left,
      ...grown.left,
      ...(addsPeople ? unreadHashes(grown.compared.catalog) : []),
    ],
    sources: grown.compared.texts,
    declared: grown.compared.declared,
    streamed: grown.compared.streamed?.people,
    failed: false,
  };
}

/** What drifted, and with `--all-fields` what no manifest says yet. */
async function* driftIn(
  compared: Compared,
  { live, parts, selection, allFields }: TakingOver,
): AsyncGenerator<ItemDrift> {
  yield* driftOf(compared, live, selection);
  if (allFields) yield* addedFields(compared, live, parts);
}

/** The latest comparison. It frees the disk space of the one before, since a pull compares repeatedly. */
class CurrentComparison {
  #compared: Compared | undefined;

  replace(next: Compared): Compared {
    if (next !== this.#compared) this.close();
    this.#compared = next;
    return next;
  }

  close(): void {
    this.#compared?.close();
  }
}

async function* selected(
  drift: AsyncIterable<ItemDrift>,
  selection: AddressSelection,
): AsyncGenerator<ItemDrift> {
  for await (const item of drift) if (item.adds || isSelected(item.declarations, selection)) yield item;
}

/** All declarations, in batches; streamed ones only where the flags select something. */
async function* declarationsOf(
  { declared, streamed }: Compared,
  { isPartial }: AddressSelection,
): AsyncGenerator<readonly Declaration[]> {
  yield* declared.values();
  if (isPartial && streamed !== undefined) yield* streamed.people.declarations();
}

/**
 * A contact of several sets is selected if one of its addresses is. `selects` is called for each of them, so that it knows what
 * the flags matched.
 */
function isSelected(declarations: ItemDrift['declarations'], selection: AddressSelection): boolean {
  return declarations
    .map((declaration) => selection.selects(declaration.address, behindDeclaration(declaration)))
    .includes(true);
}

/** An error that stops plan is only a warning here, since a pull writes what it can. */
function softened(diagnostic: Diagnostic): Diagnostic {
  return { ...diagnostic, severity: 'warning' };
}

function failure(
  { offline, texts, declared, streamed }: Compared,
  overlay: ReadonlyMap<string, FileText>,
): TakenOver {
  const manifests = [...overlay].flatMap(([file, text]) =>
    typeof text === 'string' ? [[file, text] as const] : [],
  );
  return {
    texts: new Map(),
    added: new Map(),
    changed: new Map(),
    people: new Set(),
    pending: 0,
    incomplete: [],
    diagnostics: offline,
    sources: new Map([...manifests, ...texts]),
    declared,
    streamed: streamed?.people,
    failed: true,
  };
}
