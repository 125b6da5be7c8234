import { posix } from 'node:path';
import type { AddressSelection } from '../../plan/address-selection.ts';
import { phoneReader } from '../../sources/cell-phone.ts';
import { diskFiles } from '../../sources/index.ts';
import type { Diagnostic } from '../../types/diagnostic.ts';
import type { IntercomReader } from '../../types/intercom.ts';
import { hasErrors } from '../group-diagnostics.ts';
import { applyDrift } from './apply-drift.ts';
import { type Compared, compare } from './compare.ts';
import { contactNames } from './contact-names.ts';
import { driftOf, type ItemDrift, pendingOf } from './drift-edits.ts';
import { invalidValues } from './invalid-values.ts';
import { keptRows } from './kept-rows.ts';
import { newAttributes } from './new-attributes.ts';
import { newCompanies } from './new-companies.ts';
import { newContacts } from './new-contacts.ts';
import { byKey, leftOut, type NewItem } from './new-item.ts';
import { newTags } from './new-tags.ts';
import type { PullPart } from './options.ts';
import { overlayFiles } from './overlay-files.ts';
import { placeItems, pulledDataFiles, type Target } from './place-items.ts';
import { PULLED_LEADS, PULLED_USERS } from './pulled-sets.ts';
import type { LiveState } from './read-live.ts';

/** What a pull makes of the manifests; nothing is written yet. */
export interface TakenOver {
  /** Path from the project folder → text; only files that change. */
  readonly texts: ReadonlyMap<string, string>;
  /** Path → items added and values changed. */
  readonly added: ReadonlyMap<string, number>;
  readonly changed: ReadonlyMap<string, number>;
  readonly pending: number;
  /** Addresses whose lists did not come whole (law 10). */
  readonly incomplete: readonly string[];
  readonly diagnostics: readonly Diagnostic[];
  /** The texts that diagnostics point into, and what they declare. */
  readonly sources: ReadonlyMap<string, string>;
  readonly declared: Compared['declared'];
  readonly failed: boolean;
}

/** An edit can show another: a shared value that changes for one item has to be written out for the next. */
const MOST_ROUNDS = 60;

/**
 * Takes the live state over into the manifests:
 *
 *   compare → values that drifted, in place → compare … → what nobody declares, added → compare: nothing left to plan
 *
 * What is added and would still be planned (a value that does not read back as it is) is left out again and said.
 */
export async function takeOver(input: {
  readonly target: Target;
  readonly live: LiveState;
  readonly reader: IntercomReader;
  readonly parts: readonly PullPart[];
  readonly timezone: string;
  /** `--target` and `--exclude`. */
  readonly selection: AddressSelection;
  /** `--to`: values are compared as of this version, and nothing is added, for a later one may declare it. */
  readonly to: string | undefined;
}): Promise<TakenOver> {
  const { target, live, reader, parts, timezone, selection, to } = input;
  const { project } = target;
  const absolute = (file: string) => posix.join(project.folder, file);
  const compareWith = (texts: ReadonlyMap<string, string>) =>
    compare({
      project,
      files: overlayFiles(diskFiles, new Map([...texts].map(([file, text]) => [absolute(file), text]))),
      reader,
      timezone,
      parts,
      to,
    });

  const overlay = new Map<string, string>();
  let compared = await compareWith(overlay);
  if (hasErrors(compared.offline)) return failure(compared, overlay);
  const dataFiles =
    parts.includes('contacts') && to === undefined
      ? pulledDataFiles(compared.texts, [PULLED_USERS, PULLED_LEADS])
      : new Map<string, string>();
  const before = new Map<string, string>();
  for (const file of dataFiles.values()) {
    const bytes = await diskFiles.read(absolute(file));
    before.set(file, bytes === undefined ? '' : new TextDecoder().decode(bytes));
    overlay.set(file, '');
  }
  if (dataFiles.size > 0) compared = await compareWith(overlay);

  const edited = new Map<string, string>();
  const changed = new Map<string, Set<string>>();
  let left: readonly Diagnostic[] = [];
  const takenOut = new Map<string, Diagnostic>();
  for (let round = 0; round < MOST_ROUNDS; round++) {
    // What an earlier round made invalid goes first: plan says nothing while it stands.
    const invalid = hasErrors(compared.offline) ? invalidValues(compared) : undefined;
    const drift = driftOf(compared, live).filter(({ declarations }) => isSelected(declarations, selection));
    const applied = applyDrift(invalid?.drift ?? drift, compared.texts);
    if (invalid === undefined) left = applied.left;
    if (applied.made.length === 0) break;
    for (const finding of invalid?.findings ?? [])
      takenOut.set(`${finding.address} ${finding.detail}`, finding);
    for (const [file, text] of applied.texts) {
      edited.set(file, text);
      overlay.set(file, text);
    }
    for (const { file, key } of applied.made) changed.set(file, (changed.get(file) ?? new Set()).add(key));
    compared = await compareWith(overlay);
  }
  if (hasErrors(compared.offline)) return failure(compared, overlay);

  for (const list of compared.declared.values()) for (const one of list) selection.selects(one.address);
  const grown = await grow({ ...input, compared, overlay, compareWith, dataFiles, before });
  if ('failed' in grown) return grown;
  const unmatched = selection.unmatched();
  if (unmatched.length > 0) return failure({ ...compared, offline: unmatched }, overlay);
  const texts = new Map([...edited, ...grown.texts]);
  for (const file of dataFiles.values()) if (!texts.has(file)) texts.set(file, '');
  for (const [file, text] of texts) {
    const old = before.get(file) ?? (await diskText(absolute(file)));
    if (old === text) texts.delete(file);
  }
  return {
    texts,
    added: grown.added,
    changed: new Map([...changed].map(([file, keys]) => [file, keys.size])),
    pending: pendingOf(grown.compared).length,
    incomplete: [...grown.compared.catalog.incomplete],
    // What else validate and plan have to say is not what a pull was asked for.
    diagnostics: [
      ...grown.compared.online.filter(({ severity }) => severity === 'error').map(softened),
      ...takenOut.values(),
      ...left,
      ...grown.left,
    ],
    sources: grown.compared.texts,
    declared: grown.compared.declared,
    failed: false,
  };
}

/** A person of several sets is meant where one of its addresses is. */
function isSelected(declarations: ItemDrift['declarations'], selection: AddressSelection): boolean {
  return declarations.map(({ address }) => selection.selects(address)).includes(true);
}

interface Grown {
  readonly texts: ReadonlyMap<string, string>;
  readonly added: ReadonlyMap<string, number>;
  readonly left: readonly Diagnostic[];
  readonly compared: Compared;
}

/** Adds what nobody declares, and leaves out what would not plan empty. */
async function grow(input: {
  readonly target: Target;
  readonly live: LiveState;
  readonly reader: IntercomReader;
  readonly parts: readonly PullPart[];
  readonly compared: Compared;
  readonly overlay: ReadonlyMap<string, string>;
  readonly compareWith: (texts: ReadonlyMap<string, string>) => Promise<Compared>;
  readonly dataFiles: ReadonlyMap<string, string>;
  readonly before: ReadonlyMap<string, string>;
  readonly selection: AddressSelection;
  readonly to: string | undefined;
}): Promise<Grown | TakenOver> {
  const { target, compared, overlay, compareWith, selection, to } = input;
  if (to !== undefined) return { texts: new Map(), added: new Map(), left: [], compared };
  const excluded = new Map<string, Set<string>>();
  const refused = new Map<string, string>();
  const kept = keptRows(input.dataFiles, input.before, input.live, selection);
  for (let round = 0; ; round++) {
    const found = await undeclared(input, (address, path) => excluded.get(address)?.has(path) === true);
    const selected = found.items.filter(({ address }) => selection.selects(address));
    const keys = new Set(selected.map(({ address }) => address));
    const items = [...selected, ...kept.filter(({ address }) => !keys.has(address)).sort(byKey)].filter(
      ({ address }) => !refused.has(address),
    );
    const left = [
      ...found.left.filter(({ address }) => address === undefined || selection.selects(address)),
      ...[...refused].map(([, why]) =>
        leftOut('contact', 'a contact cannot be declared and stays unmanaged', why),
      ),
    ];
    if (items.length === 0) return { texts: new Map(), added: new Map(), left, compared };
    const texts = placeItems([...items].sort(sortedBySet), compared.texts, target);
    const checked = await compareWith(new Map([...overlay, ...texts]));
    if (hasErrors(checked.offline)) return failure(checked, texts);
    const again = unsettled(checked, new Set(items.map(({ address }) => address)));
    const isSettled = again.paths.length === 0 && again.refused.size === 0;
    if (isSettled || round === MOST_ROUNDS) {
      return { texts, added: addedTo(items, checked), left, compared: checked };
    }
    for (const [address, path] of again.paths)
      excluded.set(address, (excluded.get(address) ?? new Set()).add(path));
    for (const [address, why] of again.refused) refused.set(address, why);
  }
}

/** Added items that plan would change, by field, or that it has an error for. */
function unsettled(
  { planned, online }: Compared,
  added: ReadonlySet<string>,
): { readonly paths: readonly (readonly [string, string])[]; readonly refused: ReadonlyMap<string, string> } {
  const paths: (readonly [string, string])[] = [];
  for (const item of planned) {
    if (item.state !== 'change' || !added.has(item.change.address)) continue;
    for (const path of Object.keys(item.change.fields)) paths.push([item.change.address, path]);
  }
  const refused = new Map<string, string>();
  for (const { address, severity, code } of online)
    if (severity === 'error' && address !== undefined && added.has(address)) refused.set(address, code);
  return { paths, refused };
}

async function undeclared(
  input: Parameters<typeof grow>[0],
  isExcluded: (address: string, path: string) => boolean,
): Promise<{ readonly items: readonly NewItem[]; readonly left: readonly Diagnostic[] }> {
  const { parts, live, compared, reader } = input;
  const { catalog } = compared;
  const has = (part: PullPart) => parts.includes(part);
  const companies = new Set((compared.declared.get('company') ?? []).map(({ address }) => address));
  const readPhone = has('contacts') ? await phoneReader() : undefined;
  const isPhone = (text: string) => {
    const phone = readPhone?.(text, undefined);
    return phone !== undefined && 'value' in phone && phone.value === text;
  };
  const found = [
    has('attributes') ? newAttributes(live.attributes, catalog) : undefined,
    has('tags') ? newTags(live.tags, catalog) : undefined,
    has('companies')
      ? newCompanies(live.companies ?? [], catalog, (address) => companies.has(address), isExcluded)
      : undefined,
    has('contacts')
      ? await newContacts({
          contacts: live.contacts ?? [],
          catalog,
          reader,
          names: contactNames(live),
          isExcluded,
          isPhone,
        })
      : undefined,
  ];
  return {
    items: found.flatMap((part) => part?.items ?? []),
    left: found.flatMap((part) => part?.left ?? []),
  };
}

/** How many of the items each file declares. */
function addedTo(items: readonly NewItem[], { declared }: Compared): ReadonlyMap<string, number> {
  const wanted = new Set(items.map(({ address }) => address));
  const counts = new Map<string, number>();
  for (const list of declared.values()) {
    for (const { address, place } of list)
      if (wanted.has(address)) counts.set(place.file, (counts.get(place.file) ?? 0) + 1);
  }
  return counts;
}

/** Kept rows and new ones of one set stand in one order. */
function sortedBySet(a: NewItem, b: NewItem): number {
  if (a.kind !== 'contact' || b.kind !== 'contact' || a.set !== b.set) return 0;
  return byKey(a, b);
}

/** What plan will stop at is no error of a pull, which writes what it can. */
function softened(diagnostic: Diagnostic): Diagnostic {
  return { ...diagnostic, severity: 'warning' };
}

async function diskText(path: string): Promise<string | undefined> {
  const bytes = await diskFiles.read(path);
  return bytes === undefined ? undefined : new TextDecoder().decode(bytes);
}

function failure({ offline, texts, declared }: Compared, overlay: ReadonlyMap<string, string>): TakenOver {
  return {
    texts: new Map(),
    added: new Map(),
    changed: new Map(),
    pending: 0,
    incomplete: [],
    diagnostics: offline,
    sources: new Map([...overlay, ...texts]),
    declared,
    failed: true,
  };
}
