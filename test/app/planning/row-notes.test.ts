import { describe, expect, it } from 'vitest';
import { MOST_PLANNING_ROUNDS } from '../../../src/app/planning/outcomes.ts';
import { NO_PART, NOTES, RowNotes } from '../../../src/app/planning/row-notes.ts';

function notesOf(rows: number): RowNotes {
  const notes = new RowNotes();
  for (let row = 0; row < rows; row++) notes.add();
  return notes;
}

describe('notes on rows', () => {
  it('stand together, each of its own row', () => {
    const notes = notesOf(2);
    for (const bits of Object.values(NOTES)) notes.note(0, bits);
    for (const bits of Object.values(NOTES)) {
      expect(notes.has(0, bits)).toBe(true);
      expect(notes.has(1, bits)).toBe(false);
      notes.erase(0, bits);
      expect(notes.has(0, bits)).toBe(false);
    }
  });

  it('forget what another planning of the row found, and keep what is true of it in any', () => {
    const notes = notesOf(1);
    for (const bits of Object.values(NOTES)) notes.note(0, bits);
    notes.begin(0, { part: 7, round: 2 });
    const kept = Object.entries(NOTES).flatMap(([name, bits]) => (notes.has(0, bits) ? [name] : []));
    expect(kept).toEqual(['held', 'met', 'last', 'checked']);
  });

  it('tell the part and the round of planning that count', () => {
    const notes = notesOf(2);
    expect([notes.part(0), notes.round(0)]).toEqual([NO_PART, 0]);
    notes.begin(0, { part: 1_000_000, round: 1 });
    notes.begin(0, { part: 2_000_000, round: MOST_PLANNING_ROUNDS });
    notes.note(0, NOTES.checked | NOTES.unchanged);
    expect([notes.part(0), notes.round(0)]).toEqual([2_000_000, MOST_PLANNING_ROUNDS]);
    expect([notes.part(1), notes.round(1)]).toEqual([NO_PART, 0]);
  });

  it('are counted over some of the rows: those that have any of the bits', () => {
    const notes = notesOf(6);
    for (const row of [0, 2, 3, 5]) notes.note(row, NOTES.skipped);
    for (const row of [3, 4]) notes.note(row, NOTES.member);
    expect(notes.count(NOTES.skipped, 0, 6)).toBe(4);
    expect(notes.count(NOTES.skipped, 1, 5)).toBe(2);
    expect(notes.count(NOTES.skipped | NOTES.member, 2, 5)).toBe(3);
  });
});
