import { describe, expect, it } from 'vitest';
import { FoundDiagnostics, groupDiagnostics } from '../../src/app/group-diagnostics.ts';
import type { Diagnostic } from '../../src/types/diagnostic.ts';

function unknownTag(line: number): Diagnostic {
  return {
    code: 'unknown-tag',
    severity: 'warning',
    summary: 'tag is not declared',
    detail: '"vip"',
    file: 'migrations/0001.yaml',
    line,
    column: 3,
  };
}

describe('many findings of one sort', () => {
  it('become one with a count and samples', () => {
    const findings = Array.from({ length: 11 }, (_, index) => unknownTag(index + 1));
    expect(groupDiagnostics(findings.slice(0, 10))).toHaveLength(10);
    expect(groupDiagnostics(findings)).toEqual([
      {
        ...unknownTag(1),
        summary: 'tag is not declared (11 times)',
        detail: 'line 1: "vip"; line 2: "vip"; line 3: "vip" and 8 more',
      },
    ]);
  });

  it('become one however many there are', () => {
    const findings = Array.from({ length: 100_000 }, (_, index) => unknownTag(index + 1));
    expect(groupDiagnostics(findings)).toMatchObject([{ summary: 'tag is not declared (100000 times)' }]);
  });
});

const inRow = (row: number, detail = `Plan: "${row}"`): Diagnostic => ({
  code: 'unknown-option',
  severity: 'error',
  summary: 'plan is not one of the options',
  detail,
  file: 'people.csv',
  row,
  line: row + 1,
});

it('joins rows that are left out sooner: the reject file has each with its reason', () => {
  const left = Array.from({ length: 4 }, (_, at): Diagnostic => ({ ...inRow(at + 1), severity: 'warning' }));
  expect(groupDiagnostics(left.slice(0, 3))).toHaveLength(3);
  expect(groupDiagnostics(left)).toMatchObject([{ summary: 'plan is not one of the options (4 times)' }]);
});

function grouped(diagnostics: readonly Diagnostic[]) {
  const found = new FoundDiagnostics();
  for (const diagnostic of diagnostics) found.add(diagnostic);
  return { kept: found.all().length, shown: groupDiagnostics(found.all()) };
}

it('keeps a few of what is wrong in every row of a large file, and how many there are', () => {
  const rows = Array.from({ length: 100_000 }, (_, at) => inRow(at + 1));
  const { kept, shown } = grouped(rows);
  expect(kept).toBeLessThan(20);
  expect(shown).toEqual([
    {
      ...inRow(1),
      summary: 'plan is not one of the options (100000 times)',
      detail: 'row 1: Plan: "1"; row 2: Plan: "2"; row 3: Plan: "3" and 99997 more',
    },
  ]);
});

it('says the same as if it had kept all of them', () => {
  for (const length of [1, 10, 11, 12, 13, 300]) {
    const rows = Array.from({ length }, (_, at) => inRow(at + 1));
    const others = [
      { ...inRow(5), file: 'others.csv' },
      { ...inRow(7), code: 'bad-date' },
    ];
    expect(grouped([...rows, ...others]).shown).toEqual(groupDiagnostics([...rows, ...others]));
  }
});

it('says once what comes from one place of a manifest, however many rows take it from there', () => {
  const { row: _row, ...inManifest } = inRow(1, 'defaults');
  const rows = Array.from({ length: 50_000 }, (_, at) => ({ ...inManifest, address: `contact/vip/${at}` }));
  expect(grouped(rows)).toEqual({ kept: 1, shown: [{ ...inManifest, address: 'contact/vip/0' }] });
});
