import { byKey } from '../../../src/kinds/pulled/items.ts';
import { liveValue } from '../../../src/kinds/pulled/values.ts';
import type { Pulling } from '../../../src/types/kind/pulling.ts';
import { OFFICES, type WireOffice } from './calls.ts';
import { type OfficeDeclaration, officeAddress } from './declaration.ts';

export const officePulling: Pulling<OfficeDeclaration, readonly WireOffice[]> = {
  part: 'branch_offices',
  help: 'Offices.',
  form: {
    items: 'map',
    list: 'offices',
    base: 'offices',
    pathOf: ({ name }) => ({ key: name }),
  },
  read: (reader) => reader.list(OFFICES),
  count: (offices) => offices.length,
  undeclared: (offices, { isDeclared }) => ({
    items: offices
      .filter(({ name }) => !isDeclared(officeAddress(name)))
      .map(({ name, city, keyholder, phones }) => ({
        kind: 'office',
        address: officeAddress(name),
        key: name,
        fields: { city, keyholder, phones },
      }))
      .sort(byKey),
    left: [],
  }),
  edits: (path, field) => [{ op: 'set', path: [path], value: liveValue(field) }],
};
