import { byKey } from '../../kinds/pulled/items.ts';
import type { Behind } from '../../plan/selection/filter-criteria.ts';
import { addTogether } from './add-together.ts';
import type { Adding, Grown, Unreadable } from './adding.ts';
import { pendingIn } from './drift-edits.ts';
import { takesPeople } from './parts.ts';
import { addPeople } from './people/add-people.ts';
import { keptRows } from './people/kept-rows.ts';

/** Adds what is not declared, and leaves out again what would not plan empty. */
export async function addUndeclared(input: Adding): Promise<Grown | Unreadable> {
  const { compared, parts, live, selection, to } = input;
  if (to !== undefined)
    return {
      texts: new Map(),
      added: new Map(),
      left: [],
      compared,
      items: [],
      pending: pendingIn(compared),
    };
  const selects = (address: string, set = '') => selection.selects(address, behindSet(set, input));
  const rows = await keptRows(input.dataFiles, input.before, live, selects);
  try {
    const kept = rows.sorted({ ties: byKey });
    if (!takesPeople(parts) || live.contacts === undefined)
      return await addTogether(input, { selects, kept, contacts: undefined });
    return await addPeople(input, live.contacts, { selects, kept });
  } finally {
    rows.close();
  }
}

/** The documents behind a row, for the flags: those of its set, with the data file of an earlier pull. Other new items have none. */
function behindSet(set: string, { compared, dataFiles }: Adding): readonly Behind[] {
  const data = dataFiles.get(set);
  const files = data === undefined ? [] : [data];
  return (compared.sets.get(set) ?? []).map(({ file, owner }) => ({ files: [file, ...files], owner }));
}
