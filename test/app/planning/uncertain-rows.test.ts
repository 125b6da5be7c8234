import { describe, expect, it } from 'vitest';
import { UncertainRowsOfParts } from '../../../src/app/planning/uncertain-rows.ts';
import { createLeftAlone } from '../../../src/kinds/people/left-alone-keys.ts';
import type { RejectedRow, RowLayout } from '../../../src/types/mapped-row.ts';
import { setOf } from './people.ts';

const LAYOUT: RowLayout = { file: 'people.csv', form: 'csv', delimiter: ',', header: ['email'] };

function rejected(email: string): RejectedRow {
  return { row: { raw: { cells: [email] }, layout: LAYOUT }, reasons: ['wrong'] };
}

/** A set whose rows are uncertain while a part is planned; `rows` went into its reject file. */
function uncertain() {
  const parts = new UncertainRowsOfParts();
  const rows: unknown[] = [];
  const set = setOf(
    { name: 'people' },
    { uncertain: parts.current, reject: ({ row }) => rows.push('cells' in row.raw && row.raw.cells[0]) },
  );
  const during = (round: number, work: () => void) => {
    const leftAlone = createLeftAlone([set]);
    parts.during({ leftAlone, orders: new Set(), rowOf: (order) => order - 1, round }, work);
    return leftAlone;
  };
  return { parts, rows, set, during };
}

describe('rows that parts leave out', () => {
  it('are known to their part alone until it is settled what counts', () => {
    const { parts, rows, set, during } = uncertain();
    const leftAlone = during(1, () => {
      set.rejects.add(rejected('ada'), ['ada'], { order: 1 });
      expect(set.rejects.has({ order: 1 })).toBe(true);
    });
    expect(leftAlone.has('ada')).toBe(true);
    expect([set.rejects.has({ order: 1 }), set.rejects.keys.has('ada'), rows]).toEqual([false, false, []]);
    expect(during(1, () => {}).has('ada')).toBe(false);
    parts.settle([set], () => true);
    expect([set.rejects.has({ order: 1 }), set.rejects.keys.has('ada'), rows]).toEqual([true, true, ['ada']]);
  });

  it('count once, by the planning of the row that counts, in the order of the rows', () => {
    const { parts, rows, set, during } = uncertain();
    during(2, () => {
      for (const _ of [1, 2]) set.rejects.add(rejected('grace'), ['grace'], { order: 2 });
    });
    during(1, () => {
      set.rejects.add(rejected('grace'), ['grace'], { order: 2 });
      set.rejects.add(rejected('alan'), ['alan'], { order: 3 });
      set.rejects.add(rejected('ada'), ['ada'], { order: 1 });
    });
    parts.settle([set], (row, round) => round === (row === 1 ? 2 : 1));
    expect(rows).toEqual(['ada', 'grace', 'alan']);
    expect(set.rejects.rows).toBe(3);
  });

  it('are told apart from what is overlooked about somebody', () => {
    const { parts, rows, set, during } = uncertain();
    during(1, () => set.rejects.overlook(['ada']));
    expect(set.rejects.doubt).toBeUndefined();
    parts.settle([set], () => true);
    expect([set.rejects.doubt, set.rejects.keys.has('ada'), rows]).toEqual(['somebody', true, []]);
  });
});
