import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, existsSync, mkdirSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { openFolder, scratchFolder } from './opened-store.ts';

/** LMDB reads its file through memory: what it does not survive ends the process, so each file is tried in another one. */
const dist = new URL('../../dist/store/open.js', import.meta.url);
const PROGRAM = `
  import { createInterface } from 'node:readline';
  const { openBackend } = await import(${JSON.stringify(dist.href)});
  const settings = { kind: 'folder', path: '.interform', index_lag: 0, keep_values: true, keep: 0 };
  async function use(folder, mode) {
    const backend = await openBackend(settings, { folder, env: {}, mode });
    if (backend === undefined) return 'none';
    try {
      for (const name of ['recent', 'runs']) {
        const records = backend.records(name);
        for await (const _ of records.iterator({}));
        if (mode === 'read') continue;
        await records.setMany(Array.from({ length: 50 }, (_, n) => ({ key: 'p' + n, value: 'y'.repeat(700) })));
        await records.deleteMany(['p1', 'p2', 'l3']);
      }
      return 'works';
    } finally {
      await backend.close();
    }
  }
  for await (const line of createInterface(process.stdin)) {
    const { name, folder } = JSON.parse(line);
    const outcome = { name };
    for (const mode of ['read', 'write']) {
      try {
        outcome[mode] = await use(folder, mode);
      } catch (error) {
        outcome[mode] = error.store === true ? error.code : String(error.stack);
      }
    }
    process.stdout.write(JSON.stringify(outcome) + '\\n');
  }`;

const META_BYTES = 192;

interface Damage {
  readonly name: string;
  readonly bytes: Buffer;
}

interface Outcome {
  readonly name: string;
  readonly read: string;
  readonly write: string;
}

let scratch: ReturnType<typeof scratchFolder>;
let whole: Buffer;
let pageBytes: number;
beforeAll(() => {
  if (!existsSync(dist)) throw new Error('the command line is not built: npm run build');
});
beforeEach(async () => {
  // In memory where that can be: LMDB waits for the disk at each write.
  scratch = scratchFolder(existsSync('/dev/shm') ? '/dev/shm' : undefined);
  const project = join(scratch.path, 'whole');
  mkdirSync(project);
  const backend = await openFolder(project);
  for (const name of ['recent', 'runs']) {
    const records = backend.records(name);
    const small = Array.from({ length: 120 }, (_, n) => ({ key: `p${n}`, value: 'x'.repeat(600) }));
    const large = Array.from({ length: 6 }, (_, n) => ({ key: `l${n}`, value: 'x'.repeat(9000) }));
    await records.setMany([...small, ...large]);
    // What is taken away leaves free pages behind.
    await records.deleteMany(Array.from({ length: 40 }, (_, n) => `p${n + 20}`));
    await records.set('late', 1, 3_600_000);
  }
  await backend.close();
  whole = readFileSync(join(project, '.interform/records.mdb'));
  pageBytes = whole.readUInt32LE(48);
  expect(whole.length / pageBytes).toBeGreaterThan(40);
});
afterEach(() => scratch.remove());

it('is used where it is whole', async () => {
  const { outcomes } = await tried([{ name: 'whole', bytes: whole }]);
  expect(outcomes).toEqual([{ name: 'whole', read: 'works', write: 'works' }]);
});

it('is refused wherever it was cut', async () => {
  const pages = whole.length / pageBytes;
  const at = Array.from({ length: pages - 1 }, (_, n) => (n + 1) * pageBytes);
  const within = at.map((end) => end + pageBytes / 2);
  const damages = [1, 100, 4095, ...at, ...within].map((end) => ({
    name: `cut at ${end}`,
    bytes: whole.subarray(0, end),
  }));
  const { died, outcomes } = await tried(damages);
  expect(died).toBeUndefined();
  // The last pages may be free.
  const last = lastUsedPage() * pageBytes;
  for (const { name, read, write } of outcomes) {
    const isCut = Number(name.slice('cut at '.length)) <= last;
    expect(isCut ? ['store-damaged'] : ['store-damaged', 'works'], name).toContain(read);
    expect(write, name).toBe(read);
  }
});

it('is refused, or works, whichever page is all zeros or all ones', async () => {
  const damages = Array.from({ length: whole.length / pageBytes }, (_, page) =>
    [0, 255].map((byte) => {
      const bytes = Buffer.from(whole);
      bytes.fill(byte, page * pageBytes, (page + 1) * pageBytes);
      return { name: `page ${page} all ${byte}`, bytes };
    }),
  ).flat();
  const { died, outcomes } = await tried(damages);
  expect(died).toBeUndefined();
  for (const outcome of outcomes) expectAnswered(outcome);
  expect(outcomes.filter(({ read }) => read === 'store-damaged').length).toBeGreaterThan(30);
});

it('is refused, or works, whichever byte of its two heads has another bit', async () => {
  const noise = noises(0xb17);
  const damages = [0, pageBytes].flatMap((start) =>
    Array.from({ length: META_BYTES }, (_, byte) => {
      const bytes = Buffer.from(whole);
      const [at, bit] = [start + byte, noise() & 7];
      bytes[at] = (bytes[at] ?? 0) ^ (1 << bit);
      return { name: `bit ${bit} of byte ${at}`, bytes };
    }),
  );
  const { died, outcomes } = await tried(damages);
  expect(died).toBeUndefined();
  for (const outcome of outcomes) expectAnswered(outcome);
}, 600_000);

it('is refused, or works, where any page holds noise', async () => {
  const noise = noises(0x5eed);
  const damages = Array.from({ length: 200 }, (_, n) => {
    const bytes = Buffer.from(whole);
    const page = n % (whole.length / pageBytes);
    const at = page * pageBytes + (noise() % (n % 2 === 0 ? 64 : pageBytes));
    for (let count = 0; count < 4; count += 1) bytes[Math.min(at + count, bytes.length - 1)] = noise() & 255;
    return { name: `noise at ${at}`, bytes };
  });
  const { died, outcomes } = await tried(damages);
  expect(died).toBeUndefined();
  for (const outcome of outcomes) expectAnswered(outcome);
}, 600_000);

it('is refused where it is a file of another format', async () => {
  const texts = ['Ada', '{"format":"interform-store/1"}', `SQLite format 3\0${'x'.repeat(20_000)}`];
  const { outcomes } = await tried(
    texts.map((text) => ({ name: text.slice(0, 20), bytes: Buffer.from(text) })),
  );
  for (const { read, write } of outcomes) expect([read, write]).toEqual(['store-damaged', 'store-damaged']);
});

it('is none where it is empty and no run was recorded', async () => {
  const { outcomes } = await tried([{ name: 'empty', bytes: Buffer.alloc(0) }]);
  expect(outcomes).toEqual([{ name: 'empty', read: 'works', write: 'works' }]);
});

function expectAnswered({ name, read, write }: Outcome): void {
  expect(['works', 'store-damaged'], `${name}: ${read}`).toContain(read);
  expect(['works', 'store-damaged'], `${name}: ${write}`).toContain(write);
}

/** What another process says of each of these files; `died` is what it died of. */
async function tried(
  damages: readonly Damage[],
): Promise<{ readonly outcomes: readonly Outcome[]; readonly died: string | undefined }> {
  const child = spawn(process.execPath, ['--input-type=module', '-e', PROGRAM], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const ended = once(child, 'close') as Promise<[number | null, NodeJS.Signals | null]>;
  let text = '';
  child.stdout.on('data', (chunk: Buffer) => {
    text += chunk.toString('utf8');
  });
  child.stdin.on('error', () => {});
  for (const [index, { name, bytes }] of damages.entries()) {
    const folder = join(scratch.path, `damage-${index}`);
    cpSync(join(scratch.path, 'whole/.interform'), join(folder, '.interform'), { recursive: true });
    const path = join(folder, '.interform/records.mdb');
    truncateSync(path);
    writeFileSync(path, bytes);
    child.stdin.write(`${JSON.stringify({ name, folder })}\n`);
  }
  child.stdin.end();
  const [code, signal] = await ended;
  const outcomes = text
    .split('\n')
    .filter((line) => line !== '')
    // Written by the program above.
    .map((line) => JSON.parse(line) as Outcome);
  const next = damages[outcomes.length]?.name;
  return { outcomes, died: code === 0 ? undefined : `${signal ?? code} over ${next}` };
}

/** The last page that the newest head knows. */
function lastUsedPage(): number {
  const [first, second] = [24, pageBytes + 24].map((at) => Number(whole.readBigUInt64LE(at + 128)));
  return Math.max(first ?? 0, second ?? 0);
}

/** Numbers of 32 bits that look random and are the same each time (xorshift). */
function noises(seed: number): () => number {
  let state = seed;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return state >>> 0;
  };
}
