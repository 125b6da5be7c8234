import { createHmac } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Apply } from '../../src/commands/apply.ts';
import { Plan } from '../../src/commands/plan.ts';
import { Render } from '../../src/commands/render.ts';
import { Show } from '../../src/commands/show.ts';
import { Validate } from '../../src/commands/validate.ts';
import { createEmulator, type Emulator } from '../../src/emulator/index.ts';
import { fakeTerminal, runCommand } from './fake-terminal.ts';

const TOKEN = 'canary-token-9f8e7d';
/** None of these may be found in a masked output, in any of the forms that it is written in. */
const CANARIES = /canary|%2B3538712|3538712345|secret-pronoun/i;
const ATTRIBUTES = `apiVersion: interform/v1
kind: DataAttributes
model: contact
attributes:
  pronouns: { type: string, sensitive: true }
  plan: { type: options, options: [free, pro] }
  seats: { type: integer }
`;
const contacts = (...rows: readonly string[]) => `apiVersion: interform/v1
kind: ContactSet
name: beta
contacts:
${rows.map((row) => `  - ${row}`).join('\n')}
`;
const ADA =
  '{ email: canary-ada@acme.test, name: Canary Ada, phone: "+353871234567", custom_attributes: { pronouns: secret-pronoun } }';
const EVE = '{ external_id: eve, email: canary-eve@acme.test, name: Canary Eve }';

let emulator: Emulator;
let server: Awaited<ReturnType<Emulator['listen']>>;
let folder: string;

beforeEach(async () => {
  emulator = createEmulator({ token: TOKEN });
  server = await emulator.listen({ port: 0 });
  folder = mkdtempSync(join(tmpdir(), 'interform-mask-'));
  write('interform.yaml', 'apiVersion: interform/v1\nkind: Project\nmanifests: .\n');
  write('attributes.yaml', ATTRIBUTES);
  write('contacts.yaml', contacts(ADA, EVE));
});

afterEach(async () => {
  await server.close();
  rmSync(folder, { recursive: true, force: true });
});

function write(name: string, text: string): void {
  writeFileSync(join(folder, name), text);
}

const COMMANDS = { plan: Plan, apply: Apply, show: Show, validate: Validate, render: Render };

async function run(line: string, env: Readonly<Record<string, string>> = {}) {
  const [name, ...argv] = line.split(' ');
  const terminal = fakeTerminal({
    cwd: folder,
    env: { INTERCOM_ACCESS_TOKEN: TOKEN, INTERCOM_BASE_URL: server.url, ...env },
  });
  const ran = await runCommand(COMMANDS[name as keyof typeof COMMANDS], argv, terminal);
  return { ...ran, all: ran.out + ran.err };
}

const CI = { CI: 'true' };
const digits = (key: string, value: string) =>
  createHmac('sha256', key).update(value).digest('hex').slice(0, 8);

describe('where personal data is masked', () => {
  it.each([
    ['plan', {}, false],
    ['plan', CI, true],
    ['plan --mask', {}, true],
    ['plan --no-mask', CI, false],
    ['plan --format markdown', {}, true],
    ['plan --format markdown --no-mask', {}, false],
    ['plan --format html', {}, true],
    ['plan --format html --no-mask', CI, false],
    ['plan --json', CI, false],
    ['plan --json --mask', {}, true],
    ['render', CI, true],
    ['render', {}, false],
  ])('%s with %j: %s', async (line, env, isMasked) => {
    const { exit, out } = await run(line, env);
    expect(exit).toBe(0);
    expect(CANARIES.test(out)).toBe(!isMasked);
  });

  it('shows eight digits of the HMAC, keyed by the token', async () => {
    const { out } = await run('plan --mask');
    const email = digits(TOKEN, 'canary-ada@acme.test');
    expect(out).toContain(`contact/beta/${email}`);
    expect(out).toMatch(new RegExp(`email +"?${email}"?\\n`));
    expect(out).toMatch(new RegExp(`pronouns +"?${digits(TOKEN, 'secret-pronoun')}"?\\n`));
    expect(out).toContain('contact/beta/eve');
  });

  it('is keyed by the variable that mask_key_env names', async () => {
    write(
      'interform.yaml',
      'apiVersion: interform/v1\nkind: Project\nmanifests: .\nmask_key_env: ACME_MASK_KEY\n',
    );
    const { out } = await run('plan --mask', { ACME_MASK_KEY: 'acme' });
    expect(out).toContain(digits('acme', 'canary-ada@acme.test'));
    await run('plan --out plan.jsonl');
    const shown = await run('show plan.jsonl --format markdown', { ACME_MASK_KEY: 'acme' });
    expect(shown.out).toContain(digits('acme', 'canary-ada@acme.test'));
  });

  it('shows dots where there is no key at all', async () => {
    await run('plan --out plan.jsonl');
    const { out } = await run('show plan.jsonl --format markdown', { INTERCOM_ACCESS_TOKEN: '' });
    expect(out).toContain('<code>•••</code>');
    expect(out).toContain('••• stands for any value');
    expect(out).not.toContain('same eight digits');
    expect(out).not.toMatch(CANARIES);
  });

  it('writes the real values to a plan file, and says which attributes are sensitive', async () => {
    await run('plan --out plan.jsonl', CI);
    const header = JSON.parse(readFileSync(join(folder, 'plan.jsonl'), 'utf8').split('\n', 1)[0] ?? '');
    expect(header.sensitive).toEqual(['attribute/contact/pronouns']);
    const shown = await run('show plan.jsonl', CI);
    expect(shown.out).not.toMatch(CANARIES);
    expect((await run('apply plan.jsonl --auto-approve')).exit).toBe(0);
  });

  it('never applies a plan file that was saved masked, and shows it as it is', async () => {
    const saved = await run('plan --mask --out plan.jsonl');
    expect(saved.err).toContain('Saved to plan.jsonl, masked: it can be shown, but not applied.');
    expect(readFileSync(join(folder, 'plan.jsonl'), 'utf8')).not.toMatch(CANARIES);
    const shown = await run('show plan.jsonl --no-mask');
    expect(shown.exit).toBe(0);
    expect(shown.out).toContain('Personal data was masked when this plan was saved');
    emulator.clearRequests();
    const applied = await run('apply plan.jsonl --auto-approve --json');
    expect(applied.exit).toBe(1);
    const { diagnostics, summary } = JSON.parse(applied.out);
    expect(diagnostics.map(({ code }: { code: string }) => code)).toEqual(['plan-file-masked']);
    expect(summary).toMatchObject({ done: 0 });
    expect(emulator.requests).toEqual([]);
  });
});

describe('formats of apply', () => {
  it('prints the result alone on stdout, the plan on stderr', async () => {
    const { exit, out, err } = await run('apply --auto-approve --format markdown', CI);
    expect(exit).toBe(0);
    expect(out).toMatch(/^### Workspace Acme /);
    expect(out).toContain('**Apply: 5 done, 0 already, 0 failed, 0 stale.**');
    expect(err).toContain('Plan: 5 to create');
    expect(out + err).not.toMatch(CANARIES);
  });

  it('prints one HTML document', async () => {
    const { out } = await run('apply --auto-approve --format html', CI);
    expect(out.match(/<!doctype html>/g)).toHaveLength(1);
    expect(out.trimEnd().endsWith('</html>')).toBe(true);
    expect(out).not.toMatch(CANARIES);
  });

  it('prints the plan with the reason where nothing was applied', async () => {
    emulator.foreign('POST', '/contacts', { role: 'lead', email: 'canary-eve@acme.test' });
    write(
      'contacts.yaml',
      contacts(ADA, EVE).replace('name: beta', 'name: beta\nidentity: { leads: absorb }'),
    );
    const { exit, out } = await run('apply --auto-approve --format markdown', CI);
    expect(exit).toBe(5);
    expect(out).toContain('**Nothing was applied: the plan is blocked.**');
    expect(out).not.toMatch(CANARIES);
  });
});

describe('an apply whose changes went stale', () => {
  it('masks what is live and what was sent', async () => {
    expect((await run('apply --auto-approve', CI)).exit).toBe(0);
    write(
      'contacts.yaml',
      contacts(ADA.replace('Canary Ada', 'Canary Adele').replace('secret-pronoun', 'secret-pronouns'), EVE),
    );
    await run('plan --out plan.jsonl', CI);
    const live = emulator.state.liveContacts().find(({ email }) => email === 'canary-ada@acme.test');
    emulator.foreign('PUT', `/contacts/${live?.id}`, {
      name: 'Canary Countess',
      custom_attributes: { pronouns: 'secret-pronoun-2' },
    });
    for (const format of ['text', 'markdown', 'html']) {
      const applied = await run(`apply plan.jsonl --auto-approve --format ${format}`, CI);
      expect(applied.exit).toBe(4);
      expect(applied.out).toContain('the plan saw');
      expect(applied.all).not.toMatch(CANARIES);
    }
    const json = await run('apply plan.jsonl --auto-approve --json --mask', CI);
    expect(json.out).toContain('stale');
    expect(json.all).not.toMatch(CANARIES);
  });
});
