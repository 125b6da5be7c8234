import { describe, expect, it } from 'vitest';
import { groupDiagnostics } from '../../src/app/group-diagnostics.ts';
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

  it('take time in proportion to their number', () => {
    const findings = Array.from({ length: 100_000 }, (_, index) => unknownTag(index + 1));
    const startedAt = performance.now();
    expect(groupDiagnostics(findings)).toHaveLength(1);
    // Copying the group for each finding took minutes; one pass takes a second at most.
    expect(performance.now() - startedAt).toBeLessThan(10_000);
  });
});
