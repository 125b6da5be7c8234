import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { Plan } from '../../src/commands/plan.ts';
import { Show } from '../../src/commands/show.ts';
import { Validate } from '../../src/commands/validate.ts';
import { contactSet, openProject, type Project, TAGS } from '../approval/project.ts';
import { sarifRun } from '../render/sarif-schema.ts';
import { fakeTerminal, runCommand } from './fake-terminal.ts';

const PLAN_ATTRIBUTE =
  'apiVersion: interform/v1\nkind: DataAttributes\nmodel: contact\nattributes:\n  plan: { type: options, options: [free, pro] }\n';

let project: Project;
afterEach(() => project.close());

/** A project whose contact set has one value that is none of the options, and what else is given. */
async function openAcme(options: Parameters<typeof openProject>[0] = {}): Promise<void> {
  project = await openProject(options);
  project.write('0001-tags.yaml', TAGS);
  project.write('0002-attributes.yaml', PLAN_ATTRIBUTE);
}
const wrongOption = () =>
  project.write(
    '0003-beta.yaml',
    contactSet(['external_id: customer-9001, email: ada@acme.test, custom_attributes: { plan: prro }']),
  );
const read = (name: string) => project.read(name);
const AT_OPTION = 'file=0003-beta.yaml,line=5,col=';

describe('findings for code scanning and annotations', () => {
  it('come from validate, with the exit code and the talk as they were', async () => {
    await openAcme();
    wrongOption();
    const text = await project.validate();
    const annotated = await project.validate('--format', 'github');
    expect({ exit: annotated.exit, err: annotated.err }).toEqual({ exit: 1, err: text.err });
    expect(annotated.out).toMatch(
      /^::error file=0003-beta\.yaml,line=5,col=\d+,title=unknown-option::[^\n]+\n$/,
    );
    const { out, exit } = await project.validate('--format', 'sarif');
    expect(exit).toBe(1);
    const { results, tool } = sarifRun(out);
    expect(results.map(({ ruleId, level }) => [ruleId, level])).toEqual([['unknown-option', 'error']]);
    expect(tool.driver.rules[0]).toMatchObject({
      shortDescription: { text: 'a value is not among the options of its attribute' },
      help: { text: 'use the option that the message suggests, or add the value to the options' },
    });
  });

  it('are none where nothing is wrong', async () => {
    await openAcme();
    expect(await project.validate('--format', 'github')).toEqual({ exit: 0, out: '', err: '' });
    const { out, exit } = await project.plan('--format', 'sarif', '--detailed-exitcode');
    expect({ exit, results: sarifRun(out).results }).toEqual({ exit: 2, results: [] });
  });

  it('come from plan, what only the live workspace shows among them', async () => {
    await openAcme();
    project.write('0003-beta.yaml', contactSet(['external_id: customer-9001, tags: [nobody]']));
    const { out, exit } = await project.plan('--format', 'github');
    expect(exit).toBe(1);
    expect(out).toContain(`::error ${AT_OPTION}`);
    expect(out).toContain('title=unknown-tag::');
  });

  it('say at the first change that counts why a plan is blocked', async () => {
    await openAcme({ config: 'guards: { max_create: 1 }\n' });
    project.write('0003-beta.yaml', contactSet(['external_id: customer-9001', 'external_id: customer-9002']));
    const { out, exit } = await project.plan('--format', 'github', '--out', 'blocked.plan');
    expect(exit).toBe(5);
    expect(out).toMatch(
      /^::error file=0003-beta\.yaml,line=5,title=plan-blocked::.*create: 2 planned, at most 1/,
    );
    const terminal = fakeTerminal({ cwd: project.folder });
    const shown = await runCommand(
      Show,
      ['--format', 'sarif', join(project.folder, 'blocked.plan')],
      terminal,
    );
    expect(sarifRun(shown.out).results.map(({ ruleId }) => ruleId)).toEqual(['plan-blocked']);
  });

  it('are one document on stdout when there is no plan', async () => {
    await openAcme({ token: 'another' });
    const refused = await project.plan('--format', 'sarif');
    expect(refused.exit).toBe(1);
    const { results, invocations } = sarifRun(refused.out);
    expect(results).toEqual([]);
    expect(invocations[0]).toMatchObject({
      executionSuccessful: false,
      toolExecutionNotifications: [{ descriptor: { id: 'intercom-unauthorized' }, level: 'error' }],
    });
    expect((await project.plan('--format', 'github')).out).toMatch(/^::error title=intercom-unauthorized::/);
    expect((await project.plan('--format', 'markdown')).out).toMatch(
      /^### interform plan stopped[\s\S]*intercom-unauthorized/,
    );
  });

  it.each([['--format=sarif'], ['--format', 'sarif']])(
    'tell a wrong flag, after %s %s',
    async (...format) => {
      await openAcme();
      const { out, exit } = await project.plan('--nope', ...format);
      expect(exit).toBe(1);
      expect(sarifRun(out).invocations[0]?.toolExecutionNotifications).toMatchObject([
        { descriptor: { id: 'unknown-flag' } },
      ]);
    },
  );

  it('leave stdout to JSON where that is asked for', async () => {
    await openAcme();
    wrongOption();
    expect(JSON.parse((await project.plan('--format', 'sarif', '--json')).out).format).toBe(
      'interform-error/1',
    );
  });

  it('name files from the root of the repository', async () => {
    await openAcme();
    mkdirSync(join(project.folder, 'crm'));
    writeFileSync(
      join(project.folder, 'crm', 'interform.yaml'),
      'apiVersion: interform/v1\nkind: Project\nmanifests: .\n',
    );
    writeFileSync(join(project.folder, 'crm', '0001.yaml'), PLAN_ATTRIBUTE.replace('options:', 'optoins:'));
    const validateIn = async (cwd: string, argv: readonly string[], env = {}) =>
      (await runCommand(Validate, [...argv, '--format', 'github'], fakeTerminal({ cwd, env }))).out;
    const { folder } = project;
    expect(await validateIn(folder, ['-C', 'crm'])).toContain('file=crm/0001.yaml,');
    expect(await validateIn(join(folder, 'crm'), [])).toContain('file=0001.yaml,');
    const github = { GITHUB_WORKSPACE: folder };
    expect(await validateIn(join(folder, 'crm'), [], github)).toContain('file=crm/0001.yaml,');
    expect(await validateIn(folder, ['-C', 'crm'], { GITHUB_WORKSPACE: '/elsewhere' })).toContain(
      'file=crm/0001.yaml,',
    );
  });

  it('are masked like comments, whatever the environment', async () => {
    await openAcme();
    project.write(
      '0003-beta.yaml',
      contactSet([
        'external_id: customer-9001, email: ada.acme.test',
        'email: eve@acme.test, tags: [nobody]',
      ]),
    );
    for (const format of ['sarif', 'github']) {
      const { out } = await project.validate('--format', format);
      expect(out).toContain('invalid-email');
      expect(out).not.toMatch(/ada\.acme|eve@/);
      expect((await project.validate('--format', format, '--no-mask')).out).toContain('ada.acme.test');
    }
  });
});

describe('--report', () => {
  it('saves one plan in every format, with one set of requests', async () => {
    await openAcme();
    const alone = await project.plan('--format', 'markdown');
    const requests = project.emulator.requests.length;
    const formats = ['text', 'markdown', 'html', 'sarif', 'github'];
    const argv = formats.flatMap((format) => ['--report', `${format}=plan.${format}`]);
    const { out, exit } = await project.plan('--format', 'markdown', ...argv);
    expect({ out, exit }).toEqual({ out: alone.out, exit: 0 });
    expect(project.emulator.requests.length).toBe(requests * 2);
    expect(read('plan.markdown')).toBe(alone.out);
    expect(read('plan.text')).toBe((await project.plan()).out);
    expect(read('plan.html')).toMatch(/^<!doctype html>/);
    expect(sarifRun(read('plan.sarif')).results).toEqual([]);
    expect(read('plan.github')).toBe('');
  });

  it('replaces the reports of the last plan when there is none any more', async () => {
    await openAcme();
    const argv = ['markdown', 'html', 'sarif', 'github'].flatMap((format) => [
      '--report',
      `${format}=plan.${format}`,
    ]);
    await project.plan(...argv);
    wrongOption();
    project.write('0001-tags.yaml', 'nonsense');
    expect((await project.plan(...argv)).exit).toBe(1);
    for (const name of ['plan.markdown', 'plan.html', 'plan.sarif', 'plan.github'])
      expect(read(name), name).toContain('not-a-manifest');
    expect(read('plan.markdown')).not.toContain('ada@');
  });

  it('saves what validate found', async () => {
    await openAcme();
    wrongOption();
    const { exit } = await project.validate('--report', 'sarif=found.sarif');
    expect(exit).toBe(1);
    expect(sarifRun(read('found.sarif')).results).toHaveLength(1);
  });

  it.each([['plan.md'], ['pdf=plan.pdf'], ['markdown=']])(
    'refuses %s before any request',
    async (written) => {
      await openAcme();
      const { exit, out } = await project.plan('--report', written, '--json');
      expect(exit).toBe(1);
      expect(JSON.parse(out).diagnostics).toMatchObject([{ code: 'bad-flag-value' }]);
      expect(project.emulator.requests).toEqual([]);
    },
  );

  it('refuses a file that two flags would write', async () => {
    await openAcme();
    for (const argv of [
      ['--report', 'html=plan', '--report', 'sarif=./plan'],
      ['--out', 'plan', '--report', 'html=plan'],
      ['--out', 'plan', '--receipt', 'plan'],
    ]) {
      const { exit, out } = await project.plan(...argv, '--json');
      expect(exit).toBe(1);
      expect(JSON.parse(out).diagnostics).toMatchObject([{ code: 'bad-flag-value' }]);
      expect(existsSync(join(project.folder, 'plan'))).toBe(false);
    }
    expect(project.emulator.requests).toEqual([]);
  });

  it('tells what cannot be written beside what was found', async () => {
    await openAcme();
    const terminal = fakeTerminal({ cwd: project.folder });
    const argv = ['--report', 'sarif=no/such/folder.sarif', '--json'];
    const { exit, out } = await runCommand(Plan, argv, terminal);
    expect(exit).toBe(1);
    const codes = JSON.parse(out).diagnostics.map((one: { code: string }) => one.code);
    expect(codes).toEqual(['no-token', 'file-error']);
    expect(existsSync(join(project.folder, 'no'))).toBe(false);
  });
});

describe('the page that explains every code', () => {
  it('is part of the package, since rules of SARIF quote it', () => {
    const { files } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'));
    expect(files).toContain('docs/reference');
  });
});
