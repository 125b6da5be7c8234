import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { loadPlan } from '../../src/app/plan-file.ts';
import type { PlanDocument } from '../../src/types/plan.ts';
import { contactSet, openProject, outcomes, type Project, TAGS } from './project.ts';

const PEOPLE = Array.from(
  { length: 6 },
  (_, index) => `external_id: customer-${index}, name: Person ${index}`,
);
const CANARY = ['tag/vip', 'contact/beta/customer-0', 'contact/beta/customer-1'];

let project: Project;
afterEach(() => project.close());

async function opened(options: Parameters<typeof openProject>[0] = {}): Promise<void> {
  project = await openProject(options);
  project.write('tags.yaml', TAGS);
  project.write('set.yaml', contactSet([`${PEOPLE[0]}, tags: [vip]`, ...PEOPLE.slice(1)]));
}

async function planned(...argv: string[]): Promise<PlanDocument> {
  return JSON.parse((await project.plan('--json', ...argv)).out) as PlanDocument;
}

const addresses = ({ changes }: Pick<PlanDocument, 'changes'>) => [...changes].map(({ address }) => address);

describe('plan --limit', () => {
  it('plans what apply with the same limit runs: changes, digest, counts and cost', async () => {
    await opened();
    const plan = await planned('--limit', '2');
    expect(addresses(plan)).toEqual(CANARY);
    expect(plan).toMatchObject({ limited: true, summary: { create: 3 } });
    expect(plan.cost.writes).toBeLessThan((await planned()).cost.writes);
    const result = await project.result('--limit', '2');
    expect(result).toMatchObject({ exit: 0, limited: true, digest: plan.digest });
    expect([...result.results].map(({ address }) => address)).toEqual(CANARY);
  });

  it.each(['text', 'markdown', 'html'])('shows nothing else as %s', async (format) => {
    await opened();
    const { out } = await project.plan('--limit', '2', '--format', format);
    expect(out).toContain('customer-1');
    expect(out).not.toContain('customer-2');
    expect(out).toContain('(limited)');
  });

  it('saves what it shows, and apply runs what was saved', async () => {
    await opened();
    const { exit } = await project.plan('--limit', '2', '--out', 'canary.jsonl');
    expect(exit).toBe(0);
    const { plan } = await loadPlan(join(project.folder, 'canary.jsonl'));
    expect(plan).toMatchObject({ limited: true, digest: (await planned('--limit', '2')).digest });
    const result = await project.result('canary.jsonl');
    expect(outcomes(result)).toEqual(CANARY.map((address) => `${address} done`));
    expect(result).toMatchObject({ exit: 0, limited: true });
  });

  it('gives a receipt of the canary: the rest is not attempted, for nobody reviewed it', async () => {
    await opened();
    await project.plan('--limit', '2', '--receipt', 'canary.receipt');
    const result = await project.result('--expect', 'canary.receipt');
    expect(outcomes(result)).toEqual([
      'tag/vip done',
      'tag/beta not_attempted: it was not reviewed',
      'contact/beta/customer-0 done',
      'contact/beta/customer-1 done',
      ...[2, 3, 4, 5].map((at) => `contact/beta/customer-${at} not_attempted: it was not reviewed`),
    ]);
    expect(result.exit).toBe(3);
  });

  it('gives a digest that apply with the same limit takes, and no apply without it', async () => {
    await opened();
    const { digest } = await planned('--limit', '2');
    const without = await project.result('--expect', digest);
    expect(without).toMatchObject({ exit: 4 });
    expect(without.diagnostics.find(({ code }) => code === 'unexpected-plan')?.help).toContain('--limit N');
    expect(await project.result('--expect', digest, '--limit', '3')).toMatchObject({ exit: 4 });
    expect(project.writes()).toEqual([]);
    const result = await project.result('--expect', digest, '--limit', '2');
    expect(outcomes(result)).toEqual(CANARY.map((address) => `${address} done`));
  });

  it('counts the guards of what is left, and says what its exit code says', async () => {
    await opened({ config: 'guards: { max_create: 2 }\n' });
    expect((await project.plan()).exit).toBe(5);
    expect((await project.plan('--limit', '3')).exit).toBe(5);
    expect((await project.plan('--limit', '2')).exit).toBe(0);
    expect((await project.plan('--limit', '2', '--detailed-exitcode')).exit).toBe(2);
  });

  it('is refused with a snapshot, which holds nobody: an empty plan would look as if nothing were to do', async () => {
    await opened();
    await project.snapshot(['--out', 'live.jsonl']);
    const { exit, err } = await project.offline('--snapshot', 'live.jsonl', '--limit', '2');
    expect(exit).toBe(1);
    expect(err).toContain('error[flag-without-effect]: --limit has no effect with --snapshot');
  });

  it('plans the canary of an undo that apply runs', async () => {
    await opened();
    await project.apply();
    const plan = await planned('--undo', 'last', '--limit', '2', '--allow', 'archive=2');
    expect(plan).toMatchObject({ limited: true, undoes: expect.any(String) });
    expect([...plan.changes].filter(({ kind }) => kind === 'contact')).toHaveLength(2);
    const result = await project.result('--undo', 'last', '--limit', '2', '--allow', 'archive=2');
    expect(result).toMatchObject({ exit: 0, digest: plan.digest });
    expect([...result.results].map(({ address }) => address)).toEqual(addresses(plan));
  });

  it('says nothing where it leaves nothing out', async () => {
    await opened();
    project.write('set.yaml', contactSet([`${PEOPLE[0]}, tags: [vip, beta]`, ...PEOPLE.slice(1)]));
    const plan = await planned('--limit', '99');
    expect(plan.changes).toHaveLength(8);
    expect(plan).toEqual(await planned());
  });

  it.each(['0', '-1', '1.5', 'all', ''])(
    'refuses %j as apply does, before anything is read',
    async (limit) => {
      await opened();
      const [plan, apply] = [await project.plan(`--limit=${limit}`), await project.apply(`--limit=${limit}`)];
      expect(plan.exit).toBe(1);
      expect(plan.err).toContain('error[bad-flag-value]');
      expect(plan.err).toBe(apply.err.replace('interform help apply', 'interform help plan'));
      expect(project.emulator.requests).toHaveLength(0);
    },
  );
});
