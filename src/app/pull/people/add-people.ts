import { byKey } from '../../../kinds/pulled/items.ts';
import type { Sorted } from '../../../spool/spool.ts';
import type { NewItem } from '../../../types/kind/pulling.ts';
import { addTogether } from '../add-together.ts';
import type { Adding, Grown, Selected, Unreadable } from '../adding.ts';
import { whoIsDeclared } from '../compared.ts';
import { addInParts } from './add-in-parts.ts';
import type { LiveContacts } from './live-contacts.ts';
import { undeclaredContacts } from './new-contacts.ts';
import { MOST_INLINE } from './pulled-sets.ts';

/** With more contacts than this, their rows are not kept in memory. */
const MOST_TOGETHER = 1500;

/** Adds the contacts that no set declares, with everything else: in memory where they are few, else in parts. */
export async function addPeople(
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
