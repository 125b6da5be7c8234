import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { FakeGithub } from './fake-github.ts';
import { runScript } from './script.ts';

let github: FakeGithub;
beforeEach(async () => {
  github = await FakeGithub.open();
});
afterEach(() => github.close());

const SUMMARY = { done: 3, already: 0, failed: 0, stale: 0, skipped: 0, unknown: 0, not_attempted: 1 };
interface Facts {
  readonly exit?: string;
  readonly refused?: string | null;
  readonly pulls?: readonly { readonly number: number; readonly reason: string | null }[];
  readonly commit?: string;
  readonly env?: Readonly<Record<string, string>>;
}

/** The step behind an apply. */
async function tell(facts: Facts = {}) {
  const { exit = '0', refused = null, pulls = [{ number: 7, reason: null }], commit = 'c0ffee' } = facts;
  const result = {
    'apply.md': '### Acme\n\n**Apply: 3 done**',
    'apply.json': JSON.stringify({ summary: SUMMARY }),
  };
  const ran = await runScript(github, 'apply/tell.js', {
    files: {
      'approval.json': JSON.stringify({ commit, refused, pulls }),
      ...(exit === '' ? {} : result),
    },
    env: {
      GITHUB_SHA: commit,
      EXIT_CODE: exit,
      INPUT_ENVIRONMENT: 'production',
      REPORT: exit === '' ? '' : 'https://github.test/report',
      ...facts.env,
    },
  });
  expect(ran.exit, ran.log).toBe(0);
  return ran;
}
const said = (pull: number) =>
  github.comments
    .filter(({ issue }) => issue === pull)
    .map(({ body }) => body.split('\n').slice(2).join('\n'));

describe('the result of an apply', () => {
  it.each([
    ['0', /^\*\*Applied\*\* · production · 3 done, 0 failed, 1 not attempted\n/],
    ['3', /^\*\*Applied in part\*\*/],
    ['4', /^\*\*Not applied: it is no longer the plan that was approved\*\*/],
    ['5', /^\*\*Not applied: blocked\*\*/],
    ['1', /^\*\*Not applied: an error\*\*/],
  ])('comes back to the pull request, of exit %s', async (exit, first) => {
    const ran = await tell({ exit });
    expect(said(7)).toHaveLength(1);
    expect(said(7)[0]).toMatch(first);
    expect(said(7)[0]).toContain('[Report](https://github.test/report)');
    expect(said(7)[0]).toContain('Apply: 3 done');
    expect(ran.summary).toContain('[Pull request #7](https://github.test/acme/crm/pull/7)');
    expect(ran.summary).toContain('**3 done, 0 failed, 1 not attempted**');
  });

  it('is updated by a run of the same commit again, and beside it for another commit', async () => {
    await tell({ exit: '3' });
    await tell({ exit: '0' });
    expect(said(7).map((body) => body.split(' · ')[0])).toEqual(['**Applied**']);
    await tell({ exit: '5', commit: 'decaf' });
    expect(said(7).map((body) => body.split(' · ')[0])).toEqual(['**Applied**', '**Not applied: blocked**']);
    expect(github.hidden).toEqual([]);
    await tell({ env: { INPUT_ENVIRONMENT: 'staging' } });
    expect(said(7)).toHaveLength(3);
  });

  it('comes to every pull request, and says why one of them did not count', async () => {
    await tell({
      pulls: [
        { number: 7, reason: null },
        { number: 8, reason: 'it was planned after it was merged, by @eve <b>' },
        { number: 9, reason: null },
      ],
    });
    expect(said(7)[0]).toContain('Applied together with #9.');
    expect(said(8)[0]).toContain('The receipt of this pull request was not taken: it was planned after');
    expect(said(8)[0]).not.toMatch(/@eve|<b>|together/);
    expect(said(9)[0]).toContain('Applied together with #7.');
  });

  it('is a refusal where nothing was applied, with what to do', async () => {
    const ran = await tell({
      exit: '',
      refused: 'No pull request brings a plan that was reviewed. Open another one.',
      pulls: [{ number: 7, reason: 'its newest plan failed (exit 5)' }],
    });
    expect(said(7)[0]).toMatch(/^\*\*Nothing was applied\*\* · production\n/);
    expect(said(7)[0]).toContain('Open another one.');
    // Why comes first: what to do about it is below.
    expect(said(7)[0]).toMatch(/its newest plan failed \(exit 5\)\.\n\n.*Open another one/);
    // The step that refused has said it there.
    expect(ran.summary).toBe('');
  });

  it('is that there is none where a step before failed', async () => {
    await tell({ exit: '' });
    expect(said(7)[0]).toMatch(/^\*\*The apply did not come to an end\*\*/);
  });

  it('is a warning where it does not get through, and the others are told', async () => {
    github.faults.push({ of: /^POST \/issues\/7\/comments/, status: 403, times: 9 });
    const ran = await tell({
      pulls: [
        { number: 7, reason: null },
        { number: 8, reason: null },
      ],
    });
    expect(ran.log).toMatch(/^::warning title=interform::.*pull request 7: .*pull-requests: write/m);
    expect(ran.summary).toContain('not commented on pull request 7');
    expect(said(8)).toHaveLength(1);
  });

  it('has nobody to tell where no pull request was asked for', async () => {
    const ran = await tell({ pulls: [] });
    expect(github.writes).toEqual([]);
    expect(ran.summary).toContain('Apply: 3 done');
  });
});
