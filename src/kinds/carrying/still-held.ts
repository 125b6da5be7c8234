import { attributePath } from '../../types/attribute-path.ts';
import type { Emptied } from '../../types/carrying.ts';
import { livePerson } from '../people/person-values.ts';
import type { PeopleReader } from '../people-calls.ts';
import { holderQueries, type TypeOf } from './find-holders.ts';

/**
 * The first live contact that still holds what a change would lose, as a sentence; undefined where nobody does. Reads until
 * one is found.
 */
export async function stillHeld(
  { attribute, options, into = [], left = [] }: Emptied,
  typeOf: TypeOf,
  reader: PeopleReader,
): Promise<string | undefined> {
  const path = attributePath(attribute);
  const wanted =
    options === undefined
      ? into.map((name) => ({ attribute: name, from: [attribute], was: [] }))
      : [{ attribute, from: [], was: options }];
  const dropped = new Set(options);
  const leftBehind = new Set(left);
  for (const query of await holderQueries(wanted, typeOf, reader)) {
    for await (const page of reader.scanContacts(query)) {
      for (const row of page) {
        const { id, fields, cleared } = livePerson(row);
        const value = fields.get(path);
        if (value === undefined) continue;
        const arrived = (name: string) =>
          fields.has(attributePath(name)) || cleared.includes(attributePath(name));
        const isHeld =
          options === undefined
            ? !leftBehind.has(String(value).trim()) && !into.every(arrived)
            : dropped.has(String(value));
        if (isHeld) return `contact ${id} holds a value of ${attribute} by now that would be lost`;
      }
    }
  }
  return undefined;
}
