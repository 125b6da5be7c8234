import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { ContactDeclaration } from '../../src/kinds/contact/declaration.ts';
import { declarationOf, declarationText } from '../../src/kinds/contact/sets/declaration-text.ts';
import type { Cell } from '../../src/types/declaration.ts';
import type { RawRow, RowLayout } from '../../src/types/mapped-row.ts';
import { setOf } from '../app/planning/people.ts';

const SET = setOf({ name: 'people' });
const LAYOUT: RowLayout = { file: 'people.csv', form: 'csv', delimiter: ',', header: ['email'] };
const KEYS = ['external_id', 'email', 'tags', 'custom_attributes.__proto__', 'custom_attributes.a b'];

/** Objects as JSON.parse makes them. */
const PLAIN = { noNullPrototype: true };
const text = fc.string({ unit: 'binary', maxLength: 6 });
const json = fc.oneof(text, fc.constantFrom('__proto__', '\ud800', '\n', null, 0, 1.5, true), fc.array(text));
const place = fc.record({ file: text, line: fc.nat(), row: fc.nat() }, { requiredKeys: ['file'], ...PLAIN });
const maybe = fc.option(text, { nil: undefined });
const raw: fc.Arbitrary<RawRow> = fc.oneof(
  fc.record({ cells: fc.array(json) }, PLAIN),
  fc.record({ object: fc.dictionary(text, json, PLAIN) }, PLAIN),
  fc.record({ text }, PLAIN),
);

/** A cell stands where the declaration does, or at a place of its own. */
const cells = fc.uniqueArray(
  fc.tuple(
    fc.constantFrom(...KEYS),
    fc.record(
      {
        value: json,
        own: fc.option(place),
        text,
        column: text,
        version: fc.option(fc.nat()),
        elements: fc.array(place, { maxLength: 2 }),
      },
      { requiredKeys: ['value', 'own'], ...PLAIN },
    ),
  ),
  { selector: ([path]) => path },
);

const declarations: fc.Arbitrary<ContactDeclaration> = fc
  .record({
    place,
    cells,
    order: fc.double({ noNaN: true, noDefaultInfinity: true, min: 0 }),
    version: fc.option(fc.nat()),
    role: fc.constantFrom('user' as const, 'lead' as const),
    ...{ id: maybe, externalId: maybe, email: maybe, fromRow: fc.boolean() },
    raw: fc.option(raw, { nil: undefined }),
  })
  .map(({ place: at, cells: list, raw: from, ...rest }) => ({
    ...{ kind: 'contact', address: `contact/people/${rest.email ?? ''}`, place: at, origins: SET.origins },
    ...rest,
    cells: new Map(
      list.map(([path, { own, ...cell }]): [string, Cell] => [path, { ...cell, place: own ?? at }]),
    ),
    ...{ set: SET, row: from === undefined ? undefined : { raw: from, layout: LAYOUT } },
  }));

it('writes a declaration as one line, and reads the same again', () => {
  fc.assert(
    fc.property(declarations, (declaration) => {
      const written = declarationText(declaration);
      expect(written).not.toContain('\n');
      // Through UTF-8, as on disk.
      const read = declarationOf(Buffer.from(written).toString(), { set: SET, layout: LAYOUT });
      expect(read).toStrictEqual(declaration);
      expect([...read.cells.keys()]).toEqual([...declaration.cells.keys()]);
      expect([read.set, read.row?.layout]).toEqual([SET, declaration.row && LAYOUT]);
    }),
  );
});
