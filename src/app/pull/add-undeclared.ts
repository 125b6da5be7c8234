import { byKey } from '../../kinds/pulled/items.ts';
import type { Behind } from '../../plan/selection/filter-criteria.ts';
import type { Sorted } from '../../spool/spool.ts';
import type { NewItem } from '../../types/kind/pulling.ts';
import { addInParts } from './add-in-parts.ts';
import { addTogether } from './add-together.ts';
import type { Adding, Grown, Selected, Unreadable } from './adding.ts';
import { whoIsDeclared } from './compared.ts';
import { pendingIn } from './drift-edits.ts';
import { keptRows } from './kept-rows.ts';
import type { LiveContacts } from './live-contacts.ts';
import { undeclaredContacts } from './new-contacts.ts';
import { takesPeople } from './parts.ts';
import { MOST_INLINE } from './pulled-sets.ts';

/** With more contacts than this, their rows are not kept in memory. */
const MOST_TOGETHER = 1500;

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

async function addPeople(
  input: Adding,
  people: LiveContacts,
  { selects, kept }: { readonly selects: Selected['selects']; readonly kept: Sorted<NewItem> },
): Promise<Grown | Unreadable> {
  const { compared, live, reader } = input;
  const isDeclared = whoIsDeclared(compared);
  const found = await undeclaredContacts({
    ...{ contacts: people, everybody: live.everybody },
    ...{ isDeclared, reader, selects },
  });
  const contacts = { people, additions: found.additions.sorted({ ties: byKey }) };
  try {
    if (found.chosen + kept.length > Math.max(input.batchRows ?? MOST_TOGETHER, MOST_INLINE)) {
      const others = await addTogether(input, { selects, kept: [], contacts: undefined });
      if ('unreadable' in others) return others;
      if (others.compared !== compared) others.compared.close();
      const grown = await addInParts(input, { others, kept, contacts });
      if (grown !== undefined) return grown;
    }
    return await addTogether(input, { selects, kept, contacts });
  } finally {
    found.additions.close();
  }
}

/** The documents behind a row, for the flags: those of its set, with the data file of an earlier pull. Other new items have none. */
function behindSet(set: string, { compared, dataFiles }: Adding): readonly Behind[] {
  const data = dataFiles.get(set);
  const files = data === undefined ? [] : [data];
  return (compared.sets.get(set) ?? []).map(({ file, owner }) => ({ files: [file, ...files], owner }));
}
