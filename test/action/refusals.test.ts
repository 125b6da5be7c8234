import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type Artifact, REPOSITORY } from './github/facts.ts';
import type { FakeGithub } from './github/fake-github.ts';
import { Repository, sha } from './repository.ts';

let repository: Repository;
let restore: () => void;
let merged: string;

beforeAll(async () => {
  repository = await Repository.open({
    'migrations/0001-tags.yaml': 'apiVersion: interform/v1\nkind: Tags\ntags: [vip, beta]\n',
  });
  const pull = repository.openPull(7);
  expect((await repository.plan(pull)).ok).toBe(true);
  merged = repository.merge(pull);
  restore = repository.github.save();
});
afterEach(() => restore());
afterAll(() => repository.close());

/** The first element, changed. */
function change<T>(list: T[], facts: Partial<T>): void {
  const [first] = list;
  if (first === undefined) throw new Error('there is nothing to change');
  list.splice(0, 1, { ...first, ...facts });
}

const receipt = ([first]: readonly Artifact[]) => first?.files['plan.receipt'] ?? '';
const receiptOf = (text: string) => ({ files: { 'plan.receipt': text } });

function edited(text: string): string {
  return text.replace(/"change":"(.)/, (_, digit: string) => `"change":"${digit === '0' ? '1' : '0'}`);
}

describe('an apply on main applies nothing', () => {
  it.each<[string, (github: FakeGithub) => void, RegExp]>([
    ['without a receipt', ({ artifacts }) => artifacts.splice(0), /kept no receipt interform-receipt\./],
    ['with one that has expired', ({ artifacts }) => change(artifacts, { expired: true }), /has expired/],
    ['without the run that planned', ({ runs }) => runs.splice(0), /has no run for the head/],
    ['with a run of another head', ({ runs }) => change(runs, { head_sha: sha('another') }), /has no run/],
    [
      'with a run of another workflow',
      ({ runs }) => change(runs, { path: '.github/workflows/eve.yml' }),
      /interform\.yml has no run/,
    ],
    [
      'with a run of a fork',
      ({ runs }) => change(runs, { head_repository: { full_name: 'eve/crm' } }),
      /has no run/,
    ],
    [
      'when the newest run kept no receipt',
      ({ runs }) => runs.push({ ...runs[0], id: 5000 } as (typeof runs)[number]),
      /kept no receipt/,
    ],
    ['without the check', ({ checks }) => checks.splice(0), /has no check "interform plan"/],
    [
      'with a check that failed',
      ({ checks }) => change(checks, { conclusion: 'failure' }),
      /has no check "interform plan"/,
    ],
    [
      'with an edited receipt',
      ({ artifacts }) => change(artifacts, receiptOf(edited(receipt(artifacts)))),
      /is not the one that the check on the head commit names/,
    ],
    [
      'with a receipt that is cut off',
      ({ artifacts }) => change(artifacts, receiptOf(receipt(artifacts).slice(0, -20))),
      /is not the one that the check on the head commit names/,
    ],
    [
      'with a plan file',
      ({ artifacts }) => change(artifacts, receiptOf('{"format":"interform-plan/1"}\n')),
      /is no receipt/,
    ],
    [
      'for a commit that no pull request was merged as',
      ({ pulls }) => change(pulls, { merged_at: null }),
      /No pull request was merged as this commit/,
    ],
    [
      'for a commit that a pull request brought, and was not merged as',
      ({ pulls }) => change(pulls, { merge_commit_sha: sha('a later commit'), landed: [merged] }),
      /No pull request was merged as this commit/,
    ],
    [
      'for the head of a pull request that was merged as another commit',
      ({ pulls }) =>
        change(pulls, {
          merge_commit_sha: sha('a later commit'),
          head: { sha: merged, ref: 'main', repo: { full_name: REPOSITORY } },
        }),
      /No pull request was merged as this commit/,
    ],
    [
      'for a pull request that is open, whatever it would be merged as',
      ({ pulls }) => change(pulls, { merged_at: null, merge_commit_sha: merged }),
      /No pull request was merged as this commit/,
    ],
    [
      'for a pull request into another branch',
      ({ pulls }) => change(pulls, { base: { ref: 'next', sha: sha('next') } }),
      /No pull request was merged as this commit/,
    ],
    [
      'when two pull requests claim the commit',
      ({ pulls }) => pulls.push({ ...pulls[0], number: 8 } as (typeof pulls)[number]),
      /2 pull requests were merged as this commit/,
    ],
    [
      'for a pull request from a fork',
      ({ pulls }) => change(pulls, { head: { ...pulls[0]!.head, repo: { full_name: 'eve/crm' } } }),
      /comes from a fork/,
    ],
    [
      'without the permission to look',
      (github) => {
        github.forbidden = /\/actions\//;
      },
      /actions: read/,
    ],
  ])('%s', async (_what, prepare, why) => {
    prepare(repository.github);
    const applied = await repository.apply(merged);
    repository.github.forbidden = undefined;
    expect(applied.ok).toBe(false);
    expect(applied.log).toMatch(why);
    expect(applied.log).toContain('Nothing was applied');
    expect(repository.intercomWrites()).toEqual([]);
  });

  it('but with another pull request that brought the commit too, it applies', async () => {
    const [first] = repository.github.pulls;
    repository.github.pulls.unshift({
      ...first!,
      number: 8,
      merge_commit_sha: sha('merge of 8'),
      landed: [merged],
    });
    const applied = await repository.apply(merged);
    expect(applied.ok, applied.log).toBe(true);
    expect(applied.log).toContain('merged pull request 7');
  });

  it('but with everything as it was, it applies', async () => {
    const applied = await repository.apply(merged);
    expect(applied.ok, applied.log).toBe(true);
    expect(repository.intercomWrites()).toEqual(['POST /tags', 'POST /tags']);
  });
});
