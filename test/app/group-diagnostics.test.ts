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

  const inFile = (file: number, line: number) => ({ ...unknownTag(line), file: `migrations/${file}.yaml` });

  it('become one over several files, which are named', () => {
    const findings = Array.from({ length: 12 }, (_, index) => inFile(1 + (index % 4), index + 1));
    expect(groupDiagnostics(findings.slice(0, 10))).toHaveLength(10);
    expect(groupDiagnostics(findings)).toEqual([
      {
        ...inFile(1, 1),
        summary: 'tag is not declared (12 times)',
        detail:
          'migrations/1.yaml:1: "vip"; migrations/2.yaml:2: "vip"; migrations/3.yaml:3: "vip" and 9 more, ' +
          'in 4 files: migrations/1.yaml, migrations/2.yaml, migrations/3.yaml, migrations/4.yaml',
      },
    ]);
  });

  it('name only some of many files', () => {
    const findings = Array.from({ length: 60 }, (_, index) => inFile(index + 100, 7));
    const [one, ...rest] = groupDiagnostics(findings);
    expect(rest).toEqual([]);
    expect(one?.detail).toMatch(/ and 57 more, in 60 files: (migrations\/\d+\.yaml, ){4}\S+ and 55 more$/);
  });

  it('are not joined where they differ in severity or in what they say', () => {
    const findings = Array.from(
      { length: 12 },
      (_, index): Diagnostic => ({
        ...inFile(index, 1),
        ...(index < 4 ? { severity: 'error' } : index < 8 ? { summary: 'tag is odd' } : {}),
      }),
    );
    expect(groupDiagnostics(findings)).toHaveLength(12);
  });

  it('of rows are joined file by file, for each file has its own reject file', () => {
    const rows = [1, 2].flatMap((file) =>
      Array.from({ length: 11 }, (_, at): Diagnostic => ({ ...inRow(at + 1), file: `people-${file}.csv` })),
    );
    expect(groupDiagnostics(rows).map(({ file }) => file)).toEqual(['people-1.csv', 'people-2.csv']);
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

it('counts what others have counted before', () => {
  for (const [first, second] of [
    [3, 300],
    [300, 3],
    [300, 300],
  ] as const) {
    const rows = Array.from({ length: first + second }, (_, at) => inRow(at + 1));
    const counted = new FoundDiagnostics();
    for (const row of rows.slice(first)) counted.add(row);
    expect(grouped([...rows.slice(0, first), ...counted.all()]).shown).toEqual(groupDiagnostics(rows));
  }
});

it('says once what comes from one place of a manifest, however many rows take it from there', () => {
  const { row: _row, ...inManifest } = inRow(1, 'defaults');
  const rows = Array.from({ length: 50_000 }, (_, at) => ({ ...inManifest, address: `contact/vip/${at}` }));
  expect(grouped(rows)).toEqual({ kept: 1, shown: [{ ...inManifest, address: 'contact/vip/0' }] });
});
