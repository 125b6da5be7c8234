import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Render } from '../../src/commands/render.ts';
import { Validate } from '../../src/commands/validate.ts';
import type { Diagnostic } from '../../src/types/diagnostic.ts';
import { fakeTerminal, runCommand } from './fake-terminal.ts';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'interform-validate-'));
});

afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

/** `line:column code` of all findings in file migrations/0001-all.yaml; `argv` besides --json. */
async function findings(text: string, ...argv: string[]): Promise<string[]> {
  const path = join(folder, 'migrations', '0001-all.yaml');
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
  const { out } = await runCommand(Validate, ['--json', ...argv], fakeTerminal({ cwd: folder }));
  const found: readonly Diagnostic[] = JSON.parse(out).diagnostics;
  return found.map(({ line, column, code }) => `${line}:${column} ${code}`);
}

const HEAD = 'apiVersion: interform/v1\nkind: ';
const ATTRIBUTES = `${HEAD}DataAttributes\nmodel: contact\nattributes:\n`;
const SET = `${HEAD}ContactSet\nname: beta\ncontacts:\n`;

describe('validate says everything at once', () => {
  it('finds the names of standard attributes, in any case', async () => {
    const companies = `---\n${HEAD}DataAttributes\nmodel: company\nattributes:\n  size: { type: integer }\n  plan: { type: string }\n`;
    expect(
      await findings(`${ATTRIBUTES}  Email: { type: string }\n  pronouns: { type: string }\n${companies}`),
    ).toEqual(['5:3 built-in-attribute', '12:3 built-in-attribute']);
  });

  it('checks values behind a misspelt key, here and in other documents', async () => {
    expect(
      await findings(
        `${ATTRIBUTES}  plan: { data_type: options, options: [free, enterprise] }\n---\n${SET}  - { user_id: ada, custom_attributes: { plan: entreprise } }\n  - { external_id: ada, tagz: [vipp] }\n`,
      ),
    ).toEqual(
      [
        '5:11 unknown-key',
        '11:48 unknown-option',
        '11:7 unknown-key',
        '12:25 unknown-key',
        '12:5 duplicate-contact',
      ].sort(byPosition),
    );
  });

  it('says nothing of what follows from a mistake that is told already', async () => {
    expect(
      await findings(
        `${ATTRIBUTES}  seats: { type: intger }\n  plan: { type: options, options: free }\n  mrr: { typo: float }\n---\n${SET}  - { email: ada, custom_attributes: { seats: 5, plan: pro, mrr: 1.5 } }\n`,
      ),
    ).toEqual(['5:18 not-one-of', '6:35 wrong-type', '7:10 unknown-key', '13:14 invalid-email']);
  });

  it('keeps the type of an attribute that a file without a number declares too', async () => {
    writeFileSync(join(folder, 'placeholder'), '');
    mkdirSync(join(folder, 'migrations'), { recursive: true });
    writeFileSync(join(folder, 'migrations', 'more.yaml'), `${ATTRIBUTES}  plan: { description: Plan }\n`);
    expect(await findings(`${ATTRIBUTES}  plan: { type: string }\n`)).toEqual(['5:3 declared-twice']);
  });
});

describe('--data', () => {
  it('refuses a name that no source has: its rows would be missed without a word', async () => {
    const set = `${HEAD}ContactSet\nname: beta\nsource: { file: data/people.csv }\n`;
    mkdirSync(join(folder, 'migrations', 'data'), { recursive: true });
    writeFileSync(join(folder, 'migrations', 'data', 'people.csv'), 'external_id\nada\n');
    expect(await findings(set, '--data', 'peopel.csv=-')).toEqual(['undefined:undefined no-such-source']);
    for (const name of ['data/people.csv', 'people.csv', 'people'])
      expect(await findings(set, '--data', `${name}=-`)).not.toContain('undefined:undefined no-such-source');
  });
});

describe('--target and --exclude offline', () => {
  const DECLARED = `${HEAD}Tags\ntags: [vip, beta]\n---\n${SET}  - { external_id: ada }\n---\n${HEAD}Merges\nmerges:\n  - { from: { email: grace@acme.test }, into: { external_id: ada } }\n`;

  it.each([
    [['--target', 'tag/vip']],
    [['--target', 'contact/beta/*', '--exclude', 'tag/*']],
    // Whose address is known only when the leads are.
    [['--target', 'merge/6657add46abd0f']],
  ])('validate takes %j', async (argv) => {
    expect(await findings(DECLARED, ...argv)).toEqual([]);
  });

  it('validate refuses a glob that matches nothing of what is declared', async () => {
    expect(await findings(DECLARED, '--target', 'tag/vop', '--exclude', 'contact/gamma/*')).toEqual([
      'undefined:undefined no-such-address',
      'undefined:undefined no-such-address',
    ]);
  });

  it('knows the tag of a set that prunes, and that more people may carry it', async () => {
    const pruned = `${SET}  - { external_id: ada }\nprune: { owner_tag: set-beta, action: untag }\n`;
    expect(await findings(pruned, '--target', 'tag/set-beta', '--exclude', 'contact/beta/grace')).toEqual([]);
  });

  it('render shows what is selected', async () => {
    await findings(DECLARED);
    const addresses = async (...argv: string[]) => {
      const { out } = await runCommand(Render, ['--json', ...argv], fakeTerminal({ cwd: folder }));
      return JSON.parse(out).items.map(({ address }: { address: string }) => address);
    };
    expect(await addresses('--target', 'tag/*', '--target', 'contact/**', '--exclude', '*/beta')).toEqual([
      'tag/vip',
      'contact/beta/ada',
    ]);
  });
});

function byPosition(a: string, b: string): number {
  const [aLine = 0, aColumn = 0] = a.split(/[: ]/).map(Number);
  const [bLine = 0, bColumn = 0] = b.split(/[: ]/).map(Number);
  return aLine - bLine || aColumn - bColumn;
}

describe('a character that no name can hold', () => {
  it.each([
    [
      'an attribute',
      `${HEAD}DataAttributes\nmodel: contact\nattributes:\n  "pl\\0an": { type: string }\n`,
      '5:3 attribute-name',
    ],
    ['a tag', `${HEAD}Tags\ntags: [vip, "v\\0ip"]\n`, '3:13 unusable-character'],
    ['half a pair in a tag', `${HEAD}Tags\ntags: ["\\ud800vip"]\n`, '3:8 unusable-character'],
    ['a company_id', `${HEAD}Companies\ncompanies:\n  "ac\\0me": { name: Acme }\n`, '4:3 unusable-character'],
    ['a company', `${HEAD}Companies\ncompanies:\n  acme: { name: "Ac\\0me" }\n`, '4:17 unusable-character'],
    [
      'a set without contacts',
      `${HEAD}ContactSet\nname: "be\\0ta"\ncontacts: []\n`,
      '3:7 unusable-character',
    ],
    [
      'an owner tag',
      `${SET}  - { external_id: ada }\nprune: { owner_tag: "set-\\0beta", action: untag }\n`,
      '6:21 unusable-character',
    ],
    [
      'a custom attribute',
      `${SET}  - { external_id: ada, custom_attributes: { "pl\\0an": pro } }\n`,
      '5:56 unusable-character',
    ],
    ['a tag of a contact', `${SET}  - { external_id: ada, tags: ["v\\0ip"] }\n`, '5:32 unusable-character'],
    [
      'a company of a contact',
      `${SET}  - { external_id: ada, companies: ["ac\\0me"] }\n`,
      '5:37 unusable-character',
    ],
  ])('is refused in the name of %s', async (_what, text, finding) => {
    expect(await findings(text)).toContain(finding);
  });

  it('is refused in a row', async () => {
    mkdirSync(join(folder, 'migrations'), { recursive: true });
    writeFileSync(
      join(folder, 'migrations', 'people.jsonl'),
      `${JSON.stringify({ external_id: 'ada', tags: ['v\0ip'] })}\n`,
    );
    const text = `${HEAD}ContactSet\nname: beta\nsource: { file: people.jsonl }\n`;
    expect(await findings(text)).toEqual(['1:undefined unusable-character']);
  });
});
