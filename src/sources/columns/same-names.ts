import { isJsonObject } from '../../types/json.ts';
import type { RowFields } from '../../types/mapped-row.ts';
import type { Place } from '../../types/place.ts';
import { objectOrEmpty } from '../json/object.ts';
import type { BoundColumn, BoundField, Columns, ReadableRow } from './bind-columns.ts';
import { sameNameSpec } from './column-spec.ts';

const CUSTOM = 'custom_attributes';

/** The field that a column maps to by its name alone; undefined where there is none. */
export function fieldNamed(column: string, fields: RowFields): string | undefined {
  const name = column.trim();
  if (name.startsWith(`${CUSTOM}.`)) return fields.byName.has(CUSTOM) ? name : undefined;
  return name !== CUSTOM && fields.byName.has(name) ? name : undefined;
}

/**
 * Binds the keys of objects to fields of the same name, as they turn up, where the source has no `columns`.
 * `custom_attributes` may be nested.
 */
export class SameNames {
  readonly #fields: RowFields;
  readonly #columns: Columns;
  readonly #place: Place;
  readonly #bound = new Map<string, BoundField | undefined>();

  constructor(fields: RowFields, columns: Columns, place: Place) {
    this.#fields = fields;
    this.#columns = columns;
    this.#place = place;
  }

  fieldsOf(row: ReadableRow): readonly BoundField[] {
    const found: BoundField[] = [];
    if (!('object' in row)) return found;
    for (const [key, value] of Object.entries(row.object)) {
      if (key === CUSTOM && isJsonObject(value) && this.#fields.byName.has(CUSTOM)) {
        this.#columns.used.add(key);
        for (const name of Object.keys(value)) this.#addNested(found, name);
      } else this.#add(found, key);
    }
    return found;
  }

  #add(found: BoundField[], key: string): void {
    if (!this.#bound.has(key)) this.#bound.set(key, this.#bind(key));
    const bound = this.#bound.get(key);
    if (bound !== undefined) found.push(bound);
  }

  /** A literal name inside `custom_attributes`, whatever dots it has. */
  #addNested(found: BoundField[], name: string): void {
    const field = `${CUSTOM}.${name}`;
    let bound = this.#bound.get(field);
    if (bound === undefined) {
      const column: BoundColumn = {
        name: field,
        index: undefined,
        read: (row) => ('object' in row ? objectOrEmpty(row.object[CUSTOM])[name] : undefined),
      };
      bound = { spec: sameNameSpec(field, field, this.#place), alternatives: [[column]], country: undefined };
      this.#bound.set(field, bound);
    }
    found.push(bound);
  }

  #bind(key: string): BoundField | undefined {
    const field = fieldNamed(key, this.#fields);
    if (field === undefined) return undefined;
    const column = this.#columns.bind(key, this.#place, () => {});
    if (column === undefined) return undefined;
    return { spec: sameNameSpec(field, key, this.#place), alternatives: [[column]], country: undefined };
  }
}
