import { isDeepStrictEqual } from 'node:util';
import { sourceOf } from '../../../src/kinds/declared/declare-map.ts';
import type { Change, FieldChanges } from '../../../src/types/change.ts';
import type { JsonObject } from '../../../src/types/json.ts';
import type { Planned } from '../../../src/types/kind.ts';
import type { Step } from '../../../src/types/step.ts';
import type { WireOffice } from './calls.ts';
import { FIELDS, type OfficeDeclaration } from './declaration.ts';

export function diffOffices(
  declared: readonly OfficeDeclaration[],
  live: readonly WireOffice[],
): readonly Planned[] {
  return declared.map(({ address, cells, name, order, place }): Planned => {
    const found = live.find((office) => office.name === name);
    const changed = FIELDS.flatMap((field): [string, FieldChanges[string]][] => {
      const after = cells.get(field)?.value;
      if (after === undefined || isDeepStrictEqual(after, found?.[field])) return [];
      return [[field, found === undefined ? { after } : { before: found[field], after }]];
    });
    if (found !== undefined && changed.length === 0) return { state: 'unchanged', address };
    const named: [string, FieldChanges[string]][] = found === undefined ? [['name', { after: name }]] : [];
    const change: Change = {
      address,
      kind: 'office',
      action: found === undefined ? 'create' : 'update',
      id: found?.id ?? null,
      requires: [],
      irreversible: false,
      reason: found === undefined ? 'declared, not live' : 'differs from its declaration',
      notes: [],
      also: [],
      fields: Object.fromEntries([...named, ...changed]),
      source: sourceOf(place),
    };
    return { state: 'change', change, order };
  });
}

export function officeSteps(change: Change): readonly Step[] {
  const body: JsonObject = Object.fromEntries(
    Object.entries(change.fields).flatMap(([field, value]) =>
      'after' in value ? [[field, value.after]] : [],
    ),
  );
  const isNew = change.id === null;
  return [
    {
      level: 'catalog',
      change: change.address,
      creates: isNew,
      request: isNew
        ? { method: 'POST', path: '/offices', body }
        : { method: 'PUT', path: `/offices/${change.id}`, body },
      expect: body,
    },
  ];
}
