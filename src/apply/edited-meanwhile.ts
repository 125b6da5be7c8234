import { kindOfSets, setOf } from '../kinds/declared/sets.ts';
import type { Diagnostic } from '../types/diagnostic.ts';
import type { ChangeResult } from '../types/result.ts';
import { MOST_ADDRESSES, moreThan } from './samples.ts';

/** How many fields the message lists; the results hold all of them. */
const FIELDS = 10;

/**
 * Counts the items with fields that somebody else changed between a read and the write. As Intercom has no conditional writes, an
 * edit of the written fields themselves cannot be seen (law 8).
 */
export class EditedMeanwhile {
  readonly #fields = new Set<string>();
  readonly #samples: string[] = [];
  #count = 0;
  /** Whether all of them belong to contact sets. */
  #ofSets = true;

  take({ address, edited }: ChangeResult): void {
    if (edited === undefined) return;
    this.#count += 1;
    if (this.#samples.length < MOST_ADDRESSES) this.#samples.push(address);
    for (const { field } of edited) this.#fields.add(field);
    this.#ofSets &&= setOf(address) !== undefined;
  }

  findings(): readonly Diagnostic[] {
    const count = this.#count;
    const [first] = this.#samples;
    if (first === undefined) return [];
    const fields = [...this.#fields].sort();
    const named =
      fields.length > FIELDS ? [...fields.slice(0, FIELDS), `${fields.length - FIELDS} more`] : fields;
    const what = this.#ofSets ? kindOfSets().words.one : 'item';
    const more = moreThan(this.#samples, count);
    const them = count === 1 ? 'it was' : 'they were';
    return [
      {
        code: 'edited-meanwhile',
        severity: 'warning',
        summary: `somebody else edited ${count} ${what}${count === 1 ? '' : 's'} while ${them} written`,
        detail: `Fields: ${named.join(', ')}. If they also edited the fields that were written, those edits may be lost: ${this.#samples.join(', ')}${more}`,
        help: 'each result lists what else was edited under `edited`; --recheck each makes the time between read and write as short as possible',
        ...(count === 1 ? { address: first } : {}),
      },
    ];
  }
}
