import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { Validate } from '../../src/commands/validate.ts';
import type { Diagnostic } from '../../src/types/diagnostic.ts';
import { fakeTerminal, runCommand } from './fake-terminal.ts';

const HEAD = 'apiVersion: interform/v1\nkind: ';
const LISTED = `${HEAD}Project\nworkspace: { owner_tags: ["set-*"] }\n`;

const set = (name: string, more: string) =>
  `${HEAD}ContactSet\nname: ${name}\ncontacts: [{ external_id: ada }]\n${more}\n`;
const prune = (tag: string, action = 'untag') => `prune: { owner_tag: ${tag}, action: ${action} }`;

/** What `validate` says, of one file with these sets. */
async function found(sets: readonly string[], project?: string): Promise<readonly Diagnostic[]> {
  const folder = mkdtempSync(join(tmpdir(), 'interform-set-rules-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  if (project !== undefined) writeFileSync(join(folder, 'interform.yaml'), project);
  mkdirSync(join(folder, 'migrations'));
  writeFileSync(join(folder, 'migrations/0001-sets.yaml'), sets.join('---\n'));
  const { out } = await runCommand(Validate, ['--json'], fakeTerminal({ cwd: folder }));
  return JSON.parse(out).diagnostics;
}

const codes = async (sets: readonly string[], project?: string) =>
  (await found(sets, project)).map(({ code, line, column }) => `${line}:${column} ${code}`);

it.each([
  ['Beta Users', 'owner_tag: { name: set-beta-users, was: [Beta Users] }'],
  ['"beta: users"', 'owner_tag: { name: "set-beta:-users", was: ["beta: users"] }'],
  ['{ name: beta, was: [set-old] }', 'owner_tag: { name: set-beta, was: [beta, set-old] }'],
])('refuses the owner tag %s, which other repositories would not know', async (tag, line) => {
  const [diagnostic, ...more] = await found([set('beta', prune(tag))]);
  expect(more).toEqual([]);
  expect(diagnostic).toMatchObject({ code: 'owner-tag-pattern', severity: 'error', line: 5, column: 21 });
  expect(diagnostic?.help).toContain(
    'extend the list in interform.yaml: workspace: { owner_tags: ["set-*", "',
  );
  expect(diagnostic?.help).toContain(`or rename the tag: ${line}`);
});

it.each([
  ['fits in another case', prune('SET-beta'), LISTED],
  ['had a name that did not fit', prune('{ name: set-beta, was: [Beta Users] }'), LISTED],
  ['is listed by its name', prune('Beta Users'), `${HEAD}Project\nworkspace: { owner_tags: [beta users] }\n`],
])('takes an owner tag that %s', async (_name, more, project) => {
  expect(await codes([set('beta', more)], project)).toEqual([]);
});

it('names no tag to rename to where no pattern tells one', async () => {
  const project = `${HEAD}Project\nworkspace: { owner_tags: [vip] }\n`;
  const [diagnostic] = await found([set('beta', prune('beta'))], project);
  expect(diagnostic?.help).toContain('owner_tag: { name: …, was: [beta] }');
});

it('takes a tag that fits once the line of the help is pasted', async () => {
  const [{ help = '' } = {}] = await found([set('beta', prune('Beta Users'))]);
  const line = /interform\.yaml: (.*); or/.exec(help)?.[1];
  expect(await codes([set('beta', prune('Beta Users'))], `${HEAD}Project\n${line}\n`)).toEqual([]);
  const renamed = /rename the tag: (.*)$/.exec(help)?.[1];
  expect(await codes([set('beta', `prune: { ${renamed}, action: untag }`)])).toEqual([]);
});

it('archives nobody while the list of owner tags is not written out', async () => {
  const sets = [set('beta', prune('set-beta', 'archive')), set('pro', prune('set-pro'))];
  for (const project of [undefined, `${HEAD}Project\nworkspace: { region: eu }\n`]) {
    const [diagnostic, ...more] = await found(sets, project);
    expect(more).toEqual([]);
    expect(diagnostic).toMatchObject({
      code: 'owner-tags-unwritten',
      severity: 'error',
      line: 5,
      column: 21,
    });
    expect(diagnostic?.help).toContain('workspace: { owner_tags: ["set-*"] }');
    expect(diagnostic?.help).toContain('every repository');
  }
  expect(await codes(sets, LISTED)).toEqual([]);
});

it('retires no set without the tag that tells its members', async () => {
  expect(await codes([set('beta', 'retired: true')])).toEqual(['3:7 retired-without-prune']);
  expect(await codes([set('beta', `retired: true\n${prune('set-beta')}`)])).toEqual([]);
});

it.each([
  ['that another set has today', [set('new', 'was: [old]'), set('old', '')], ['3:7 former-name-in-use']],
  [
    'of each other',
    [set('a', 'was: [b]'), set('b', 'was: [a]')],
    ['3:7 former-name-in-use', '9:7 former-name-in-use'],
  ],
  ['of its own', [set('a', 'was: [a]')], ['3:7 former-name-in-use']],
  ['that two sets had', [set('a', 'was: [old]'), set('b', 'was: [old]')], ['9:7 former-name-in-use']],
  ['that nobody has', [set('a', 'was: [old, older, old]'), set('b', 'was: [oldest]')], []],
] as const)('refuses a former name %s', async (_name, sets, expected) => {
  expect(await codes(sets)).toEqual(expected);
});
