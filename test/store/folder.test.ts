import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openBackend } from '../../src/store/open.ts';
import { StoreError } from '../../src/store/store-error.ts';
import { IN_FOLDER, openFolder, scratchFolder } from './opened-store.ts';

let scratch: ReturnType<typeof scratchFolder>;
let project: string;
let folder: string;
beforeEach(() => {
  scratch = scratchFolder();
  project = scratch.path;
  folder = join(project, '.interform');
});
afterEach(() => scratch.remove());

describe('a store in a folder', () => {
  it('is the user’s alone, whatever the umask', async () => {
    for (const umask of [0o000, 0o077, 0o777]) {
      const before = process.umask(umask);
      try {
        await filled(`run-${umask}`);
      } finally {
        process.umask(before);
      }
      expect(modes()).toEqual({
        '.interform': '700',
        'format.json': '600',
        'records.mdb': '600',
        'records.mdb-lock': '600',
        runs: '700',
        [`runs/run-${umask}.jsonl`]: '600',
      });
      scratch.remove();
      mkdirSync(project);
    }
  });

  it('takes back what others may do, as after a restored archive', async () => {
    await filled('run');
    for (const path of ['.', 'format.json', 'records.mdb', 'runs', 'runs/run.jsonl'])
      chmodSync(join(folder, path), path === '.' || path === 'runs' ? 0o755 : 0o644);
    await (await openFolder(project)).close();
    expect(new Set(Object.values(modes()))).toEqual(new Set(['700', '600']));
  });

  it('says where it is and that it is durable, and has a key of its own', async () => {
    const one = await openFolder(project);
    expect([one.kind, one.where, one.durable, one.hashKey.length]).toEqual(['folder', folder, true, 32]);
    const again = await openFolder(project);
    expect(again.hashKey).toEqual(one.hashKey);
    const other = scratchFolder();
    const third = await openFolder(other.path);
    expect(third.hashKey).not.toEqual(one.hashKey);
    for (const backend of [one, again, third]) await backend.close();
    other.remove();
  });

  it('is one store when several make it at once', async () => {
    const opened = await Promise.all(Array.from({ length: 8 }, () => openFolder(project)));
    expect(new Set(opened.map(({ hashKey }) => Buffer.from(hashKey).toString('hex'))).size).toBe(1);
    expect(readdirSync(folder).filter((name) => name.includes('partial'))).toEqual([]);
    for (const backend of opened) await backend.close();
  });

  it('stands in deeper folders too', async () => {
    const settings = { ...IN_FOLDER, kind: 'folder', path: 'var/lib/interform' } as const;
    const backend = await openBackend(settings, { folder: project, env: {}, mode: 'write' });
    await backend?.records('runs').set('ada', 1);
    await backend?.close();
    expect(existsSync(join(project, 'var/lib/interform/records.mdb'))).toBe(true);
  });
});

describe('a store that is only read', () => {
  it('is not made', async () => {
    expect(await openBackend(IN_FOLDER, { folder: project, env: {}, mode: 'read' })).toBeUndefined();
    expect(readdirSync(project)).toEqual([]);
  });

  it('shows what was written, changes nothing and takes nothing', async () => {
    await filled('run');
    const before = bytes();
    const backend = await openFolder(project, 'read');
    expect(await backend.records('recent').get('ada')).toBe(1);
    expect(await backend.journals.list()).toEqual(['run']);
    await expect(backend.records('recent').set('ada', 2)).rejects.toThrow('only read');
    await expect(backend.records('recent').delete('ada')).rejects.toThrow('only read');
    await expect(backend.records('recent').clear()).rejects.toThrow('only read');
    await expect(backend.journals.open('run')).rejects.toThrow('only read');
    await expect(backend.journals.remove('run')).rejects.toThrow('only read');
    await backend.close();
    expect(bytes()).toEqual(before);
  });

  it('has no records where a kill left the store without them', async () => {
    await (await openFolder(project)).close();
    execFileSync('rm', [join(folder, 'records.mdb'), join(folder, 'records.mdb-lock')]);
    const backend = await openFolder(project, 'read');
    expect(await backend.records('recent').get('ada')).toBeUndefined();
    for await (const entry of backend.records('recent').iterator?.({}) ?? []) expect(entry).toBeUndefined();
    await backend.close();
    expect(readdirSync(folder).sort()).toEqual(['format.json']);
  });

  it('sees what another writes meanwhile', async () => {
    const writer = await openFolder(project);
    const reader = await openFolder(project, 'read');
    await writer.records('recent').set('ada', 1);
    expect(await reader.records('recent').get('ada')).toBe(1);
    await reader.close();
    await writer.records('recent').set('ada', 2);
    const second = await openFolder(project, 'read');
    expect(await second.records('recent').get('ada')).toBe(2);
    await Promise.all([writer.close(), second.close()]);
  });

  it('may be opened before the one that writes, in one process', async () => {
    await filled('run');
    const reader = await openFolder(project, 'read');
    const writer = await openFolder(project);
    await writer.records('recent').set('ada', 2);
    expect(await reader.records('recent').get('ada')).toBe(2);
    await Promise.all([writer.close(), reader.close()]);
  });
});

describe('a folder that is no store of ours', () => {
  const FORMAT = {
    created_at: '2026-11-28T16:44:00.000Z',
    id: 'x',
    hash_key: Buffer.alloc(32).toString('base64'),
  };
  it.each<readonly [string, string, Readonly<Record<string, string>>]>([
    ['holds something else', 'store-foreign', { 'notes.txt': 'Ada' }],
    [
      'holds an unreadable format',
      'store-foreign',
      { 'format.json': '{"format":"interf', 'records.mdb': 'x' },
    ],
    ['holds an empty format', 'store-foreign', { 'format.json': '' }],
    ['holds another format', 'store-foreign', { 'format.json': '{"format":"terraform/1"}' }],
    ['holds a list', 'store-foreign', { 'format.json': '[1]' }],
    [
      'holds a version that never was',
      'store-foreign',
      { 'format.json': JSON.stringify({ ...FORMAT, format: 'interform-store/0' }) },
    ],
    [
      'is newer',
      'store-newer',
      { 'format.json': JSON.stringify({ ...FORMAT, format: 'interform-store/3' }) },
    ],
    ['is much newer', 'store-newer', { 'format.json': '{"format":"interform-store/10"}', 'new.db': 'x' }],
    ['has lost its key', 'store-damaged', { 'format.json': '{"format":"interform-store/1","id":"x"}' }],
    [
      'has a key too short',
      'store-damaged',
      { 'format.json': '{"format":"interform-store/1","id":"x","hash_key":"AAAA"}' },
    ],
  ])('%s: %s, and is left as it is', async (_, code, files) => {
    mkdirSync(folder, { mode: 0o755 });
    for (const [name, text] of Object.entries(files))
      writeFileSync(join(folder, name), text, { mode: 0o644 });
    const before = [bytes(), modes()];
    const error = await failureOf(openFolder(project));
    expect(error).toBeInstanceOf(StoreError);
    expect(error.diagnostic).toMatchObject({ code, severity: 'error', help: expect.stringMatching(/./) });
    expect(error.diagnostic.summary).toContain(folder);
    // A version that never was may be older: reading cannot tell.
    const read = await failureOf(openFolder(project, 'read'));
    expect([code, 'store-older']).toContain(read.code);
    expect([bytes(), modes()]).toEqual(before);
  });

  it('is a file', async () => {
    writeFileSync(folder, 'Ada');
    expect((await failureOf(openFolder(project))).code).toBe('store-unwritable');
    expect(readFileSync(folder, 'utf8')).toBe('Ada');
  });

  it('holds records that are not LMDB’s', async () => {
    await filled('run');
    for (const text of ['Ada', 'x'.repeat(20_000), '\0'.repeat(20_000)]) {
      writeFileSync(join(folder, 'records.mdb'), text);
      for (const mode of ['read', 'write'] as const)
        expect((await failureOf(openFolder(project, mode))).code).toBe('store-damaged');
      expect(readFileSync(join(folder, 'records.mdb'), 'utf8')).toBe(text);
    }
  });

  it.each([
    ['are gone', () => rmSync(join(folder, 'records.mdb'))],
    ['are empty', () => writeFileSync(join(folder, 'records.mdb'), '')],
  ])('has a journal, and its records %s: nothing is taken to be new', async (_, lose) => {
    await filled('run');
    lose();
    for (const mode of ['read', 'write'] as const)
      expect((await failureOf(openFolder(project, mode))).code).toBe('store-damaged');
  });

  it('has records to come where a kill left a journal without a line', async () => {
    await (await openFolder(project)).close();
    rmSync(join(folder, 'records.mdb'));
    mkdirSync(join(folder, 'runs'));
    writeFileSync(join(folder, 'runs/run.jsonl'), '');
    await filled('run');
  });

  it('holds a record that is no JSON any more', async () => {
    await filled('run');
    const path = join(folder, 'records.mdb');
    const whole = readFileSync(path, 'latin1');
    expect(whole).toContain('{"value":1}');
    writeFileSync(path, whole.replaceAll('{"value":1}', '{"val\u0000e":1}'), 'latin1');
    const backend = await openFolder(project, 'read');
    const records = backend.records('recent');
    expect((await failureOf(records.get('ada'))).code).toBe('store-damaged');
    const each = async () => {
      for await (const _ of records.iterator?.({}) ?? []) expect.unreachable();
    };
    expect((await failureOf(each())).code).toBe('store-damaged');
    await backend.close();
  });

  it('is none where it holds what systems and killed processes leave', async () => {
    mkdirSync(folder);
    for (const name of ['.DS_Store', '.gitkeep', 'format.json.partial-17'])
      writeFileSync(join(folder, name), '');
    expect(await openBackend(IN_FOLDER, { folder: project, env: {}, mode: 'read' })).toBeUndefined();
    await filled('run');
    expect(readdirSync(folder)).toContain('format.json');
  });
});

describe('the journal of a folder', () => {
  const journal = () => join(folder, 'runs/run.jsonl');
  const lines = async () => {
    const backend = await openFolder(project, 'read');
    const found: string[] = [];
    for await (const line of backend.journals.read('run')) found.push(line);
    await backend.close();
    return found;
  };

  it('leaves out a line that a crash tore, before and after the next append, at every byte of it', async () => {
    await filled('run');
    const whole = readFileSync(journal());
    const torn = Buffer.from('{"t":"intent","path":"/contacts/Ådä"}\n');
    for (let length = 1; length < torn.length; length += 1) {
      writeFileSync(journal(), Buffer.concat([whole, torn.subarray(0, length)]));
      expect(await lines()).toEqual(['{"t":"run"}']);
      const backend = await openFolder(project);
      const file = await backend.journals.open('run');
      expect(await lines()).toEqual(['{"t":"run"}']);
      await file.append(['{"t":"settled"}']);
      await file.append(['{"t":"end"}']);
      await file.close();
      await backend.close();
      expect(await lines()).toEqual(['{"t":"run"}', '{"t":"settled"}', '{"t":"end"}']);
    }
  });

  it('leaves out what a power cut filled with zeros', async () => {
    await filled('run');
    writeFileSync(journal(), Buffer.concat([readFileSync(journal()), Buffer.alloc(5000)]));
    expect(await lines()).toEqual(['{"t":"run"}']);
    const backend = await openFolder(project);
    const file = await backend.journals.open('run');
    await file.append(['{"t":"end"}']);
    await file.close();
    await backend.close();
    expect(await lines()).toEqual(['{"t":"run"}', '{"t":"end"}']);
  });

  it('is JSON Lines', async () => {
    await filled('run');
    expect(readFileSync(journal(), 'utf8')).toBe('{"t":"run"}\n');
  });

  it('does not follow a link', async () => {
    await filled('run');
    const other = join(project, 'other.txt');
    writeFileSync(other, 'Ada');
    symlinkSync(other, join(folder, 'runs/linked.jsonl'));
    const backend = await openFolder(project);
    expect((await failureOf(backend.journals.open('linked'))).code).toBe('store-unwritable');
    await backend.close();
    expect(readFileSync(other, 'utf8')).toBe('Ada');
  });

  it('lists its runs only', async () => {
    await filled('run');
    for (const name of ['notes.txt', '.DS_Store', 'a b.jsonl', 'x.jsonl.partial'])
      writeFileSync(join(folder, 'runs', name), '');
    const backend = await openFolder(project);
    expect(await backend.journals.list()).toEqual(['run']);
    await backend.close();
  });
});

async function filled(run: string): Promise<void> {
  const backend = await openFolder(project);
  await backend.records('recent').set('ada', 1);
  const file = await backend.journals.open(run);
  await file.append(['{"t":"run"}']);
  await file.close();
  await backend.close();
}

function paths(): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' });
}

function modes(): Record<string, string> {
  const modeOf = (path: string) => (statSync(path).mode & 0o777).toString(8);
  return {
    '.interform': modeOf(folder),
    ...Object.fromEntries(paths().map((path) => [path, modeOf(join(folder, path))])),
  };
}

/** Of all files but LMDB's table of readers. */
function bytes(): Record<string, string> {
  const files = paths().filter((path) => !path.endsWith('-lock') && statSync(join(folder, path)).isFile());
  return Object.fromEntries(files.map((path) => [path, readFileSync(join(folder, path), 'base64')]));
}

async function failureOf(opening: Promise<unknown>): Promise<StoreError> {
  const failure = await opening.then(
    () => undefined,
    (error: unknown) => error,
  );
  if (failure instanceof StoreError) return failure;
  throw new Error('no StoreError', { cause: failure });
}
