import { readdirSync } from 'node:fs';
import { afterEach, describe, expect, it } from 'vitest';
import { Pull } from '../../src/commands/pull.ts';
import type { EmulatorSeed } from '../../src/emulator/index.ts';
import { openProject, type Project } from '../approval/project.ts';
import { fakeTerminal, runCommand } from '../commands/fake-terminal.ts';

let project: Project;

afterEach(() => {
  manifests = {};
  return project.close();
});

const TAGS =
  'apiVersion: interform/v1\nkind: Tags\ntags:\n  - beta\n  - { name: vip, was: [VIP customers] } # since May\n';

let manifests: Readonly<Record<string, string>> = {};

async function pulled(seed: EmulatorSeed, ...argv: string[]) {
  project = await openProject({ seed });
  project.write('0001.yaml', TAGS);
  for (const [name, text] of Object.entries(manifests)) project.write(name, text);
  const env = { INTERCOM_ACCESS_TOKEN: 'of-ada', INTERCOM_BASE_URL: project.url };
  const run = () => runCommand(Pull, argv, fakeTerminal({ cwd: project.folder, env }));
  const { exit, err, out } = await run();
  return { exit, err, out, text: project.read('0001.yaml'), again: (await run()).out };
}

const contact = (id: string, ...tags: readonly string[]) => ({
  role: 'user' as const,
  external_id: id,
  tags: [...tags],
});

describe('a pull', () => {
  it('adds live tags beside one that had other names, and leaves the map as it is', async () => {
    const { exit, err, text, again } = await pulled({ tags: ['beta', 'vip', 'gold', 'VIP customers'] });
    expect(exit).toBe(0);
    expect(text).toBe(TAGS);
    expect(project.read('0002-tags.yaml')).toMatch(/\ntags:\n {2}- gold\n$/);
    expect(err).not.toContain('not-pulled');
    expect(again).toContain('Nothing to pull');
  });

  it('says that a tag which is to be renamed has its former name still', async () => {
    const { exit, err, text } = await pulled({ tags: ['beta', 'VIP customers'] });
    expect(exit).toBe(0);
    expect(text).toBe(TAGS);
    expect(err).toContain('has its former name still');
    expect(err).toContain('0001.yaml:5');
  });

  it('gives people and companies the name of today, so that the manifests can be planned', async () => {
    const { exit } = await pulled(
      {
        tags: ['beta', 'VIP customers'],
        companies: [{ company_id: 'acme', name: 'Acme', tags: ['VIP customers'] }],
        contacts: [contact('ada', 'VIP customers'), contact('bob', 'beta')],
      },
      '--contacts',
      '--companies',
      '--attributes',
    );
    expect(exit).toBe(0);
    const files = readdirSync(project.folder).filter((name) => name.endsWith('.yaml'));
    const texts = files.map((name) => project.read(name));
    expect(texts.filter((text) => /^ {2,}tags: \[?vip|^ +- vip$/m.test(text)).length).toBe(2);
    expect(texts.filter((text) => text.includes('VIP customers'))).toEqual([TAGS]);
    const plan = JSON.parse((await project.plan('--json')).out);
    expect(plan.diagnostics).toEqual([]);
    expect(plan.changes.map(({ address }: { address: string }) => address)).toEqual(['tag/vip']);
  });

  it('leaves the tag of today where people and companies carry it under a former name beside it', async () => {
    const head = 'apiVersion: interform/v1\nkind: ';
    manifests = {
      '0002.yaml': `${head}Companies\ncompanies: { acme: { name: Acme, tags: [vip, beta] } }\n`,
      '0003.yaml': `${head}ContactSet\nname: people\ncontacts: [{ external_id: ada, tags: [vip] }]\n`,
    };
    const { exit, err } = await pulled(
      {
        tags: ['beta', 'vip', 'VIP customers'],
        companies: [{ company_id: 'acme', name: 'Acme', tags: ['VIP customers'] }],
        contacts: [contact('ada', 'VIP customers'), contact('bob', 'VIP customers')],
      },
      '--contacts',
      '--companies',
    );
    expect(exit, err).toBe(0);
    expect(project.read('0002.yaml')).toContain('tags: [vip]');
    expect(project.read('0003.yaml')).toBe(manifests['0003.yaml']);
    const plan = JSON.parse((await project.plan('--json', '--allow', 'detach=9')).out);
    expect(plan.changes).toHaveLength(3);
    for (const { fields } of plan.changes)
      expect(fields).toEqual({ tags: { add: ['vip'], remove: ['VIP customers'] } });
  });
});
