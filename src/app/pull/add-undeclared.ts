import type { ContactSet } from '../../kinds/contact/set.ts';
import type { Behind } from '../../plan/filter-criteria.ts';
import { addInBatches } from './add-in-batches.ts';
import { addTogether } from './add-together.ts';
import type { Adding, Grown, Unreadable } from './adding.ts';
import type { Compared } from './compare.ts';
import { pendingOf } from './drift-edits.ts';
import { keptRows } from './kept-rows.ts';
import { undeclaredContacts } from './new-contacts.ts';
import { byKey } from './new-item.ts';
import { MOST_INLINE, PULLED_LEADS, PULLED_SETS } from './pulled-sets.ts';

/** So many people are compared at once where they are too many to be held. */
const BATCH_ROWS = 1500;

/** Adds what nobody declares, and leaves out what would not plan empty. */
export async function addUndeclared(input: Adding): Promise<Grown | Unreadable> {
  const { compared, parts, live, reader, selection, to } = input;
  if (to !== undefined)
    return {
      texts: new Map(),
      added: new Map(),
      left: [],
      compared,
      items: [],
      pending: pendingOf(compared).length,
    };
  const selects = (address: string, set = '') => selection.selects(address, behindSet(set, input));
  const kept = keptRows(input.dataFiles, input.before, live, selects);
  if (!parts.includes('contacts') || live.contacts === undefined)
    return addTogether(input, { selects, kept, contacts: undefined });
  const { catalog } = compared;
  const { contacts: people, everybody } = live;
  const found = await undeclaredContacts({ contacts: people, everybody, catalog, reader, selects });
  const contacts = { people, additions: found.additions.sorted({ ties: byKey }) };
  try {
    const batch = input.batchRows ?? Math.max(BATCH_ROWS, declaredCount(compared));
    if (found.chosen + kept.length > Math.max(batch, MOST_INLINE) && isSeparable(catalog)) {
      const others = await addTogether(input, { selects, kept: [], contacts: undefined });
      if ('unreadable' in others) return others;
      const grown = await addInBatches(input, { batch, others, kept, ...contacts });
      if (grown !== undefined) return grown;
    }
    return await addTogether(input, { selects, kept, contacts });
  } finally {
    found.additions.close();
  }
}

/** Of so many declarations another comparison is cheap beside that of the batch itself. */
function declaredCount({ declared }: Compared): number {
  return [...declared.values()].reduce((sum, list) => sum + list.length, 0);
}

/** Whether what is planned of one contact that a pull adds does not depend on the others: their sets take nothing off anybody. */
function isSeparable({ sets }: Compared['catalog']): boolean {
  return sets
    .filter(({ name }) => PULLED_SETS.includes(name))
    .every(
      (set) =>
        set.prune === undefined &&
        !set.exact &&
        !set.retired &&
        (set.name === PULLED_LEADS || (set as ContactSet).identity.leads === 'keep'), // every set is one of the contact kind
    );
}

/** What earlier pulls wrote belongs to the manifest and the data file of its set; whatever else is new belongs to nobody. */
function behindSet(set: string, { compared, dataFiles }: Adding): readonly Behind[] {
  const data = dataFiles.get(set);
  const files = data === undefined ? [] : [data];
  return (compared.sets.get(set) ?? []).map(({ file, owner }) => ({ files: [file, ...files], owner }));
}
