import type { ValueCount, ValuesAudit } from '../../types/audit.ts';
import { byText } from '../../types/by-text.ts';
import type { Json } from '../../types/json.ts';
import { nearEqual, valueForm } from '../../types/near-equal.ts';

/**
 * How many different values are counted for one attribute: more than a list of choices has, and few enough for 250
 * attributes in memory.
 */
export const DISTINCT_LIMIT = 500;

/** Counts the values of one attribute, contact by contact. */
export interface ValueTally {
  /** One contact's value; null and "" are no value (intercom 4.2). */
  add(value: Json): void;
  /** Contacts with a value. */
  held(): number;
  values(): ValuesAudit;
}

interface Entry {
  readonly value: Json;
  contacts: number;
}

/** `options` are the allowed values; undefined where any value is allowed. */
export function createValueTally(options: readonly string[] | undefined): ValueTally {
  const allowed = options === undefined ? undefined : new Set<Json>(options);
  const entries = new Map<string, Entry>();
  let held = 0;
  let outside = 0;
  let complete = true;
  // Options are always counted, however many other values there are.
  for (const option of options ?? []) entries.set(JSON.stringify(option), { value: option, contacts: 0 });
  const limit = DISTINCT_LIMIT + entries.size;

  return {
    add(value) {
      if (value === null || value === '') return;
      held++;
      if (allowed !== undefined && !allowed.has(value)) outside++;
      const key = JSON.stringify(value);
      const entry = entries.get(key);
      if (entry !== undefined) entry.contacts++;
      else if (entries.size < limit) entries.set(key, { value, contacts: 1 });
      else complete = false;
    },
    held: () => held,
    values() {
      const used = [...entries.values()].filter((entry) => entry.contacts > 0).sort(byUse);
      const texts = used.flatMap((entry) => (typeof entry.value === 'string' ? [entry] : []));
      return {
        distinct: used.length,
        complete,
        used: complete ? used.map(copy) : [],
        near_equal: nearEqual(texts, ({ value }) => valueForm(String(value))).map((group) => group.map(copy)),
        outside_options:
          allowed === undefined
            ? null
            : { contacts: outside, values: used.filter(({ value }) => !allowed.has(value)).map(copy) },
        unused_options: (options ?? []).filter(
          (option) => entries.get(JSON.stringify(option))?.contacts === 0,
        ),
      };
    },
  };
}

function byUse(a: Entry, b: Entry): number {
  return b.contacts - a.contacts || byText(JSON.stringify(a.value), JSON.stringify(b.value));
}

function copy({ value, contacts }: Entry): ValueCount {
  return { value, contacts };
}
