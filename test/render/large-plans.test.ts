import { beforeAll, describe, expect, it } from 'vitest';
import { planDigest } from '../../src/plan/digest.ts';
import { readPlanFile } from '../../src/plan/read-plan-file.ts';
import { writePlanFile } from '../../src/plan/write-plan-file.ts';
import { createMask } from '../../src/render/mask.ts';
import { renderPlanHtml } from '../../src/render/plan-html.ts';
import { renderPlanMarkdown } from '../../src/render/plan-markdown.ts';
import { renderPlan } from '../../src/render/plan-text.ts';
import type { PlanDocument } from '../../src/types/plan.ts';
import { largePlan } from './large-plan.ts';

const CHANGES = 100_000;
/** The ratio of rendering to parsing is the same for fewer, and every laptop runs this. */
const MEASURED = 20_000;

async function* inPieces(bytes: Buffer) {
  for (let at = 0; at < bytes.length; at += 1 << 16) yield bytes.subarray(at, at + (1 << 16));
}

/** Milliseconds of the processor, so that what else the machine does is not measured. */
async function msOf(work: () => unknown): Promise<number> {
  const before = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

describe('a plan of 100,000 changes', () => {
  it('is less than a megabyte of text', () => {
    const text = renderPlan(largePlan(CHANGES), { width: 100, color: true });
    expect(Buffer.byteLength(text)).toBeLessThan(1_000_000);
    expect(text).toMatch(/[\d,]+ more irreversible or destructive changes are not shown here/);
    expect(text).toContain('30,000 contacts');
  }, 600_000);
});

describe('a large plan', () => {
  let plan: PlanDocument;
  let bytes: Buffer;
  const mask = () => createMask({ key: 'k', sensitive: [] });
  const parse = async () => {
    const read = await readPlanFile(inPieces(bytes));
    if (read.plan === undefined) throw new Error(read.diagnostic.summary);
    plan = read.plan;
  };

  beforeAll(async () => {
    const made = largePlan(MEASURED);
    bytes = Buffer.from([...writePlanFile({ ...made, digest: planDigest(made) })].join(''));
    await parse();
  }, 600_000);

  it.each([
    ['text', () => renderPlan(plan, { width: 100, color: false, mask: mask() })],
    ['markdown', () => renderPlanMarkdown(plan, { mask: mask() })],
    ['html', () => renderPlanHtml(plan, { mask: mask() })],
  ])(
    'is rendered to %s, masked, within twice the time of parsing its file',
    async (_format, render) => {
      // In turns, and the fastest of each: once everything is compiled.
      const parsing: number[] = [];
      const rendering: number[] = [];
      for (let run = 0; run < 4; run++) {
        parsing.push(await msOf(parse));
        rendering.push(await msOf(render));
      }
      expect(Math.min(...rendering)).toBeLessThanOrEqual(2 * Math.min(...parsing));
    },
    60_000,
  );
});
