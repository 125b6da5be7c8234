import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ProjectFolder } from '../commands/project-folder.ts';
import { ACME, runGenerate } from './acme.ts';
import { expectGolden } from './golden.ts';

const folders: ProjectFolder[] = [];
function project(files: Readonly<Record<string, string>>): string {
  const folder = new ProjectFolder(files);
  folders.push(folder);
  return folder.path;
}
let acme: string;

beforeAll(() => {
  acme = project(ACME);
});
afterAll(() => {
  for (const folder of folders) folder.remove();
});

const docs = async (line: string, cwd = acme) => (await runGenerate(`docs ${line}`, cwd)).out;

describe('interform generate docs', () => {
  it('writes a table for each sort of object, and who fills its attributes', async () => {
    const { exit, out, err } = await runGenerate('docs', acme);
    expect({ exit, err }).toEqual({ exit: 0, err: '' });
    expectGolden('acme.md', out);
  });

  it('uses the values of the environment', async () => {
    expect(await docs('')).toContain('`europe`, `asia`');
    expect(await docs('--env staging')).toContain('`test`, `asia`');
    expect(await docs('--var region=africa')).toContain('`africa`, `asia`');
  });

  it('is that of an earlier version', async () => {
    const out = await docs('--to 0001');
    expect(out).toContain('| `plan` | options | `free`, `pro` |');
    expect(out).not.toContain('billing');
  });

  it('shows only what the flags select', async () => {
    expect(await docs('--target attribute/company/*')).not.toContain('Attributes of contacts');
    expect(await docs('--exclude attribute/company/**')).not.toContain('Attributes of companies');
    const support = await docs('--file migrations/0004-support.yaml');
    expect(support.match(/^## .*/gm)).toEqual([
      '## Attributes of conversations',
      '## Ticket type `Bug report`',
      '## Ticket type `Task`',
    ]);
  });

  it.each([
    ['--target attribute/contact/pln', 'attribute/contact/plan'],
    ['--file migrations/0009.yaml', 'migrations/0009.yaml'],
  ])('refuses %s, which matches nothing', async (flag, named) => {
    const { exit, out, err } = await runGenerate(`docs ${flag}`, acme);
    expect({ exit, out }).toEqual({ exit: 1, out: '' });
    expect(err).toContain(named);
  });

  it('is the same of a checkout with the line ends of Windows', async () => {
    const windows = Object.entries(ACME).map(([name, text]) => [name, text.replaceAll('\n', '\r\n')]);
    const cwd = project(Object.fromEntries(windows));
    for (const line of ['docs', 'types', 'types --format json-schema'])
      expect((await runGenerate(line, cwd)).out).toBe((await runGenerate(line, acme)).out);
  });

  it('does not depend on the order of files and keys', async () => {
    const head = 'apiVersion: interform/v1\nkind: ';
    const plan = 'plan: { type: string }';
    const seats = 'seats: { type: integer }';
    const attributes = (...lines: string[]) =>
      `${head}DataAttributes\nmodel: contact\nattributes:\n  ${lines.join('\n  ')}\n`;
    const set = (name: string) =>
      `${head}ContactSet\nname: ${name}\ncontacts: [{ external_id: ${name}, custom_attributes: { plan: a } }]\n`;
    const one = project({
      'migrations/a.yaml': attributes(plan, seats),
      'migrations/b.yaml': `${set('x')}---\n${set('y')}`,
    });
    const other = project({
      'migrations/b.yaml': `${set('y')}---\n${set('x')}`,
      'migrations/z.yaml': attributes(seats, plan),
    });
    expect(await docs('', other)).toBe(await docs('', one));
  });
});
