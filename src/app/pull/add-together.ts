import { byKey } from '../../kinds/pulled/items.ts';
import type { Declaration } from '../../types/declaration.ts';
import type { NewItem, NewItems, PullContext } from '../../types/kind/pulling.ts';
import { type Counted, hasErrors } from '../group-diagnostics.ts';
import type { Adding, Grown, Selected, Unreadable } from './adding.ts';
import type { Compared } from './compared.ts';
import { pendingIn } from './drift-edits.ts';
import { Exclusions } from './exclusions.ts';
import { FirstFindings } from './first-findings.ts';
import { isMeant } from './meant.ts';
import { newContactItems } from './people/new-contact-items.ts';
import { placeItems } from './place-items.ts';
import { readKinds } from './read-live.ts';
import { declarationRefusal } from './refusal.ts';

/** Each round leaves out what would still be planned. This many rounds are enough. */
export const MOST_PULL_ROUNDS = 60;

/** Adds everything at once, in memory. */
export async function addTogether(
  input: Adding,
  { selects, kept, contacts }: Selected,
): Promise<Grown | Unreadable> {
  const { target, compared, overlay, compareWith } = input;
  const excluded = new Exclusions();
  for (let round = 0; ; round++) {
    const found = await undeclared(input, { contacts, selects }, excluded.isExcluded);
    const selected = found.items.filter(({ address, set }) => selects(address, set));
    const keys = new Set(selected.map(({ address }) => address));
    const others = [...kept].filter(({ address }) => !keys.has(address)).sort(byKey);
    const items = [...selected, ...others].filter(({ address }) => !excluded.isRefused(address));
    const left = [...found.left, ...excluded.findings()];
    if (items.length === 0)
      return {
        texts: new Map(),
        added: new Map(),
        left,
        compared,
        items,
        pending: pendingIn(compared),
      };
    const texts = placeItems([...items].sort(sortedBySet), compared.texts, target);
    const checked = await compareWith(new Map([...overlay, ...texts]));
    if (hasErrors(checked.offline)) return { unreadable: checked, texts };
    const isSettled = !excluded.take(checked, addressIn(items));
    if (isSettled || round === MOST_PULL_ROUNDS) {
      const pending = pendingIn(checked);
      return { texts, added: await addedTo(items, checked), left, compared: checked, items, pending };
    }
    checked.close();
  }
}

async function undeclared(
  input: Adding,
  { contacts, selects }: Pick<Selected, 'contacts' | 'selects'>,
  isExcluded: Exclusions['isExcluded'],
): Promise<{ readonly items: readonly NewItem[]; readonly left: readonly Counted[] }> {
  const { parts, live, compared, selection } = input;
  const { catalog, ownerTags } = compared;
  const found: (NewItems | { readonly items: readonly NewItem[]; readonly left: readonly Counted[] })[] = [];
  for (const { kind, read } of readKinds(live, parts)) {
    if (kind.pulling.undeclared === undefined) continue;
    const addresses = new Set((compared.declared.get(kind.name) ?? []).map(({ address }) => address));
    const context: PullContext = {
      ...{ catalog, ownerTags, isExcluded, addresses },
      isDeclared: (address) => addresses.has(address),
      selects: (address) => selects(address),
      refusal: declarationRefusal,
    };
    found.push(kind.pulling.undeclared(read, context));
  }
  if (contacts !== undefined) found.push(await newContactItems(input, contacts, isExcluded));
  const left = new FirstFindings();
  for (const part of found)
    for (const finding of part.left) if (isMeant(finding, selection)) left.add(finding);
  return { items: found.flatMap((part) => part.items), left: left.all() };
}

/** Path → how many of the items it declares. */
async function addedTo(
  items: readonly NewItem[],
  { declared, streamed }: Compared,
): Promise<ReadonlyMap<string, number>> {
  const isAdded = addressIn(items);
  const counts = new Map<string, number>();
  const count = (list: readonly Declaration[]) => {
    for (const { address, place } of list)
      if (isAdded(address)) counts.set(place.file, (counts.get(place.file) ?? 0) + 1);
  };
  for (const list of declared.values()) count(list);
  for await (const batch of streamed?.people.declarations() ?? []) count(batch);
  return counts;
}

function addressIn(items: readonly NewItem[]): (address: string) => boolean {
  const addresses = new Set(items.map(({ address }) => address));
  return (address) => addresses.has(address);
}

/** Sorts the rows of one set together, kept ones and new ones; leaves the order of everything else. */
function sortedBySet(a: NewItem, b: NewItem): number {
  if (a.set === undefined || a.set !== b.set) return 0;
  return byKey(a, b);
}
