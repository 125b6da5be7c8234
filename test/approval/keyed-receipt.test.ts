import { createHash, createHmac } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Apply } from '../../src/commands/apply.ts';
import { Plan } from '../../src/commands/plan.ts';
import { changeText } from '../../src/plan/digest.ts';
import { changeHasher, shownDigest } from '../../src/plan/receipt/receipt.ts';
import type { Change } from '../../src/types/change.ts';
import type { PlanDocument } from '../../src/types/plan.ts';
import { fakeTerminal, runCommand } from '../commands/fake-terminal.ts';
import { contactSet, openProject, outcomes, type Project } from './project.ts';

const KEY = 'a mask key that the pipeline has and nobody else';
const PHONE = '+353871234567';
const SET = contactSet([`external_id: ada, phone: "${PHONE}"`]);

let project: Project;

beforeEach(async () => {
  project = await openProject({ config: 'mask_key_env: MASK_KEY\n' });
  project.write('set.yaml', SET);
});

afterEach(() => project.close());

/** Runs a command with this in the variable that `mask_key_env` names. */
function run(command: typeof Plan | typeof Apply, key: string | undefined, ...argv: string[]) {
  const env = {
    INTERCOM_ACCESS_TOKEN: 'of-ada',
    INTERCOM_BASE_URL: project.url,
    ...(key === undefined ? {} : { MASK_KEY: key }),
  };
  return runCommand(command, argv, fakeTerminal({ cwd: project.folder, env }));
}

const plan = (key: string | undefined, ...argv: string[]) => run(Plan, key, ...argv);
const apply = (key: string | undefined, ...argv: string[]) => run(Apply, key, '--auto-approve', ...argv);

interface Lines {
  readonly digest: string;
  readonly key?: string;
  readonly salt: string;
}

function header(name: string): Lines {
  return JSON.parse(project.read(name).split('\n', 1)[0] ?? '');
}

function hashes(name: string): ReadonlySet<string> {
  return new Set(
    project
      .read(name)
      .split('\n')
      .flatMap((line) => /^\{"change":"(\w+)"\}$/.exec(line)?.[1] ?? []),
  );
}

/** Everything but the last five digits of the phone is known to who guesses. */
function* guesses(change: Change): Generator<{ readonly phone: string; readonly change: Change }> {
  for (let digits = 0; digits < 100_000; digits += 1) {
    const phone = PHONE.slice(0, -5) + String(digits).padStart(5, '0');
    yield { phone, change: { ...change, fields: { ...change.fields, phone: { after: phone } } } };
  }
}

/** What somebody finds who has the receipt, knows all of the change but five digits, and does not have the key. */
async function found(receipt: string, known: PlanDocument): Promise<readonly string[]> {
  const [change] = known.changes;
  if (change === undefined) throw new Error('there is nothing to guess');
  const { salt, digest } = header(receipt);
  const lines = hashes(receipt);
  const ofSalt = changeHasher({ salt }, undefined);
  const around = { format: known.format, intercom_version: known.intercom_version };
  const phones = new Set<string>();
  for (const guess of guesses(change)) {
    if (lines.has(ofSalt(guess.change))) phones.add(guess.phone);
    // The canonical JSON that the digest is of, as it is documented.
    const text = `{"changes":[${changeText(guess.change)}],"format":"${around.format}","intercom_version":"${around.intercom_version}","workspace":{"id":"${known.workspace.id}"}}`;
    const plain = `sha256:${createHash('sha256').update(text).digest('hex')}`;
    const salted = `sha256:${createHmac('sha256', salt).update(plain).digest('hex')}`;
    if (digest === plain || digest === salted) phones.add(guess.phone);
  }
  return [...phones];
}

describe('five unknown digits of a phone', () => {
  it('are found from a salted receipt, and not from a keyed one nor from its digest', {
    timeout: 120_000,
  }, async () => {
    const known: PlanDocument = JSON.parse(
      (await plan(undefined, '--json', '--receipt', 'salted.receipt')).out,
    );
    await plan(KEY, '--receipt', 'keyed.receipt');
    expect(await found('salted.receipt', known)).toEqual([PHONE]);
    expect(await found('keyed.receipt', known)).toEqual([]);
    // With the key they are there, so that it is the key which keeps them.
    const hash = changeHasher({ salt: header('keyed.receipt').salt }, KEY);
    expect([...known.changes].map(hash)).toEqual([...hashes('keyed.receipt')]);
    expect(header('keyed.receipt').digest).toBe(shownDigest(known.digest, KEY));
  });
});

describe('plan --receipt', () => {
  it('says in the receipt what it is keyed with', async () => {
    await plan(undefined, '--receipt', 'salted.receipt');
    await plan('', '--receipt', 'empty.receipt');
    await plan(KEY, '--receipt', 'keyed.receipt');
    const keys = ['salted', 'empty', 'keyed'].map((name) => header(`${name}.receipt`).key);
    expect(keys).toEqual(['salt', 'salt', 'mask']);
    expect(project.read('keyed.receipt')).not.toContain(KEY);
  });

  it('shows the keyed digest and no other, on stderr and in every report', async () => {
    const { digest }: PlanDocument = JSON.parse((await plan(KEY, '--json')).out);
    const reports = ['markdown', 'html', 'sarif', 'github'].map((format) => `${format}=plan.${format}`);
    const ran = await plan(
      KEY,
      ...['--receipt', 'plan.receipt', '--out', 'plan.jsonl'],
      ...reports.flatMap((one) => ['--report', one]),
    );
    const shown = [ran.out, ran.err, ...reports.map((one) => project.read(one.split('=')[1] ?? ''))].join(
      '\n',
    );
    expect(shown).not.toContain(digest.slice('sha256:'.length));
    expect(ran.err).toContain(`Digest: ${header('plan.receipt').digest}`);
    expect(header('plan.receipt').digest).toMatch(/^sha256:[0-9a-f]{64}$/);
  });

  it('has one digest for one plan and key, and nothing else in common', async () => {
    await plan(KEY, '--receipt', 'first.receipt');
    await plan(KEY, '--receipt', 'second.receipt');
    await plan('another key', '--receipt', 'other.receipt');
    expect(header('first.receipt').digest).toBe(header('second.receipt').digest);
    expect(header('first.receipt').digest).not.toBe(header('other.receipt').digest);
    expect([...hashes('first.receipt')]).not.toEqual([...hashes('second.receipt')]);
  });
});

describe('apply --expect', () => {
  it('makes what a keyed receipt holds', async () => {
    await plan(KEY, '--receipt', 'keyed.receipt');
    project.write('set.yaml', `${SET}  - { external_id: grace }\n`);
    const result = JSON.parse((await apply(KEY, '--json', '--expect', 'keyed.receipt')).out);
    expect(outcomes(result)).toEqual([
      'contact/beta/ada done',
      'contact/beta/grace not_attempted: it was not reviewed',
    ]);
  });

  it.each([
    ['without the key', undefined, 'there is no mask key here'],
    ['with another key', 'another key', 'the mask key here is another one'],
  ])('refuses a keyed receipt %s, and writes nothing', async (_what, key, words) => {
    await plan(KEY, '--receipt', 'keyed.receipt');
    const { exit, err } = await apply(key, '--expect', 'keyed.receipt');
    expect(exit).toBe(1);
    expect(err).toContain(
      'error[receipt-key]: this receipt is keyed with a secret that this run does not have',
    );
    expect(err).toContain(words);
    expect(project.writes()).toEqual([]);
  });

  it('takes a salted receipt with a key too, and one from before receipts said what they are keyed with', async () => {
    await plan(undefined, '--receipt', 'salted.receipt');
    const body = project
      .read('salted.receipt')
      .replace('"key":"salt",', '')
      .split('\n')
      .slice(0, -2)
      .map((line) => `${line}\n`)
      .join('');
    const checksum = `sha256:${createHash('sha256').update(body).digest('hex')}`;
    project.write('old.receipt', `${body}${JSON.stringify({ trailer: { changes: 1, checksum } })}\n`);
    expect(header('old.receipt').key).toBe(undefined);
    expect((await apply(KEY, '--expect', 'old.receipt')).exit).toBe(0);
    await project.apply();
    project.write('set.yaml', SET.replace('ada', 'grace').replace('4567', '4568'));
    await plan(undefined, '--receipt', 'salted.receipt');
    expect((await apply(KEY, '--expect', 'salted.receipt')).exit).toBe(0);
  });

  it('takes keyed and salted receipts together', async () => {
    await plan(KEY, '--receipt', 'keyed.receipt');
    project.write('set.yaml', `${SET}  - { external_id: grace }\n`);
    await plan(undefined, '--receipt', 'salted.receipt', '--target', 'contact/beta/grace');
    const both = ['--expect', 'keyed.receipt', '--expect', 'salted.receipt'];
    expect((await apply(KEY, ...both)).exit).toBe(0);
  });

  it('takes the digest that a keyed plan showed, and the plain one', async () => {
    await plan(KEY, '--receipt', 'keyed.receipt');
    const { digest: shown } = header('keyed.receipt');
    expect((await apply(undefined, '--expect', shown)).exit).toBe(4);
    expect((await apply('another key', '--expect', shown)).exit).toBe(4);
    expect(project.writes()).toEqual([]);
    expect((await apply(KEY, '--expect', shown)).exit).toBe(0);
    project.write('set.yaml', `${SET}  - { external_id: grace }\n`);
    const { digest }: PlanDocument = JSON.parse((await plan(KEY, '--json')).out);
    expect((await apply(KEY, '--expect', digest)).exit).toBe(0);
  });

  it('shows a digest that is not expected as it may be shown', async () => {
    const { digest }: PlanDocument = JSON.parse((await plan(KEY, '--json')).out);
    const { exit, err, out } = await apply(
      KEY,
      '--expect',
      `sha256:${'ab'.repeat(32)}`,
      '--format',
      'markdown',
    );
    expect(exit).toBe(4);
    expect(`${err}${out}`).not.toContain(digest);
    expect(err).toContain(shownDigest(digest, KEY));
  });
});
