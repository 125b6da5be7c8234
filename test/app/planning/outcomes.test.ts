import { describe, expect, it } from 'vitest';
import { Outcomes } from '../../../src/app/planning/outcomes.ts';
import { RowNotes } from '../../../src/app/planning/row-notes.ts';
import type { Diagnostic } from '../../../src/types/diagnostic.ts';
import { contact } from '../../plan/example-changes.ts';

const NOBODY = { row: -1, round: 0 };

/** Three rows of which the middle one was planned in a second round. */
function outcomes(): Outcomes {
  const notes = new RowNotes();
  for (let row = 0; row < 3; row++) {
    notes.add();
    notes.begin(row, { part: 1, round: row === 1 ? 2 : 1 });
  }
  return new Outcomes(notes);
}

function finding(code: string, set = 'people'): Diagnostic {
  return { code, severity: 'error', summary: code, address: `contact/${set}/ada` };
}

function reported(of: Outcomes): readonly string[] {
  const codes: string[] = [];
  of.report(({ code, detail = '' }) => codes.push(`${code} ${detail}`.trim()));
  return codes;
}

describe('outcomes of parts', () => {
  it('tell findings by station and row, of the round of each row that counts', () => {
    const found = outcomes();
    const tell = (code: string, row: number, round: number, rank: number, order = row) =>
      found.finding(finding(code), { row, round }, { rank, order, faulty: false });
    tell('late', 2, 1, 20);
    tell('third', 2, 1, 10);
    tell('second', 1, 2, 10);
    tell('struck', 1, 1, 10);
    tell('first', 0, 1, 10);
    found.finding(finding('for good'), NOBODY, { rank: 0, order: 1, faulty: false });
    expect(reported(found)).toEqual(['for good', 'first', 'second', 'third', 'late']);
  });

  it('count the changes of those rounds, and of alternatives the one that holds', () => {
    const found = outcomes();
    const change = (id: string, row: number, round: number, when: 'always' | 'usual' | 'withheld') =>
      found.change(
        { change: contact(id, 'update', { name: { after: 'Ada' } }, { id }), order: row },
        { row, round },
        when,
      );
    change('always', 0, 1, 'always');
    change('struck', 1, 1, 'always');
    change('usual', 1, 2, 'usual');
    change('withheld', 1, 2, 'withheld');
    found.change({ change: contact('nobody', 'archive', {}, { id: 'nobody' }), order: 9 }, NOBODY, 'always');
    const ids = (withheld: boolean) =>
      Array.from(found.changes.changes({ keeps: found.counting(withheld) }), ({ id }) => id).toSorted();
    expect(ids(false)).toEqual(['always', 'nobody', 'usual']);
    expect(ids(true)).toEqual(['always', 'nobody', 'withheld']);
  });

  it('make a set faulty by the errors about identity that count', () => {
    const found = outcomes();
    const at = { rank: 10, order: 0 };
    found.finding(finding('error', 'faulty'), { row: 0, round: 1 }, { ...at, faulty: true });
    found.finding(finding('struck', 'mended'), { row: 1, round: 1 }, { ...at, faulty: true });
    found.finding(finding('conflict', 'sound'), { row: 2, round: 1 }, { ...at, faulty: false });
    expect([...found.faulty()]).toEqual(['faulty']);
  });

  it('tell who is left alone once, those apart that are known late', () => {
    const found = outcomes();
    const leave = (key: string, row: number, rank: number) =>
      found.leftAlone(
        { address: `contact/people/${key}`, place: { file: 'people.csv', line: 1 } },
        { row, round: row === 1 ? 2 : 1 },
        { rank, order: row },
      );
    leave('late', 0, 5);
    leave('second', 2, 0);
    leave('first', 1, 0);
    expect(reported(found)).toEqual([
      'left-alone 2 contacts: contact/people/first, contact/people/second',
      'left-alone 1 contact: contact/people/late',
    ]);
  });
});
