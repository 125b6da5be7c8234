import { describe, expect, it } from 'vitest';
import { renderPlan } from '../../src/render/text/plan-text.ts';
import { largePlan } from './large-plan.ts';

const CHANGES = 100_000;

describe('a plan of 100,000 changes', () => {
  it('is less than a megabyte of text', () => {
    const text = renderPlan(largePlan(CHANGES), { width: 100, color: true });
    expect(Buffer.byteLength(text)).toBeLessThan(1_000_000);
    expect(text).toMatch(/[\d,]+ more irreversible or destructive changes are not shown here/);
    expect(text).toContain('30,000 contacts');
  }, 600_000);
});
