import type { AddressSelection } from '../../plan/address-selection.ts';
import type { Behind } from '../../plan/filter-criteria.ts';
import { phoneReader } from '../../sources/cell-phone.ts';
import type { Diagnostic } from '../../types/diagnostic.ts';
import type { IntercomReader } from '../../types/intercom.ts';
import { hasErrors } from '../group-diagnostics.ts';
import type { Compared } from './compare.ts';
import { contactNames } from './contact-names.ts';
import { keptRows } from './kept-rows.ts';
import { newAttributes } from './new-attributes.ts';
import { newCompanies } from './new-companies.ts';
import { newContacts } from './new-contacts.ts';
import { byKey, leftOut, type NewItem } from './new-item.ts';
import { newTags } from './new-tags.ts';
import type { PullPart } from './options.ts';
import { placeItems, type Target } from './place-items.ts';
import type { LiveState } from './read-live.ts';

/** What is added and would still be planned is left out in the next round; so many are enough. */
const MOST_ROUNDS = 60;

/** The manifests with what nobody declared before. */
interface Grown {
  readonly texts: ReadonlyMap<string, string>;
  readonly added: ReadonlyMap<string, number>;
  readonly left: readonly Diagnostic[];
  readonly compared: Compared;
}

/** The manifests cannot be read with what was added: what they say then, and the texts that say it. */
interface Unreadable {
  readonly unreadable: Compared;
  readonly texts: ReadonlyMap<string, string>;
}

/** What is live, what the manifests say with the drifted values in place, and how to compare again. */
interface Adding {
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
}

/** Adds what nobody declares, and leaves out what would not plan empty. */
export async function addUndeclared(input: Adding): Promise<Grown | Unreadable> {
  const { target, compared, overlay, compareWith, selection, to } = input;
  if (to !== undefined) return { texts: new Map(), added: new Map(), left: [], compared };
  const excluded = new Map<string, Set<string>>();
  const refused = new Map<string, string>();
  const selects = (address: string, set = '') => selection.selects(address, behindSet(set, input));
  const kept = keptRows(input.dataFiles, input.before, input.live, selects);
  for (let round = 0; ; round++) {
    const found = await undeclared(input, (address, path) => excluded.get(address)?.has(path) === true);
    const selected = found.items.filter(({ address, set }) => selects(address, set));
    const keys = new Set(selected.map(({ address }) => address));
    const items = [...selected, ...kept.filter(({ address }) => !keys.has(address)).sort(byKey)].filter(
      ({ address }) => !refused.has(address),
    );
    const left = [
      ...found.left.filter(({ address }) => address === undefined || selection.selects(address, [])),
      ...[...refused].map(([, why]) =>
        leftOut('contact', 'a contact cannot be declared and stays unmanaged', why),
      ),
    ];
    if (items.length === 0) return { texts: new Map(), added: new Map(), left, compared };
    const texts = placeItems([...items].sort(sortedBySet), compared.texts, target);
    const checked = await compareWith(new Map([...overlay, ...texts]));
    if (hasErrors(checked.offline)) return { unreadable: checked, texts };
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

/** What earlier pulls wrote belongs to the manifest and the data file of its set; whatever else is new belongs to nobody. */
function behindSet(set: string, { compared, dataFiles }: Adding): readonly Behind[] {
  const data = dataFiles.get(set);
  const files = data === undefined ? [] : [data];
  return (compared.sets.get(set) ?? []).map(({ file, owner }) => ({ files: [file, ...files], owner }));
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
  input: Adding,
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
    has('tags') ? newTags(live.tags, catalog, compared.ownerTags) : undefined,
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
