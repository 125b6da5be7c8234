import { chmodSync, lstatSync, mkdirSync, readdirSync, statSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { COMMANDS } from '../../src/commands/index.ts';
import { fakeTerminal, runCommand } from '../commands/fake-terminal.ts';
import { ProjectFolder } from '../commands/project-folder.ts';
import { ACME, runGenerate } from './acme.ts';

/** A revision whose description names somebody. */
const ASK = `apiVersion: interform/v1
kind: DataAttributes
model: contact
attributes:
  plan: { description: Ask ada@acme.test }
`;

let acme: ProjectFolder;
beforeEach(() => {
  acme = new ProjectFolder(ACME);
});
afterEach(() => acme.remove());

const run = (line: string, env: Readonly<Record<string, string>> = {}) =>
  runGenerate(line, acme.path, { env });

/** The one finding of a command that ends before it makes anything. */
async function refusal(line: string) {
  const { exit, out } = await run(`${line} --json`);
  const document = JSON.parse(out);
  expect({ exit, format: document.format }).toEqual({ exit: 1, format: 'interform-error/1' });
  expect(document.diagnostics).toHaveLength(1);
  return document.diagnostics[0];
}

describe('--out', () => {
  it('writes the file and its folder, and says so', async () => {
    expect(await run('types --out src/generated/intercom.ts')).toEqual({
      exit: 0,
      out: 'Wrote src/generated/intercom.ts.\n',
      err: '',
    });
    expect(acme.read('src/generated/intercom.ts')).toBe((await run('types')).out);
    expect(readdirSync(join(acme.path, 'src/generated'))).toEqual(['intercom.ts']);
  });

  it('leaves a file alone that is up to date, whatever its line ends', async () => {
    await run('docs --out dictionary.md');
    const windows = `\ufeff${acme.read('dictionary.md').replaceAll('\n', '\r\n')}`;
    acme.write('dictionary.md', windows);
    expect((await run('docs --out dictionary.md')).out).toBe('dictionary.md is up to date.\n');
    expect(acme.read('dictionary.md')).toBe(windows);
  });

  it('replaces what it made, and an empty file', async () => {
    await run('types --out intercom.ts');
    expect((await run('types --out intercom.ts --to 0001')).out).toBe('Wrote intercom.ts.\n');
    acme.write('empty.ts', '\n');
    expect((await run('types --out empty.ts')).exit).toBe(0);
    expect(acme.read('empty.ts')).toContain('ContactCustomAttributes');
  });

  it.each([
    ['a page that somebody wrote', 'README.md', '# Acme\n'],
    ['types in place of a dictionary', 'types.ts', '// Made by interform generate types. Change'],
  ])('does not replace %s', async (_what, name, text) => {
    acme.write(name, text);
    for (const flag of ['', ' --check']) {
      const finding = await refusal(`docs --out ${name}${flag}`);
      expect(finding).toMatchObject({ code: 'not-generated', summary: expect.stringContaining(name) });
    }
    expect(acme.read(name)).toBe(text);
  });

  it('refuses a folder and a device, and an empty name', async () => {
    expect(await refusal('types --out migrations')).toMatchObject({ code: 'file-error' });
    expect(await refusal('types --out /dev/null')).toMatchObject({ code: 'file-error' });
    expect(await refusal('types --out=')).toMatchObject({ code: 'bad-flag-value' });
    expect(await refusal('types --out -')).toMatchObject({
      code: 'bad-flag-value',
      help: 'leave out --out: then the text goes to standard output',
    });
    symlinkSync('loop.ts', join(acme.path, 'loop.ts'));
    expect(await refusal('types --out loop.ts')).toMatchObject({ code: 'file-error' });
    expect(await refusal(`types --out ${'a'.repeat(300)}.ts`)).toMatchObject({ code: 'file-error' });
    expect(await refusal('types --out interform.yaml/types.ts')).toMatchObject({ code: 'file-error' });
  });

  it('follows a link and keeps the mode of the file', async () => {
    await run('types --out real.ts --to 0001');
    chmodSync(join(acme.path, 'real.ts'), 0o600);
    symlinkSync('real.ts', join(acme.path, 'link.ts'));
    await run('types --out link.ts');
    expect(lstatSync(join(acme.path, 'link.ts')).isSymbolicLink()).toBe(true);
    expect(acme.read('real.ts')).toContain('enterprise');
    expect(statSync(join(acme.path, 'real.ts')).mode & 0o777).toBe(0o600);
  });

  it('writes nothing where the manifests have errors', async () => {
    acme.write('migrations/0005-wrong.yaml', 'apiVersion: interform/v1\nkind: Tags\ntagz: [vip]\n');
    const { exit, out, err } = await run('types --out intercom.ts');
    expect({ exit, out }).toEqual({ exit: 1, out: '' });
    expect(err).toContain('migrations/0005-wrong.yaml:3');
    expect(readdirSync(acme.path)).not.toContain('intercom.ts');
  });

  it('is a path from the working folder, as the project is found above it', async () => {
    mkdirSync(join(acme.path, 'app'));
    const { exit } = await runGenerate('types --out intercom.ts', join(acme.path, 'app'), {
      env: { HOME: acme.path },
    });
    expect(exit).toBe(0);
    expect(readdirSync(join(acme.path, 'app'))).toEqual(['intercom.ts']);
  });
});

describe('--check', () => {
  it.each(['types', 'types --format json-schema', 'docs'])(
    'of %s passes right after it was made',
    async (part) => {
      await run(`${part} --out made`);
      expect(await run(`${part} --out made --check`)).toEqual({
        exit: 0,
        out: 'made is up to date.\n',
        err: '',
      });
      acme.write('made', acme.read('made').replaceAll('\n', '\r\n'));
      expect((await run(`${part} --out made --check`)).exit).toBe(0);
    },
  );

  it('shows what differs, says what to run and exits 2', async () => {
    await run('types --out intercom.ts --to 0001');
    const before = acme.read('intercom.ts');
    const { exit, out, err } = await run('types --env production --out intercom.ts --check --no-color');
    expect(exit).toBe(2);
    expect(out).toContain('-   plan?: "free" | "pro" | null;');
    expect(out).toContain('+   plan?: "free" | "pro" | "enterprise" | null;');
    expect(err).toContain('intercom.ts is not what the manifests say');
    expect(err).toContain('interform generate types --env production --out intercom.ts\n');
    expect(acme.read('intercom.ts')).toBe(before);
  });

  it('exits 2 where there is no file, and makes none', async () => {
    const { exit, out, err } = await run('docs --out docs/dictionary.md --check');
    expect({ exit, out }).toEqual({ exit: 2, out: '' });
    expect(err).toContain('docs/dictionary.md does not exist');
    expect(readdirSync(acme.path)).not.toContain('docs');
  });

  it('masks the difference in the log of a pipeline, and never the file', async () => {
    await run('docs --out dictionary.md');
    const made = acme.read('dictionary.md');
    acme.write('migrations/0005-ask.yaml', ASK);
    const { exit, out } = await run('docs --out dictionary.md --check', { CI: 'true' });
    expect({ exit, shown: out.includes('Ask'), person: out.includes('ada@acme.test') }).toEqual({
      exit: 2,
      shown: true,
      person: false,
    });
    expect(acme.read('dictionary.md')).toBe(made);
    await run('docs --out dictionary.md', { CI: 'true' });
    expect(acme.read('dictionary.md')).toMatch(/Ask ada.*acme\.test/);
  });

  it('needs a file', async () => {
    expect(await refusal('docs --check')).toMatchObject({ code: 'bad-flag-value', help: 'add --out FILE' });
  });
});

describe('the command line', () => {
  it.each([
    ['', 'missing-argument', 'generate docs'],
    ['schema', 'unexpected-argument', 'interform generate types --format json-schema'],
    ['type', 'unexpected-argument', 'did you mean interform generate types?'],
    ['typescript', 'unexpected-argument', 'interform generate types, or interform generate docs'],
    ['docs --format typescript', 'flag-without-effect', 'generate types --format typescript'],
    ['types --format markdown', 'bad-flag-value', 'interform help generate'],
    ['types --mask', 'bad-flag-value', 'leave out --mask'],
  ])('generate %s is refused with %s', async (line, code, help) => {
    expect(await refusal(line)).toMatchObject({ code, help: expect.stringContaining(help) });
  });

  it('is the same in a pipeline, where texts for people are masked', async () => {
    expect((await run('docs', { CI: 'true' })).out).toBe((await run('docs')).out);
  });

  it('leaves it to validate and plan to warn', async () => {
    acme.write(
      'migrations/0005-long.yaml',
      `apiVersion: interform/v1\nkind: DataAttributes\nmodel: company\nattributes:\n  ${'tier '.repeat(21)}x: { type: string }\n`,
    );
    expect((await runCommand(COMMANDS.validate, [], fakeTerminal({ cwd: acme.path }))).err).toContain(
      'warning[attribute-name-length]',
    );
    expect((await run('types')).err).toBe('');
  });

  it('says so where nothing is declared', async () => {
    const empty = new ProjectFolder({
      'migrations/tags.yaml': 'apiVersion: interform/v1\nkind: Tags\ntags: [vip]\n',
    });
    const types = await runGenerate('types', empty.path);
    expect(types.out).toContain('export interface ContactCustomAttributes {}');
    expect(types.err).toContain('warning[nothing-described]');
    expect((await runGenerate('docs', empty.path)).out).toContain('The manifests declare no attributes.');
    empty.remove();
  });
});

describe('--json', () => {
  const schema = new URL('../../schemas/generate.schema.json', import.meta.url);

  it.each([
    ['types', 0, 'printed', null],
    ['types --format json-schema --out made.json', 0, 'written', 'made.json'],
    ['docs --out dictionary.md', 0, 'written', 'dictionary.md'],
    ['docs --out absent.md --check', 2, 'missing', 'absent.md'],
  ])('of %s is one document with the dictionary and the text', async (line, exit, state, file) => {
    const { readFileSync } = await import('node:fs');
    const ran = await run(`${line} --json`);
    const document = JSON.parse(ran.out);
    const validate = new Ajv2020({ allErrors: true, strict: true }).compile(
      JSON.parse(readFileSync(schema, 'utf8')),
    );
    validate(document);
    expect(validate.errors ?? []).toEqual([]);
    expect({ exit: ran.exit, err: ran.err }).toEqual({ exit, err: '' });
    expect(document).toMatchObject({ format: 'interform-generate/1', exit, state, file });
    if (state === 'written') expect(document.text).toBe(acme.read(String(file)));
    const contact = document.objects.find(({ key }: { key: string }) => key === 'contact');
    expect(contact.fields.find(({ name }: { name: string }) => name === 'Renewal date')).toEqual({
      address: 'attribute/contact/Renewal%20date',
      name: 'Renewal date',
      type: 'date',
      options: null,
      description: 'When the contract ends',
      archived: false,
      sensitive: false,
      notes: [],
      filled_by: [
        {
          by: 'set',
          name: 'billing',
          how: 'column',
          file: 'migrations/data/billing-*.csv',
          columns: ['Day', 'Time'],
          only_if_empty: true,
        },
      ],
    });
  });
});
