import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { contactSet, openProject, outcomes, type Project, TAGS } from './project.ts';

const ADA = 'external_id: ada, name: Ada, tags: [vip]';
const GRACE = 'external_id: grace, name: Grace';
const JOAN = 'external_id: joan, name: Joan';

let project: Project;

beforeEach(async () => {
  project = await openProject();
  project.write('tags.yaml', TAGS);
  project.write('set.yaml', contactSet([ADA, GRACE, JOAN]));
});

afterEach(() => project.close());

/** A receipt of a part of the plan. */
async function receipt(name: string, ...targets: string[]): Promise<string> {
  const { exit } = await project.plan('--receipt', name, ...targets.flatMap((one) => ['--target', one]));
  expect(exit).toBe(0);
  return name;
}

const done = (result: Parameters<typeof outcomes>[0]) =>
  outcomes(result)
    .filter((line) => line.endsWith(' done'))
    .map((line) => line.replace(/ done$/, ''));

describe('apply --expect, given several times', () => {
  it('makes what one of the receipts holds', async () => {
    await receipt('ada.receipt', 'contact/beta/ada');
    await receipt('grace.receipt', 'contact/beta/grace');
    const result = await project.result('--expect', 'ada.receipt', '--expect', 'grace.receipt');
    expect(done(result)).toEqual(['tag/vip', 'contact/beta/ada', 'contact/beta/grace']);
    expect(result.exit).toBe(3);
    expect(result.diagnostics).toMatchObject([
      {
        code: 'not-reviewed',
        summary: '2 of 5 changes are not run: 2 are in no receipt of --expect',
        detail: 'tag/beta: it was not reviewed; contact/beta/joan: it was not reviewed',
      },
    ]);
  });

  it('makes a change whose requirement another receipt holds', async () => {
    await receipt('tag.receipt', 'tag/vip');
    await project.plan('--receipt', 'ada.receipt', '--exclude', 'tag/vip');
    const alone = await project.result('--expect', 'ada.receipt', '--limit', '1');
    expect(outcomes(alone)).not.toContain('contact/beta/ada done');
    const both = await project.result('--expect', 'tag.receipt', '--expect', 'ada.receipt');
    expect(done(both)).toContain('tag/vip');
  });

  it('says of each what is no longer in the plan', async () => {
    await receipt('ada.receipt', 'contact/beta/ada');
    await receipt('grace.receipt', 'contact/beta/grace');
    project.write('set.yaml', contactSet([ADA.replace('Ada', 'Ada L.'), GRACE.replace('Grace', 'G.'), JOAN]));
    const result = await project.result('--expect', 'ada.receipt', '--expect', 'grace.receipt');
    expect(result.diagnostics[0]?.detail).toMatch(
      /; no longer in the plan: 1 of ada\.receipt, 1 of grace\.receipt$/,
    );
  });

  it('takes one receipt twice for one', async () => {
    await receipt('all.receipt');
    const result = await project.result('--expect', 'all.receipt', '--expect', 'all.receipt');
    expect(result).toMatchObject({ exit: 0, summary: { done: 5 } });
  });

  it('passes an empty plan, whatever was expected', async () => {
    await receipt('ada.receipt', 'contact/beta/ada');
    await receipt('grace.receipt', 'contact/beta/grace');
    await project.apply();
    const flags = ['--expect', 'ada.receipt', '--expect', 'ada.receipt', '--within', 'grace.receipt'];
    expect(await project.result(...flags)).toMatchObject({ exit: 0, results: [] });
  });

  it('names every receipt that is of something else, and writes nothing', async () => {
    const both = await openProject({ config: 'environments: { staging: {}, production: {} }\n' });
    both.write('tags.yaml', TAGS);
    for (const env of ['staging', 'production']) await both.plan('--env', env, '--receipt', `${env}.receipt`);
    both.write('other.receipt', both.read('staging.receipt'));
    const flags = [
      '--expect',
      'staging.receipt',
      '--expect',
      'production.receipt',
      '--within',
      'other.receipt',
    ];
    const result = await both.result('--env', 'production', ...flags);
    expect(result.exit).toBe(1);
    expect(result.diagnostics).toMatchObject([
      { code: 'receipt-environment', file: 'staging.receipt' },
      { code: 'receipt-environment', file: 'other.receipt' },
    ]);
    expect(both.writes()).toEqual([]);
    await both.close();
  });

  it('names every receipt that cannot be read, before any request', async () => {
    await receipt('ada.receipt', 'contact/beta/ada');
    project.write('cut.receipt', project.read('ada.receipt').slice(0, -40));
    const before = project.emulator.requests.length;
    const flags = ['--expect', 'ada.receipt', '--expect', 'cut.receipt', '--within', 'gone.receipt'];
    const { exit, out } = await project.apply('--json', ...flags);
    expect(exit).toBe(1);
    expect(JSON.parse(out).diagnostics).toMatchObject([
      { code: 'receipt-truncated', file: 'cut.receipt' },
      { code: 'unreadable-receipt', file: 'gone.receipt' },
    ]);
    expect(project.emulator.requests.length).toBe(before);
  });
});

describe('apply --within', () => {
  it('makes only what both hold, and says which left what out', async () => {
    await receipt('pull.receipt', 'contact/beta/ada', 'contact/beta/grace');
    await receipt('run.receipt', 'contact/beta/grace', 'contact/beta/joan');
    const result = await project.result('--expect', 'pull.receipt', '--within', 'run.receipt');
    expect(outcomes(result)).toEqual([
      'tag/vip not_attempted: it was reviewed, but is not in the receipt of --within',
      'tag/beta not_attempted: it was not reviewed',
      'contact/beta/ada not_attempted: it was reviewed, but is not in the receipt of --within',
      'contact/beta/grace done',
      'contact/beta/joan not_attempted: it was not reviewed',
    ]);
    expect(result.exit).toBe(3);
    expect(result.diagnostics).toMatchObject([
      {
        code: 'not-reviewed',
        severity: 'warning',
        summary: '4 of 5 changes are not run: 2 are in no receipt of --expect, 2 are not in that of --within',
      },
    ]);
  });

  it('leaves what needs something that it does not hold', async () => {
    await receipt('pull.receipt', 'contact/beta/ada');
    await project.plan('--receipt', 'run.receipt');
    const text = project.read('run.receipt');
    await project.apply('--target', 'tag/vip');
    // Planned when the tag was there, and run when it is gone again.
    await project.plan('--receipt', 'run.receipt', '--target', 'contact/beta/ada');
    const [tag] = project.emulator.state.tags();
    project.emulator.foreign('DELETE', `/tags/${tag?.id}`);
    expect(project.read('run.receipt')).not.toBe(text);
    const result = await project.result('--expect', 'pull.receipt', '--within', 'run.receipt');
    expect(outcomes(result).filter((line) => /vip|ada/.test(line))).toEqual([
      'tag/vip not_attempted: it was reviewed, but is not in the receipt of --within',
      'contact/beta/ada not_attempted: it needs tag/vip, which is not in the receipt of --within',
    ]);
    expect(result.diagnostics[0]?.summary).toContain('1 needs one that is left out');
  });

  it('exits 4 and writes nothing where the two have nothing in common', async () => {
    await receipt('ada.receipt', 'contact/beta/ada');
    await receipt('joan.receipt', 'contact/beta/joan');
    const { exit, err } = await project.apply('--expect', 'ada.receipt', '--within', 'joan.receipt');
    expect(exit).toBe(4);
    expect(err).toContain(
      'error[unexpected-plan]: none of the changes is both, reviewed and in the receipt of --within',
    );
    expect(err).toContain('the plan holds 5: 3 are in no receipt of --expect, 2 are not in that of --within');
    expect(project.writes()).toEqual([]);
  });
});

describe('flags of approval that do not go together', () => {
  const DIGEST = `sha256:${'ab'.repeat(32)}`;

  it.each([
    ['two digests', ['--expect', DIGEST, '--expect', DIGEST], 'a digest cannot be combined'],
    [
      'a digest and a receipt',
      ['--expect', DIGEST, '--expect', 'plan.receipt'],
      'a digest cannot be combined',
    ],
    [
      'a digest within a receipt',
      ['--expect', DIGEST, '--within', 'plan.receipt'],
      'a digest cannot be combined',
    ],
    [
      'a receipt within a digest',
      ['--expect', 'plan.receipt', '--within', DIGEST],
      '--within takes a receipt',
    ],
    ['within alone', ['--within', 'plan.receipt'], '--within has no effect without --expect'],
    ['within an empty name', ['--expect', 'plan.receipt', '--within', ''], '--within is neither'],
    ['an empty name among others', ['--expect', 'plan.receipt', '--expect', ''], '--expect is neither'],
  ])('%s', async (_what, flags, words) => {
    await receipt('plan.receipt');
    const before = project.emulator.requests.length;
    const { exit, err } = await project.apply(...flags);
    expect(exit).toBe(1);
    expect(err).toContain(words);
    expect(project.emulator.requests.length).toBe(before);
  });
});
