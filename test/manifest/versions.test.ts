import { describe, expect, it } from 'vitest';
import { combineVersions } from '../../src/manifest/index.ts';
import type { Declaration } from '../../src/types/declaration.ts';
import type { Json } from '../../src/types/json.ts';
import { manifestsIn, shown } from './load.ts';
import type { MemoryFile } from './memory-files.ts';

const TAGS = (name: string) => `apiVersion: interform/v1\nkind: Tags\ntags: [${name}]\n`;

function tagFiles(...paths: string[]): Record<string, string> {
  return Object.fromEntries(paths.map((path) => [path, TAGS('vip')]));
}

async function loaded(contents: Record<string, MemoryFile>, to?: string | string[]) {
  const { documents, version, diagnostics, digest } = await manifestsIn(
    contents,
    to === undefined ? {} : { to: [to].flat() },
  );
  const files = documents.map((document) => [document.file, document.version]);
  return { files, version, findings: shown(diagnostics), digest };
}

describe('which files count', () => {
  it('reads .yaml and .yml below the folder in path order, with the number of the name as version', async () => {
    const { files, version, findings } = await loaded(
      tagFiles(
        'migrations/0010-c.yaml',
        'migrations/0002_b.yml',
        'migrations/0001.yaml',
        'migrations/teams/a.yaml',
        'migrations/3d-models.yaml',
        'migrations/.hidden/0003.yaml',
        'migrations/node_modules/x/0004.yaml',
        'migrations/.x.yaml',
        'migrations/readme.md',
        'migrations/data/contacts.json',
        'other/0005.yaml',
      ),
    );
    expect(findings).toEqual([]);
    expect(files).toEqual([
      ['migrations/0001.yaml', 1],
      ['migrations/0002_b.yml', 2],
      ['migrations/0010-c.yaml', 10],
      ['migrations/3d-models.yaml', null],
      ['migrations/teams/a.yaml', null],
    ]);
    expect(version).toBe('0010');
  });

  it('never takes the project file for a manifest, and reads overlapping folders once', async () => {
    const project = 'apiVersion: interform/v1\nkind: Project\nmanifests: [., migrations, migrations/]\n';
    const { files, findings } = await loaded({
      'interform.yaml': project,
      ...tagFiles('migrations/0001.yaml', 'a.yaml'),
    });
    expect(findings).toEqual([]);
    expect(files.map(([file]) => file)).toEqual(['a.yaml', 'migrations/0001.yaml']);
  });

  it('refuses a path order that disagrees with the numbers', async () => {
    const { findings } = await loaded(tagFiles('migrations/10-b.yaml', 'migrations/9-a.yaml'));
    expect(findings).toEqual([
      'migrations/9-a.yaml version-order: version 9 comes after version 10 in path order (migrations/10-b.yaml stands before migrations/9-a.yaml) = fill the numbers with zeros to one length, such as 0009 and 0010, and keep them in one folder',
    ]);
  });

  it('takes files that share a number as one version, however many zeros', async () => {
    const { files, version } = await loaded(tagFiles('migrations/0001-a.yaml', 'migrations/001-b.yaml'));
    expect(files.map(([, number]) => number)).toEqual([1, 1]);
    expect(version).toBe('001');
  });

  it('stops at --to; files without a number always count', async () => {
    const contents = tagFiles(
      'migrations/0001.yaml',
      'migrations/0003.yaml',
      'migrations/0005.yaml',
      'migrations/always.yaml',
    );
    const { files, version, digest } = await loaded(contents, '3');
    expect(files.map(([file]) => file)).toEqual([
      'migrations/0001.yaml',
      'migrations/0003.yaml',
      'migrations/always.yaml',
    ]);
    expect(version).toBe('0003');
    const { 'migrations/0005.yaml': _, ...without } = contents;
    expect((await loaded(without)).digest).toBe(digest);
    for (const unknown of ['0002', '9', 'latest', '-1']) {
      expect((await loaded(contents, unknown)).findings).toEqual([
        ` unknown-version: no manifest has version ${unknown} = versions are 0001, 0003, 0005`,
      ]);
    }
  });

  it('says so where there is no folder or no manifest', async () => {
    expect((await loaded({})).findings).toEqual([
      ' missing-manifests: there is no manifest folder migrations = this folder has no interform.yaml: run in the project folder, or name it with -C DIR',
    ]);
    expect((await loaded({ 'migrations/data/contacts.json': '[]' })).findings).toEqual([
      ' no-manifests: there is no manifest in migrations = manifests are files that end in .yaml or .yml, such as 0001-attributes.yaml',
    ]);
  });

  it('refuses links that lead out of the project, and follows those that stay inside', async () => {
    const outside = { '/etc/acme/0001.yaml': TAGS('vip') };
    expect((await loaded({ ...outside, migrations: { link: '/etc/acme' } })).findings).toEqual([
      expect.stringMatching(/ manifests-outside: migrations is outside the project folder/),
    ]);
    expect(
      (await loaded({ ...outside, 'migrations/0001.yaml': { link: '/etc/acme/0001.yaml' } })).findings,
    ).toEqual([
      expect.stringMatching(/ manifests-outside: migrations\/0001\.yaml is outside the project folder/),
    ]);
    const inside = await loaded({
      ...tagFiles('teams/0001.yaml'),
      migrations: { link: 'teams' },
      'teams/loop': { link: '.' },
    });
    expect(inside).toMatchObject({ files: [['migrations/0001.yaml', 1]], findings: [] });
  });
});

describe('the digest', () => {
  it('changes with path and bytes of a manifest and with nothing else', async () => {
    const one = (await loaded(tagFiles('migrations/a.yaml'))).digest;
    expect(one).toMatch(/^sha256:[0-9a-f]{64}$/);
    expect((await loaded({ ...tagFiles('migrations/a.yaml'), 'migrations/b.json': '{}' })).digest).toBe(one);
    expect((await loaded(tagFiles('migrations/b.yaml'))).digest).not.toBe(one);
    expect((await loaded({ 'migrations/a.yaml': `${TAGS('vip')}# x\n` })).digest).not.toBe(one);
  });
});

interface Given {
  readonly kind?: string;
  readonly version: number | null;
  readonly line?: number;
  readonly cells?: Record<string, Json>;
  readonly order?: number;
}

function declared({ kind = 'attribute', version, line = 1, cells = {}, order = line }: Given): Declaration {
  const place = { file: version === null ? 'a.yaml' : `000${version}.yaml`, line };
  return {
    kind,
    address: `${kind}/plan`,
    place,
    order,
    version,
    cells: new Map(Object.entries(cells).map(([path, value]) => [path, { value, place }])),
  };
}

const REVISABLE = new Set(['attribute', 'company']);
const combine = (...given: Given[]) => combineVersions(given.map(declared), REVISABLE);

describe('combining versions', () => {
  it('replaces cells by path; each keeps its place, and the whole stays where it was first', () => {
    const { declarations, diagnostics } = combine(
      { version: 1, line: 1, cells: { type: 'options', options: ['free'], 'custom_attributes.a': 1 } },
      { version: 3, line: 3, cells: { options: ['team', 'free', 'pro'], 'custom_attributes.b': 2 } },
      { version: 2, line: 2, cells: { options: ['free', 'team'], description: null } },
    );
    expect(diagnostics).toEqual([]);
    expect(declarations).toHaveLength(1);
    expect(declarations[0]).toMatchObject({ place: { file: '0001.yaml', line: 1 }, order: 1, version: 1 });
    expect(Object.fromEntries(declarations[0]?.cells ?? [])).toEqual({
      type: { value: 'options', place: { file: '0001.yaml', line: 1 }, version: 1 },
      options: {
        ...{ value: ['team', 'free', 'pro'], place: { file: '0003.yaml', line: 3 }, version: 3 },
        replaces: {
          ...{ value: ['free', 'team'], place: { file: '0002.yaml', line: 2 } },
          replaces: { value: ['free'], place: { file: '0001.yaml', line: 1 } },
        },
      },
      'custom_attributes.a': { value: 1, place: { file: '0001.yaml', line: 1 }, version: 1 },
      'custom_attributes.b': { value: 2, place: { file: '0003.yaml', line: 3 }, version: 3 },
      description: { value: null, place: { file: '0002.yaml', line: 2 }, version: 2 },
    });
  });

  it('refuses the same address twice in one version, or twice without one', () => {
    for (const version of [2, null]) {
      const { diagnostics, declarations } = combine({ version, line: 4 }, { version, line: 9 });
      const file = version === null ? 'a.yaml' : '0002.yaml';
      expect(diagnostics).toMatchObject([
        { code: 'declared-twice', address: 'attribute/plan', file, line: 9, detail: `first at ${file}:4` },
      ]);
      expect(declarations).toHaveLength(1);
    }
  });

  it('lets a file without a version neither revise nor be revised', () => {
    const { diagnostics } = combine({ version: 1, line: 4 }, { version: null, line: 2 });
    expect(diagnostics).toMatchObject([
      {
        code: 'declared-twice',
        file: 'a.yaml',
        line: 2,
        detail: expect.stringContaining('also at 0001.yaml:4'),
      },
    ]);
  });

  it('keeps protect on once it is set', () => {
    for (const value of [false, null]) {
      const { diagnostics, declarations } = combine(
        { version: 1, line: 1, cells: { protect: true } },
        { version: 2, line: 2, cells: { protect: value } },
      );
      expect(diagnostics).toMatchObject([
        { code: 'protect-removed', file: '0002.yaml', line: 2, detail: 'protected at 0001.yaml:1' },
      ]);
      expect(declarations[0]?.cells.get('protect')?.value).toBe(true);
    }
    expect(
      combine({ version: 1, cells: { protect: false } }, { version: 2, cells: { protect: true } })
        .diagnostics,
    ).toEqual([]);
  });

  it('lets another version name a tag again, but not the same', () => {
    const tag = (version: number | null, line: number): Given => ({ kind: 'tag', version, line });
    expect(combine(tag(1, 1), tag(2, 2), tag(null, 3))).toMatchObject({
      diagnostics: [],
      declarations: [{ order: 1 }],
    });
    expect(combine(tag(1, 1), tag(1, 2)).diagnostics).toMatchObject([{ code: 'declared-twice', line: 2 }]);
  });

  it('leaves contacts and merges alone', () => {
    const contact = (line: number): Given => ({ kind: 'contact', version: 1, line });
    expect(combine(contact(2), contact(1))).toMatchObject({
      diagnostics: [],
      declarations: [{ order: 1 }, { order: 2 }],
    });
  });
});
