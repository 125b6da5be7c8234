import { mkdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Apply } from '../../src/commands/apply.ts';
import { Plan } from '../../src/commands/plan.ts';
import type { PlanDocument } from '../../src/types/plan.ts';
import type { ResultDocument } from '../../src/types/result.ts';
import { fakeTerminal, runCommand } from '../commands/fake-terminal.ts';
import { contactSet, openProject, type Project, TAGS } from './project.ts';

const ADA = 'external_id: ada, email: ada@acme.test, tags: [vip]';
const GRACE = 'external_id: grace, email: grace@acme.test';

let project: Project;

beforeEach(async () => {
  project = await openProject();
  project.write('tags.yaml', TAGS);
  project.write('set.yaml', contactSet([ADA]));
});

afterEach(() => project.close());

const read = <T>(name: string): T => JSON.parse(project.read(name)) as T;

describe('plan --report json=FILE', () => {
  it('saves what --json prints, beside any format', async () => {
    const { out } = await project.plan('--json');
    const { exit } = await project.plan('--format', 'markdown', '--report', 'json=plan.json');
    expect(exit).toBe(0);
    expect(project.read('plan.json')).toBe(out);
    expect(read<PlanDocument>('plan.json').cost.seconds).toBeGreaterThanOrEqual(0);
  });

  it('is masked only with --mask, as JSON is', async () => {
    await project.plan('--format', 'markdown', '--report', 'json=plan.json');
    expect(project.read('plan.json')).toContain('ada@acme.test');
    await project.plan('--format', 'markdown', '--mask', '--report', 'json=plan.json');
    expect(project.read('plan.json')).not.toContain('ada@');
  });

  it('saves the error document where there is no plan', async () => {
    project.write('tags.yaml', 'nonsense');
    const { exit } = await project.plan('--format', 'markdown', '--report', 'json=plan.json');
    expect(exit).toBe(1);
    expect(read('plan.json')).toMatchObject({
      format: 'interform-error/1',
      exit: 1,
      diagnostics: [{ code: 'unknown-tag' }, { code: 'not-a-manifest' }],
    });
  });
});

describe('apply --report', () => {
  it('saves the result in every format, beside any other', async () => {
    const formats = ['text', 'markdown', 'html', 'json'];
    const argv = formats.flatMap((format) => ['--report', `${format}=result.${format}`]);
    const { exit, out } = await project.apply('--format', 'markdown', ...argv);
    expect(exit).toBe(0);
    expect(project.read('result.markdown')).toBe(out);
    expect(project.read('result.text')).toMatch(/^\S/);
    expect(project.read('result.text')).toContain('3 done');
    expect(project.read('result.html')).toMatch(/^<!doctype html>/);
    expect(read<ResultDocument>('result.json')).toMatchObject({
      format: 'interform-result/1',
      exit: 0,
      summary: { done: 3, not_attempted: 0 },
    });
  });

  it('saves the same beside --json', async () => {
    const { out } = await project.apply('--json', '--report', 'json=result.json');
    expect(project.read('result.json')).toBe(out);
  });

  it('saves why nothing was applied', async () => {
    await project.plan('--receipt', 'plan.receipt', '--target', 'tag/beta');
    await project.apply('--target', 'tag/beta');
    const argv = ['text', 'markdown', 'json'].flatMap((one) => ['--report', `${one}=result.${one}`]);
    const { exit } = await project.apply('--expect', 'plan.receipt', '--format', 'markdown', ...argv);
    expect(exit).toBe(4);
    expect(read<ResultDocument>('result.json')).toMatchObject({
      exit: 4,
      summary: { not_attempted: 2 },
      diagnostics: [{ code: 'not-reviewed' }, { code: 'unexpected-plan' }],
    });
    for (const name of ['result.text', 'result.markdown'])
      expect(project.read(name)).toContain('Nothing was applied: none of the changes was reviewed.');
  });

  it('saves the error document where there is no plan, and replaces what was there', async () => {
    await project.apply('--report', 'json=result.json', '--report', 'markdown=result.md');
    project.write('tags.yaml', 'nonsense');
    const argv = ['--report', 'json=result.json', '--report', 'markdown=result.md'];
    expect((await project.apply(...argv)).exit).toBe(1);
    expect(read('result.json')).toMatchObject({ format: 'interform-error/1' });
    expect(project.read('result.md')).toContain('not-a-manifest');
  });

  it('exits 3 where it cannot be written, since what was done is done', async () => {
    mkdirSync(join(project.folder, 'taken'));
    const { exit, out } = await project.apply('--json', '--report', 'json=taken');
    expect(exit).toBe(3);
    expect(JSON.parse(out)).toMatchObject({
      exit: 3,
      summary: { done: 3 },
      diagnostics: [{ severity: 'error' }],
    });
  });

  it.each([['sarif=result.sarif'], ['github=annotations'], ['result.json']])(
    'refuses %s before any request',
    async (written) => {
      const { exit, err } = await project.apply('--report', written);
      expect(exit).toBe(1);
      expect(err).toContain('the formats are text, markdown, html, json');
      expect(project.emulator.requests).toEqual([]);
    },
  );
});

/** Whether an apply that ended with 3 left nothing but what was not reviewed, as the reference of documents says to tell it. */
function isOnlyUnreviewed({ exit, summary, diagnostics }: ResultDocument): boolean {
  const { done, already, not_attempted: left, ...wrong } = summary;
  const codes = diagnostics.map(({ code }) => code);
  return (
    exit === 3 &&
    left > 0 &&
    codes.includes('not-reviewed') &&
    !codes.includes('interrupted') &&
    diagnostics.every(({ severity }) => severity !== 'error') &&
    Object.values(wrong).every((count) => count === 0)
  );
}

describe('a result that ended with 3', () => {
  beforeEach(async () => {
    await project.plan('--receipt', 'plan.receipt');
    project.write('set.yaml', contactSet([ADA, GRACE]));
  });

  it('tells what was not reviewed', async () => {
    const result = await project.result('--expect', 'plan.receipt');
    expect([result.exit, isOnlyUnreviewed(result)]).toEqual([3, true]);
  });

  it('tells a failure beside what was not reviewed', async () => {
    // The same once more, with a token that is revoked at the last write.
    await project.result('--expect', 'plan.receipt');
    const last = project.emulator.requests.findLastIndex(
      ({ method, path }) => `${method} ${path}` === 'POST /contacts',
    );
    const faults = { seed: 1, faults: [{ name: 'revoked' as const, when: { only: last + 1 } }] };
    const again = await openProject({ faults });
    again.write('tags.yaml', TAGS);
    again.write('set.yaml', contactSet([ADA]));
    await again.plan('--receipt', 'plan.receipt');
    again.write('set.yaml', contactSet([ADA, GRACE]));
    const result = await again.result('--expect', 'plan.receipt');
    await again.close();
    expect(result.summary).toMatchObject({ done: 2, failed: 1, not_attempted: 1 });
    expect([result.exit, isOnlyUnreviewed(result)]).toEqual([3, false]);
  });
});

describe('commands with a report', () => {
  it('write it for their owner where it is not masked', async () => {
    const env = { INTERCOM_ACCESS_TOKEN: 'of-ada', INTERCOM_BASE_URL: project.url };
    const terminal = () => fakeTerminal({ cwd: project.folder, env });
    await runCommand(Plan, ['--report', 'json=plan.json'], terminal());
    await runCommand(Apply, ['--auto-approve', '--report', 'json=result.json'], terminal());
    for (const name of ['plan.json', 'result.json'])
      expect(statSync(join(project.folder, name)).mode & 0o077).toBe(0);
  });
});
