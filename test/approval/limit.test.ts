import { afterEach, describe, expect, it } from 'vitest';
import { contactSet, openProject, outcomes, type Project, TAGS } from './project.ts';

const PEOPLE = Array.from(
  { length: 6 },
  (_, index) => `external_id: customer-${index}, name: Person ${index}`,
);

let project: Project;
afterEach(() => project.close());

async function opened(options: Parameters<typeof openProject>[0] = {}): Promise<void> {
  project = await openProject(options);
  project.write('tags.yaml', TAGS);
}

describe('apply --limit', () => {
  it('makes the first contact changes and what they need, and nothing else', async () => {
    await opened();
    project.write('set.yaml', contactSet([`${PEOPLE[0]}, tags: [vip]`, ...PEOPLE.slice(1)]));
    const result = await project.result('--limit', '2');
    expect(outcomes(result)).toEqual([
      'tag/vip done',
      'contact/beta/customer-0 done',
      'contact/beta/customer-1 done',
    ]);
    expect(result).toMatchObject({ exit: 0, limited: true });
    // What was left out is neither lost nor undeclared.
    const next = JSON.parse((await project.plan('--json')).out);
    expect(next.changes.map((change: { address: string }) => change.address)).toEqual([
      'tag/beta',
      ...[2, 3, 4, 5].map((index) => `contact/beta/customer-${index}`),
    ]);
  });

  it('shows the limited plan, and says so in the last line of plan and result', async () => {
    await opened();
    project.write('set.yaml', contactSet(PEOPLE));
    const { out } = await project.apply('--limit', '2');
    expect(out).toContain(
      'Plan: 2 to create, 0 to update, 0 to convert, 0 to merge, 0 to archive. 0 unchanged. (limited)',
    );
    expect(out).not.toContain('customer-2');
    expect(out.trimEnd()).toMatch(/Apply: 2 done, 0 already, 0 failed, 0 stale\. \(limited\)$/);
  });

  it('says nothing where it leaves nothing out', async () => {
    await opened();
    project.write('set.yaml', contactSet([`${PEOPLE[0]}, tags: [vip, beta]`]));
    const { out } = await project.apply('--limit', '1');
    expect(out).not.toContain('(limited)');
    expect(await project.result('--limit', '1')).toMatchObject({ exit: 0, results: [] });
  });

  it('does not call a workspace matching whose changes it leaves out', async () => {
    await opened();
    const { out, exit } = await project.apply('--limit', '3');
    expect(exit).toBe(0);
    expect(out).toContain('Plan: 0 to create');
    expect(out).not.toContain('No changes');
    expect(project.writes()).toEqual([]);
  });

  it('counts the guards of what is left', async () => {
    await opened({ config: 'guards: { max_create: 2 }\n' });
    project.write('set.yaml', contactSet(PEOPLE));
    expect((await project.result()).exit).toBe(5);
    expect((await project.result('--limit', '3')).exit).toBe(5);
    expect((await project.result('--limit', '2')).exit).toBe(0);
  });

  it('never prunes who is declared beyond the limit', async () => {
    await opened({ config: 'workspace: { owner_tags: ["set-*"] }\n' });
    const prune = 'prune: { owner_tag: set-beta, action: archive }\n';
    project.write('set.yaml', contactSet(PEOPLE, prune));
    await project.apply();
    project.write(
      'set.yaml',
      contactSet(PEOPLE.map((one) => one.replace('Person', 'P.')).slice(0, 5), prune),
    );
    const result = await project.result('--limit', '2', '--allow', 'archive=0');
    expect(outcomes(result)).toEqual(['contact/beta/customer-0 done', 'contact/beta/customer-1 done']);
    expect(project.emulator.state.allContacts().filter(({ state }) => state === 'live')).toHaveLength(6);
  });

  it('applies to what a receipt holds, and to a plan file', async () => {
    await opened();
    project.write('set.yaml', contactSet(PEOPLE.slice(0, 3)));
    await project.plan('--receipt', 'plan.receipt');
    project.write('set.yaml', contactSet(PEOPLE.slice(0, 4)));
    const reviewed = await project.result('--expect', 'plan.receipt', '--limit', '1');
    expect(outcomes(reviewed)).toEqual([
      'contact/beta/customer-0 done',
      'contact/beta/customer-3 not_attempted: it was not reviewed',
    ]);
    await project.plan('--out', 'plan.jsonl');
    expect(outcomes(await project.result('plan.jsonl', '--limit', '1'))).toEqual([
      'contact/beta/customer-1 done',
    ]);
  });

  it.each(['0', '-1', '1.5', 'all', ''])('refuses %j', async (limit) => {
    await opened();
    const { exit, err } = await project.apply(`--limit=${limit}`);
    expect(exit).toBe(1);
    expect(err).toContain('error[bad-flag-value]');
    expect(project.emulator.requests).toHaveLength(0);
  });
});

describe('a workspace that holds twenty people', () => {
  const seed = {
    contacts: Array.from({ length: 18 }, (_, index) => ({
      role: 'user' as const,
      external_id: `old-${index}`,
    })),
  };

  it('is recognised, and the reason says what to do', async () => {
    await opened({ seed, switches: { contactLimit: 20 } });
    project.write('set.yaml', contactSet(PEOPLE));
    const result = await project.result();
    expect(result).toMatchObject({ exit: 3, summary: { failed: 4 } });
    const failed = [...result.results].filter(({ outcome }) => outcome === 'failed');
    expect(failed).toHaveLength(4);
    for (const { reason = '', request_id } of failed) {
      expect(reason).toMatch(/^POST \/contacts: 400 client_error: This workspace has reached its limit/);
      expect(reason).toContain('A development workspace holds at most 20 people');
      expect(reason).toContain('interform apply --limit N');
      expect(request_id).toBeDefined();
    }
    expect(result.diagnostics).toHaveLength(1);
  });
});
