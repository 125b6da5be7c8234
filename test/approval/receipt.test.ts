import { createHash } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readReceipt } from '../../src/plan/receipt/read-receipt.ts';
import { writeReceipt } from '../../src/plan/receipt/receipt.ts';
import { examplePlan } from '../plan/example-changes.ts';
import { contactSet, openProject, outcomes, type Project, TAGS } from './project.ts';

const ADA = 'external_id: customer-9001, email: ada@acme.test, name: Ada, tags: [vip]';
const GRACE = 'external_id: customer-9002, email: grace@acme.test, name: Grace';

let project: Project;

beforeEach(async () => {
  project = await openProject();
  project.write('tags.yaml', TAGS);
  project.write('set.yaml', contactSet([ADA]));
});

afterEach(() => project.close());

/** A receipt whose lines were changed by somebody who also mends the checksum. */
function mended(text: string, change: (lines: string[]) => string[]): string {
  const lines = text.trimEnd().split('\n');
  const body = change(lines.slice(0, -1))
    .map((line) => `${line}\n`)
    .join('');
  const checksum = `sha256:${createHash('sha256').update(body).digest('hex')}`;
  const changes = body.split('\n').length - 2;
  return `${body}${JSON.stringify({ trailer: { changes, checksum } })}\n`;
}

describe('plan --receipt', () => {
  it('writes one salted hash a change and nothing of the people', async () => {
    const { exit, err } = await project.plan('--receipt', 'plan.receipt');
    expect(exit).toBe(0);
    expect(err).toContain('Receipt of 3 changes in plan.receipt.');
    expect(err).toMatch(/\nDigest: sha256:[0-9a-f]{64}\n/);
    const text = project.read('plan.receipt');
    const lines = text
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(lines[0]).toMatchObject({ format: 'interform-receipt/1', workspace: { id: 'ecahpwf5' } });
    expect(lines[0].digest).toBe(/Digest: (\S+)/.exec(err)?.[1]);
    expect(lines.slice(1, -1).map((line) => Object.keys(line))).toEqual([['change'], ['change'], ['change']]);
    for (const word of ['ada@', 'Ada', 'customer', 'vip', 'beta', 'contact', 'tag/'])
      expect(text).not.toContain(word);
  });

  it('has a new salt each time', async () => {
    await project.plan('--receipt', 'first.receipt');
    await project.plan('--receipt', 'second.receipt');
    const [first = [], second = []] = ['first', 'second'].map((name) =>
      project.read(`${name}.receipt`).split('\n').slice(1),
    );
    expect(first.length).toBe(5);
    expect(first.filter((line) => line !== '' && second.includes(line))).toEqual([]);
  });

  it('writes none of a plan with errors', async () => {
    project.write('set.yaml', contactSet([ADA.replace('vip', 'vpi')]));
    const { exit, err } = await project.plan('--receipt', 'plan.receipt');
    expect(exit).toBe(1);
    expect(err).toContain('No receipt in plan.receipt');
    expect(() => project.read('plan.receipt')).toThrow('ENOENT');
  });
});

describe('the lines of a receipt', () => {
  const salts = ['0', '1', 'e'].map((digit) => digit.repeat(32));

  it('stand in the order of their hashes, so that not even the order of the plan is told', () => {
    for (const salt of salts) {
      const changes = [...writeReceipt(examplePlan(), salt)].slice(1, -1);
      expect(changes).toHaveLength(5);
      expect(changes).toEqual([...changes].sort());
    }
  });

  it.each(['', '0'.repeat(31), '0'.repeat(129), 'A'.repeat(32), 'g'.repeat(32), ` ${'0'.repeat(32)}`])(
    'are not written with the salt %j, from which the people could be guessed',
    (salt) => {
      expect(() => [...writeReceipt(examplePlan(), salt)]).toThrow('128 random bits');
    },
  );

  it('are counted from one where one of them is not of a receipt', async () => {
    const [header = '', first = '', ...rest] = [...writeReceipt(examplePlan(), salts[0] ?? '')];
    const detailOf = async (lines: readonly string[]) =>
      (await readReceipt(bytesOf(lines.join('')))).diagnostic?.detail;
    expect(await detailOf([header, first, '{"change":"of somebody"}\n', ...rest])).toBe(
      'line 3: change must be 64 hexadecimal digits',
    );
    expect(await detailOf([header, '7\n', ...rest])).toMatch(/^line 2: it must be /);
  });
});

async function* bytesOf(text: string): AsyncGenerator<Uint8Array> {
  yield new TextEncoder().encode(text);
}

describe('apply --expect RECEIPT', () => {
  it('makes what was reviewed', async () => {
    await project.plan('--receipt', 'plan.receipt');
    const result = await project.result('--expect', 'plan.receipt');
    expect(result).toMatchObject({ exit: 0, summary: { done: 3, not_attempted: 0 } });
    // An empty plan passes whatever was expected.
    expect(await project.result('--expect', 'plan.receipt')).toMatchObject({ exit: 0, results: [] });
  });

  it('leaves what was added since the review and exits 3', async () => {
    await project.plan('--receipt', 'plan.receipt');
    project.write('set.yaml', contactSet([ADA, GRACE]));
    const result = await project.result('--expect', 'plan.receipt');
    expect(outcomes(result)).toEqual([
      'tag/vip done',
      'tag/beta done',
      'contact/beta/customer-9001 done',
      'contact/beta/customer-9002 not_attempted: it was not reviewed',
    ]);
    expect(result.exit).toBe(3);
    expect(result.diagnostics).toMatchObject([{ code: 'not-reviewed', severity: 'warning' }]);
    expect(project.emulator.state.allContacts().map(({ external_id }) => external_id)).toEqual([
      'customer-9001',
    ]);
  });

  it.each([
    [3, ''],
    [4, '; and 1 more'],
    [5, '; and 2 more'],
  ])('names three of %i that were not reviewed%s', async (count, more) => {
    await project.plan('--receipt', 'plan.receipt');
    const added = Array.from({ length: count }, (_, index) => `external_id: new-${index}`);
    project.write('set.yaml', contactSet([ADA, ...added]));
    const result = await project.result('--expect', 'plan.receipt');
    const named = [0, 1, 2].map((index) => `contact/beta/new-${index}: it was not reviewed`).join('; ');
    expect(result.diagnostics[0]?.detail).toBe(`${named}${more}`);
  });

  it('leaves what differs from what was reviewed, by a value, an id or an action', async () => {
    project.emulator.foreign('POST', '/contacts', { external_id: 'customer-9002', email: 'grace@acme.test' });
    project.write('set.yaml', contactSet([ADA, GRACE]));
    await project.plan('--receipt', 'plan.receipt');
    project.write('set.yaml', contactSet([ADA.replace('name: Ada', 'name: Ada L.'), GRACE]));
    const [grace] = project.emulator.state.allContacts();
    project.emulator.foreign('PUT', `/contacts/${grace?.id}`, { name: 'G. Hopper' });
    const result = await project.result('--expect', 'plan.receipt');
    expect(outcomes(result).slice(2)).toEqual([
      'contact/beta/customer-9001 not_attempted: it was not reviewed',
      'contact/beta/customer-9002 not_attempted: it was not reviewed',
    ]);
    expect(result.summary.done).toBe(2);
    expect(result.diagnostics[0]?.detail).toContain('2 are no longer in the plan');
  });

  it('leaves a reviewed change whose requirement was not reviewed', async () => {
    project.emulator.foreign('POST', '/tags', { name: 'vip' });
    await project.plan('--receipt', 'plan.receipt');
    const [tag] = project.emulator.state.tags();
    project.emulator.foreign('DELETE', `/tags/${tag?.id}`);
    const result = await project.result('--expect', 'plan.receipt');
    expect(outcomes(result)).toEqual([
      'tag/vip not_attempted: it was not reviewed',
      'tag/beta done',
      'contact/beta/customer-9001 not_attempted: it needs tag/vip, which was not reviewed',
    ]);
    expect(result.exit).toBe(3);
  });

  it('exits 4 and writes nothing when nothing of the plan was reviewed', async () => {
    await project.plan('--receipt', 'plan.receipt', '--target', 'tag/nobody');
    await project.apply();
    await project.plan('--receipt', 'empty.receipt');
    project.write('set.yaml', contactSet([GRACE]));
    const before = project.writes().length;
    const { exit, out, err } = await project.apply('--expect', 'empty.receipt');
    expect(exit).toBe(4);
    expect(err).toContain('error[unexpected-plan]: none of the changes was reviewed');
    expect(out).toContain('Nothing was applied: none of the changes was reviewed.');
    const result = await project.result('--expect', 'empty.receipt');
    expect(result.exit).toBe(4);
    expect(outcomes(result)).toEqual(['contact/beta/customer-9002 not_attempted: it was not reviewed']);
    expect(project.writes().length).toBe(before);
  });

  it('holds the guards against what is run, not against what is left', async () => {
    project.emulator.foreign('POST', '/contacts', { role: 'lead', email: 'visitor@acme.test' });
    await project.plan('--receipt', 'plan.receipt');
    const merge = `apiVersion: interform/v1\nkind: Merges\nmerges:\n  - { from: { email: visitor@acme.test }, into: { external_id: customer-9001 }, skip_duplicate_validation: true }\n`;
    project.write('merges.yaml', merge);
    const left = await project.result('--expect', 'plan.receipt');
    expect(left.exit).toBe(3);
    expect(outcomes(left).filter((line) => line.includes('not_attempted'))).toHaveLength(1);
    await project.plan('--receipt', 'merge.receipt');
    expect((await project.result('--expect', 'merge.receipt')).exit).toBe(5);
    expect((await project.result('--expect', 'merge.receipt', '--allow', 'merge=1')).exit).toBe(0);
  });

  it('holds a plan file against it too', async () => {
    await project.plan('--receipt', 'plan.receipt');
    project.write('set.yaml', contactSet([ADA, GRACE]));
    await project.plan('--out', 'plan.jsonl');
    const result = await project.result('plan.jsonl', '--expect', 'plan.receipt');
    expect(result).toMatchObject({ exit: 3, summary: { done: 3, not_attempted: 1 } });
  });
});

describe('a receipt that cannot be trusted is refused before any request', () => {
  beforeEach(async () => {
    await project.plan('--receipt', 'plan.receipt');
  });

  const refusals: readonly [string, string, (text: string) => string][] = [
    ['edited by hand', 'receipt-edited', (text) => text.replace(/("change":")./, '$1_')],
    ['with a line taken out', 'receipt-edited', (text) => text.replace(/\n\{"change".*?\n/, '\n')],
    [
      'with a line put in',
      'receipt-edited',
      (text) => text.replace('\n{"trailer"', `\n{"change":"${'a'.repeat(64)}"}\n{"trailer"`),
    ],
    ['with a note at its end', 'receipt-edited', (text) => `${text}approved\n`],
    [
      'with a value that is no hash',
      'receipt-edited',
      (text) => mended(text, (lines) => lines.map((line, at) => (at === 1 ? '{"change":"*"}' : line))),
    ],
    ['with one line twice', 'receipt-edited', (text) => mended(text, (lines) => [...lines, lines[1] ?? ''])],
    [
      'with a salt of another form',
      'receipt-edited',
      (text) => mended(text, ([head = '', ...rest]) => [head.replace(/"salt":"\w+"/, '"salt":""'), ...rest]),
    ],
    [
      'cut off between lines',
      'receipt-truncated',
      (text) => text.split('\n').slice(0, 2).join('\n').concat('\n'),
    ],
    ['cut off within a line', 'receipt-truncated', (text) => text.slice(0, -40)],
    ['cut off within its first line', 'receipt-truncated', (text) => text.split('\n')[0] ?? ''],
    ['of a later version', 'receipt-newer', (text) => text.replace('receipt/1', 'receipt/2')],
    ['that is empty', 'receipt-foreign', () => ''],
    ['that is a manifest', 'receipt-foreign', () => TAGS],
  ];
  it.each(refusals)('%s', async (_what, code, change) => {
    const text = change(project.read('plan.receipt'));
    project.write('plan.receipt', text);
    const before = project.emulator.requests.length;
    const { exit, out } = await project.apply('--expect', 'plan.receipt', '--json');
    expect(exit).toBe(1);
    expect(JSON.parse(out)).toMatchObject({
      format: 'interform-error/1',
      diagnostics: [{ code, file: 'plan.receipt' }],
    });
    expect(project.emulator.requests.length).toBe(before);
  });

  it('that is a plan file, with a hint', async () => {
    await project.plan('--out', 'plan.jsonl');
    const { err } = await project.apply('--expect', 'plan.jsonl');
    expect(err).toContain('error[receipt-foreign]');
    expect(err).toContain('a plan file is the argument of apply');
  });

  it('that is not there', async () => {
    expect((await project.apply('--expect', 'nowhere.receipt')).err).toContain(
      'error[unreadable-receipt]: there is no such receipt',
    );
  });

  it('of another environment of the same workspace, and nothing is written', async () => {
    const config = 'environments: { staging: {}, production: {} }\n';
    const both = await openProject({ config });
    both.write('tags.yaml', TAGS);
    expect((await both.plan('--env', 'staging', '--receipt', 'staging.receipt')).exit).toBe(0);
    const result = await both.result('--env', 'production', '--expect', 'staging.receipt');
    expect(result.exit).toBe(1);
    expect(result.diagnostics).toMatchObject([
      { code: 'receipt-environment', detail: 'it is for staging, this run for production' },
    ]);
    expect(both.writes()).toEqual([]);
    expect((await both.result('--env', 'staging', '--expect', 'staging.receipt')).exit).toBe(0);
    // An empty plan passes whatever was expected (design 6.2).
    expect((await both.result('--env', 'production', '--expect', 'staging.receipt')).exit).toBe(0);
    await both.close();
  });

  it('of another workspace, and nothing is written', async () => {
    const other = await openProject({
      seed: { app: { id_code: 'x1y2z3', name: 'Staging', region: 'US', timezone: 'UTC' } },
    });
    other.write('tags.yaml', TAGS);
    other.write('plan.receipt', project.read('plan.receipt'));
    const result = await other.result('--expect', 'plan.receipt');
    expect(result.exit).toBe(1);
    expect(result.diagnostics).toMatchObject([{ code: 'receipt-workspace' }]);
    expect(other.writes()).toEqual([]);
    await other.close();
  });

  it('of another version of the Intercom API', async () => {
    project.write('interform.yaml', `${project.read('interform.yaml')}intercom_version: "2.15"\n`);
    const result = await project.result('--expect', 'plan.receipt');
    expect(result).toMatchObject({ exit: 1, diagnostics: [{ code: 'receipt-intercom-version' }] });
  });
});

describe('apply --expect sha256:…', () => {
  async function digest(): Promise<string> {
    return (JSON.parse((await project.plan('--json')).out) as { digest: string }).digest;
  }

  it('makes the whole plan when it is that one', async () => {
    expect(await project.result('--expect', await digest())).toMatchObject({ exit: 0, summary: { done: 3 } });
  });

  it('makes nothing of any other and exits 4', async () => {
    const reviewed = await digest();
    project.write('set.yaml', contactSet([ADA, GRACE]));
    const result = await project.result('--expect', reviewed);
    expect(result).toMatchObject({ exit: 4, summary: { done: 0, not_attempted: 4 } });
    expect(result.diagnostics).toMatchObject([{ code: 'unexpected-plan' }]);
    expect(project.writes()).toEqual([]);
    await project.apply();
    expect((await project.result('--expect', reviewed)).exit).toBe(0);
  });

  it.each(['', ' ', 'sha256:', 'sha256:12ab', 'SHA256', 'a'.repeat(64), 'sha-256:00'])(
    'refuses %j',
    async (written) => {
      const { exit, err } = await project.apply('--expect', written);
      expect(exit).toBe(1);
      expect(err).toContain('error[bad-flag-value]');
      expect(project.emulator.requests).toHaveLength(0);
    },
  );
});
