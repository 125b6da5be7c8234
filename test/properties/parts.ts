import { readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { PlanningOptions, Ports } from '../../src/app/options.ts';
import { type MadePlan, makePlan, type PlanOptions } from '../../src/app/plan.ts';
import { savePlan } from '../../src/app/plan-file.ts';
import type { PlanDocument } from '../../src/types/plan.ts';

/** Rows of a part: so few that people who meet are often in different parts. */
export const PART_ROWS = [1, 2, 3] as const;

/** The same planning, streamed in parts of this many rows; undefined: all at once. */
export function inParts(planning: PlanningOptions, partRows: number | undefined): PlanOptions {
  return Object.assign({}, planning, { partRows });
}

/** Everything that a plan says, except its cost: how many requests planning takes depends on how rows are packed into them. */
export function shownPlan({ plan, exit, diagnostics, notManaged, origins }: MadePlan): string {
  const document = plan && { ...plan, cost: null, changes: [...plan.changes] };
  return JSON.stringify({ document, exit, diagnostics, notManaged, origins }, null, 1);
}

/** A plan, and as text everything that it says and writes. */
interface Shown {
  readonly made: MadePlan;
  readonly text: string;
}

/** Plans all at once, and in parts of each size. */
export async function plannedInParts(
  planning: PlanningOptions,
  ports: Ports,
  sizes: readonly number[] = PART_ROWS,
): Promise<{ readonly whole: Shown; readonly parts: readonly Shown[] }> {
  const whole = await planned(inParts(planning, undefined), ports);
  const parts: Shown[] = [];
  for (const rows of sizes) parts.push(await planned(inParts(planning, rows), ports));
  return { whole, parts };
}

async function planned(planning: PlanOptions, ports: Ports): Promise<Shown> {
  const made = await makePlan(planning, ports);
  return { made, text: [shownPlan(made), ...(await takeRejects(planning.project))].join('\n') };
}

/** Reads and removes the reject files. */
async function takeRejects(project: string): Promise<readonly string[]> {
  const folder = join(project, 'migrations');
  const names = (await readdir(folder)).filter((name) => name.startsWith('rejected-')).sort();
  return Promise.all(
    names.map(async (name) => {
      const text = await readFile(join(folder, name), 'utf8');
      await rm(join(folder, name));
      return `${name}\n${text}`;
    }),
  );
}

/** The bytes of the plan's file, with its cost set to 0. */
export async function savedBytes(plan: PlanDocument, folder: string): Promise<string> {
  const file = join(folder, 'plan.jsonl');
  await savePlan(
    { ...plan, cost: { reads: 0, writes: 0, seconds: 0, recheck: { mode: 'batch', reads: 0 } } },
    file,
  );
  return readFile(file, 'utf8');
}
