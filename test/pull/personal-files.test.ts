import { execFileSync } from 'node:child_process';
import { chmodSync, statSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { ignores } from '../../src/app/pull/git-ignored.ts';
import { exportContacts } from '../../src/app/pull/people/export-contacts.ts';
import { openWorld } from './pulled-world.ts';

const people = (count: number, name = 'Ada') =>
  Array.from({ length: count }, (_, index) => ({
    role: 'user' as const,
    external_id: `customer-${String(index).padStart(4, '0')}`,
    name,
  }));
const DATA = 'migrations/data/pulled-users.jsonl';

type World = ReturnType<typeof openWorld>;

async function inWorld(
  count: number,
  files: Readonly<Record<string, string>>,
  work: (world: World) => Promise<void>,
): Promise<void> {
  const world = openWorld({ contacts: people(count) }, files);
  try {
    await work(world);
  } finally {
    world.remove();
  }
}

const modeOf = (world: World, file: string) => statSync(world.path(file)).mode & 0o777;
const git = (world: World, ...args: readonly string[]) =>
  execFileSync('git', ['-C', world.folder, ...args], { stdio: 'pipe' });

describe('people that a pull writes', () => {
  it.each([
    [2, 'migrations/0001-contacts.yaml'],
    [101, DATA],
  ])('of %i are for the owner only, and listed in .gitignore once', async (count, file) => {
    await inWorld(count, {}, async (world) => {
      await world.pulled(['contacts']);
      expect(modeOf(world, file)).toBe(0o600);
      expect(world.read('.gitignore').split('\n')).toContain(`/${file}`);
      const before = world.read('.gitignore');
      chmodSync(world.path(file), 0o644);
      world.write(file, '');
      await world.pulled(['contacts']);
      expect(world.read('.gitignore')).toBe(before);
    });
  });

  it('keep an existing .gitignore, its line ends and what the team has decided', async () => {
    await inWorld(101, { '.gitignore': 'dist\r\n!pulled-users.jsonl' }, async (world) => {
      await world.pulled(['contacts']);
      expect(world.read('.gitignore')).toBe('dist\r\n!pulled-users.jsonl');
    });
    await inWorld(2, { '.gitignore': 'dist\r\n.env' }, async (world) => {
      await world.pulled(['contacts']);
      expect(world.read('.gitignore')).toBe(
        'dist\r\n.env\r\n# interform: people as a pull wrote them\r\n/migrations/0001-contacts.yaml\r\n',
      );
    });
  });

  it('tighten the data file of an earlier pull, and leave alone manifests and pulls without people', async () => {
    await inWorld(101, {}, async (world) => {
      await world.pulled(['contacts']);
      chmodSync(world.path(DATA), 0o644);
      world.write(DATA, '');
      await world.pulled(['contacts']);
      expect(modeOf(world, DATA)).toBe(0o600);
    });
    await inWorld(2, {}, async (world) => {
      await world.pulled(['attributes', 'tags']);
      expect(world.has('.gitignore')).toBe(false);
    });
    await inWorld(2, {}, async (world) => {
      expect((await world.pulled(['contacts'], { check: true })).files).toHaveLength(1);
      expect(world.has('.gitignore')).toBe(false);
    });
  });

  it('are warned of where git tracks the file, or its folder', async () => {
    await inWorld(101, { 'migrations/data/other.csv': 'id\n' }, async (world) => {
      git(world, 'init', '-q');
      expect((await world.pulled(['contacts'])).diagnostics).toEqual([]);
      git(world, 'add', '-f', 'migrations/data/other.csv');
      world.write(DATA, '');
      expect((await world.pulled(['contacts'])).diagnostics).toMatchObject([
        {
          code: 'personal-data-tracked',
          severity: 'warning',
          summary: 'a file with personal data stands in a folder that git tracks',
          detail: `${DATA}, beside other.csv`,
        },
      ]);
      git(world, 'add', '-f', DATA);
      world.write(DATA, '');
      expect((await world.pulled(['contacts'])).diagnostics).toMatchObject([
        {
          code: 'personal-data-tracked',
          summary: 'git tracks a file that holds personal data',
          help: expect.stringContaining(`git rm --cached ${DATA}`),
        },
      ]);
    });
  });

  it('are kept so in an export too', async () => {
    await inWorld(2, {}, async (world) => {
      const out = world.path('people.csv');
      const asked = { project: world.folder, variables: new Map(), form: 'csv' as const, out };
      expect((await exportContacts(asked, world.ports)).exit).toBe(0);
      expect(modeOf(world, 'people.csv')).toBe(0o600);
      expect(world.read('.gitignore')).toContain('/people.csv\n');
    });
  });
});

describe('what a pull would write', () => {
  it('counts the rows that changed, not everybody', async () => {
    await inWorld(110, {}, async (world) => {
      await world.pulled(['contacts']);
      const rows = world.read(DATA).trimEnd().split('\n');
      const edited = rows.slice(2).map((row, index) => (index < 3 ? row.replace('Ada', 'Grace') : row));
      const gone = ['{"external_id":"customer-gone","name":"Eve"}'];
      world.write(DATA, `${[...edited, ...gone].join('\n')}\n`);
      const { files } = await world.pulled(['contacts'], { check: true });
      expect(files).toEqual([{ file: DATA, action: 'update', added: 2, changed: 4 }]);
    });
  });
});

describe('a line of .gitignore', () => {
  it.each<[string, boolean]>([
    ['/migrations/data/pulled-users.jsonl', true],
    ['migrations/data/pulled-users.jsonl', true],
    ['pulled-*.jsonl', true],
    ['!pulled-users.jsonl', true],
    ['data/', true],
    ['**/data/*.jsonl', true],
    ['/migrations', true],
    ['migrations/*', true],
    ['# pulled-users.jsonl', false],
    ['pulled-leads.jsonl', false],
    ['/data', false],
    ['*.csv', false],
    ['', false],
  ])('%s is about the file: %s', (line, isAbout) => {
    expect(ignores(`dist\n${line}\n`, DATA)).toBe(isAbout);
  });
});
