import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { makePlan } from '../../src/app/plan.ts';
import { Apply } from '../../src/commands/apply.ts';
import { Plan } from '../../src/commands/plan.ts';
import { Pull } from '../../src/commands/pull.ts';
import type { EmulatorOptions, EmulatorSeed } from '../../src/emulator/index.ts';
import { planExit } from '../../src/plan/exit.ts';
import type { PlanDocument } from '../../src/types/plan.ts';
import type { ResultDocument } from '../../src/types/result.ts';
import { contactSet, openProject, outcomes, type Project } from '../approval/project.ts';
import { fakeTerminal, runCommand } from '../commands/fake-terminal.ts';
import { serveWithFaults } from '../commands/faulty-server.ts';
import { inParts } from '../properties/parts.ts';

let project: Project;

afterEach(() => project.close());

const SEED: EmulatorSeed = {
  contacts: [
    { id: 'u1', external_id: 'customer-17', email: 'Ada.Gone@acme.test', phone: '+353871234567' },
    { id: 'u2', external_id: 'customer-18', email: 'stays@acme.test' },
  ],
};
const OF_ADA = /customer-17|ada\.gone|353871234567/i;
const REMOVED = 'apiVersion: interform/v1\nkind: Removed\n';

/** The proof of Ada's erasure: the hashes of her id, external_id, email and phone. */
async function erased(options: EmulatorOptions = {}): Promise<readonly string[]> {
  project = await openProject({ seed: SEED, ...options });
  project.write('removed.yaml', `${REMOVED}contacts: [{ external_id: customer-17 }]\n`);
  const result = await project.result('--allow', 'delete=1');
  expect(outcomes(result)).toEqual(['removed/contact/u1 done']);
  const [proof] = [...result.results].map((one) => one.erased);
  expect(proof?.keys).toHaveLength(4);
  return proof?.keys ?? [];
}

function paste(hashes: readonly string[], more = ''): void {
  const entries = hashes.map((hash) => `  - { hash: ${hash}${more} }\n`).join('');
  project.write('removed.yaml', `${REMOVED}contacts:\n${entries}`);
}

/** Somebody makes a contact in Intercom, and gives it the external_id of a deleted one, which a POST would not take. */
function create({ external_id: held, ...fields }: Record<string, string>): void {
  const made = project.emulator.foreign('POST', '/contacts', {
    role: 'user',
    external_id: `new-${project.emulator.requests.length}`,
    ...fields,
  });
  expect(made.status).toBe(200);
  if (held === undefined) return;
  const { id } = made.body as { readonly id: string };
  expect(project.emulator.foreign('PUT', `/contacts/${id}`, { external_id: held }).status).toBe(200);
}

function lead(email: string): number {
  return project.emulator.foreign('POST', '/contacts', { role: 'lead', email }).status;
}

async function planned(...argv: string[]): Promise<PlanDocument> {
  const { out, err } = await project.plan('--json', ...argv);
  expect(out, err).not.toBe('');
  return JSON.parse(out) as PlanDocument;
}

const found = ({ diagnostics }: Pick<PlanDocument, 'diagnostics'>) =>
  diagnostics.map(({ code, severity }) => `${severity} ${code}`);
const searches = () => project.emulator.requests.filter(({ path }) => path.endsWith('/search')).length;

describe('the hashes of a proof, pasted into a manifest', () => {
  it.each([
    ['email', { external_id: 'other', email: 'ada.gone@ACME.test' }],
    ['external_id', { external_id: 'customer-17', email: 'new@acme.test' }],
    ['phone', { external_id: 'other', phone: '+353 87 123 4567' }],
  ])(
    'find who comes back with the same %s, and nobody is deleted without a new allowance',
    async (_, fields) => {
      paste(await erased());
      expect((await planned()).summary).toMatchObject({ unchanged: 4 });
      create(fields);
      const plan = await planned();
      expect([...plan.changes]).toMatchObject([{ action: 'delete', irreversible: true, kind: 'removed' }]);
      expect(plan.summary).toMatchObject({ delete: 1, blocked: 1 });
      expect((await project.result()).exit).toBe(5);
      const result = await project.result('--allow', 'delete=1');
      expect(result.summary).toMatchObject({ done: 1, failed: 0 });
      expect(await planned()).toMatchObject({ summary: { unchanged: 4 }, changes: [] });
    },
  );

  it('stand in a data file that git may keep', async () => {
    const hashes = await erased();
    project.write('removed.yaml', `${REMOVED}source: { file: erased.csv }\n`);
    project.write('erased.csv', `hash,external_id\n${hashes.join(',\n')},\n,never\n`);
    create({ external_id: 'other', email: 'ada.gone@acme.test' });
    const plan = await planned();
    expect([...plan.changes]).toHaveLength(1);
    expect(plan.summary).toMatchObject({ delete: 1, unchanged: 4 });
  });

  it('stand in a column of any name, in capitals and beside a role', async () => {
    const hashes = await erased();
    project.write(
      'removed.yaml',
      `${REMOVED}source: { file: erased.csv, columns: { hash: Proof, role: Kind } }\n`,
    );
    const rows = hashes.map((hash) => `${hash.toUpperCase()},lead\n`).join('');
    project.write('erased.csv', `Proof,Kind\n${rows}`);
    create({ email: 'ada.gone@acme.test' });
    expect([...(await planned()).changes]).toEqual([]);
    project.write('erased.csv', `Proof,Kind\n${rows.replaceAll('lead', 'user')}`);
    expect([...(await planned()).changes]).toHaveLength(1);
  });

  it('find nobody whom search shows still, and who was deleted by an earlier run', async () => {
    paste(await erased({ indexLagMs: 60_000 }));
    const plan = await planned();
    expect([...plan.changes]).toEqual([]);
    expect(plan.summary).toMatchObject({ unchanged: 4 });
  });

  it('hit one person once, though several of them are theirs', async () => {
    paste(await erased());
    create({ external_id: 'customer-17', email: 'ada.gone@acme.test' });
    expect([...(await planned()).changes]).toHaveLength(1);
    expect((await project.result('--allow', 'delete=1')).summary.done).toBe(1);
  });

  it('are compared in one scan, and without them there is none', async () => {
    const hashes = await erased();
    const before = searches();
    project.write('removed.yaml', `${REMOVED}tags: [never]\n`);
    await planned();
    expect(searches()).toBe(before);
    paste(hashes);
    await planned();
    expect(searches()).toBe(before + 1);
  });

  it('are those that the history tells', async () => {
    const hashes = await erased();
    const { out } = await project.apply('--allow', 'delete=1');
    expect(out).toContain('No changes');
    for (const hash of hashes) expect(hash).toMatch(/^[0-9a-f]{8}-[0-9a-f]{24}$/);
    expect(new Set(hashes.map((hash) => hash.slice(0, 8))).size).toBe(1);
  });

  it('of several people are an error that names them by id, and role tells them apart', async () => {
    const hashes = await erased();
    create({ external_id: 'other', email: 'ada.gone@acme.test' });
    expect(lead('ada.gone@acme.test')).toBe(200);
    paste(hashes);
    const plan = await planned();
    expect(found(plan)).toContain('error removed-several');
    expect([...plan.changes]).toEqual([]);
    const [several] = plan.diagnostics.filter(({ code }) => code === 'removed-several');
    expect(several?.detail).toMatch(/\(user, made .*\(lead, made |\(lead, made .*\(user, made /);
    expect(JSON.stringify(plan.diagnostics)).not.toMatch(OF_ADA);
    paste(hashes, ', role: lead');
    const [change, ...others] = [...(await planned()).changes];
    expect(others).toEqual([]);
    expect(change?.fields).toMatchObject({ role: { before: 'lead' } });
  });
});

describe('hashes that cannot be compared', () => {
  async function refused(token = 'of-ada'): Promise<PlanDocument> {
    const env = { INTERCOM_ACCESS_TOKEN: token, INTERCOM_BASE_URL: project.url };
    const ran = await runCommand(Plan, ['--json'], fakeTerminal({ cwd: project.folder, env }));
    expect(ran.exit, ran.out).toBe(1);
    return JSON.parse(ran.out) as PlanDocument;
  }

  it('were made with another token: an error, never nothing', async () => {
    paste(await erased());
    create({ external_id: 'customer-17' });
    const plan = await refused('of-grace');
    expect(found(plan)).toContain('error removed-hash-key');
    expect([...plan.changes]).toEqual([]);
    expect(JSON.stringify(plan.diagnostics)).toMatch(/mask_key_env/);
  });

  it('were made by another store', async () => {
    paste(await erased());
    rmSync(join(project.folder, '.interform'), { recursive: true });
    expect(found(await refused())).toContain('error removed-hash-key');
    const { exit, diagnostics } = await project.result('--allow', 'delete=1');
    expect(exit).toBe(1);
    expect(found({ diagnostics } as PlanDocument)).toContain('error removed-hash-key');
  });

  it('have no store to be compared with', async () => {
    paste(await erased());
    const config = readFileSync(join(project.folder, 'interform.yaml'), 'utf8');
    project.write('interform.yaml', `${config}store: none\n`);
    expect(found(await refused())).toContain('error removed-hash-key');
  });

  it('are compared by a mask key, whatever the token is', async () => {
    project = await openProject({ seed: SEED, config: 'mask_key_env: ERASURES_KEY\n' });
    const terminal = (token: string) =>
      fakeTerminal({
        cwd: project.folder,
        env: { INTERCOM_ACCESS_TOKEN: token, INTERCOM_BASE_URL: project.url, ERASURES_KEY: 'of-the-team' },
      });
    const argv = ['--auto-approve', '--json', '--allow', 'delete=1'];
    project.write('removed.yaml', `${REMOVED}contacts: [{ external_id: customer-17 }]\n`);
    const { out } = await runCommand(Apply, argv, terminal('of-ada'));
    paste([...(JSON.parse(out) as ResultDocument).results].flatMap(({ erased: proof }) => proof?.keys ?? []));
    create({ external_id: 'customer-17' });
    const again = JSON.parse((await runCommand(Apply, argv, terminal('of-grace'))).out) as ResultDocument;
    expect(again.summary.done).toBe(1);
  });

  it('are told of by a plan from a snapshot', async () => {
    paste(await erased());
    create({ external_id: 'customer-17' });
    await project.snapshot(['--contacts', '--out', 'snap.json']);
    const plan = await planned('--snapshot', 'snap.json');
    expect([...plan.changes]).toEqual([]);
    expect(found(plan).filter((one) => one === 'info not-compared')).toHaveLength(1);
  });

  it('were compared with fewer people than there are: nobody is deleted', async () => {
    paste(await erased());
    create({ external_id: 'customer-17' });
    const server = await serveWithFaults(project.emulator, ({ method, url, body }, response) => {
      if (!url.startsWith('/contacts/search')) return undefined;
      const headers = { authorization: 'Bearer of-ada', 'content-type': 'application/json' };
      const answer = project.emulator.handle({ method, url, headers, body });
      const rows = JSON.parse(String(answer.body)) as { total_count: number };
      response.writeHead(answer.status, answer.headers);
      response.end(JSON.stringify({ ...rows, total_count: rows.total_count + 1 }));
      return true;
    });
    const env = { INTERCOM_ACCESS_TOKEN: 'of-ada', INTERCOM_BASE_URL: server.url };
    const ran = await runCommand(Plan, ['--json'], fakeTerminal({ cwd: project.folder, env }));
    await server.close();
    const plan = JSON.parse(ran.out) as PlanDocument;
    expect([...plan.changes]).toEqual([]);
    expect(found(plan)).toContain('warning incomplete-read');
    expect(plan.summary).toMatchObject({ skipped: 4 });
  });
});

describe('what is no hash', () => {
  it.each([
    ['a piece of one', 'hash: 1f2e3d4c-0011'],
    ['an email', 'hash: ada.gone@acme.test'],
    ['a hash with a key beside it', `hash: 1f2e3d4c-${'0'.repeat(24)}, email: ada.gone@acme.test`],
  ])('%s is an error without a workspace too, and is not repeated', async (_, entry) => {
    project = await openProject({ seed: SEED });
    project.write('removed.yaml', `${REMOVED}contacts: [{ ${entry} }]\n`);
    for (const { out, exit } of [await project.validate('--json'), await project.plan('--json')]) {
      expect(exit, out).toBe(1);
      const { diagnostics } = JSON.parse(out) as PlanDocument;
      expect(found({ diagnostics })).toEqual(['error removed-hash']);
      expect(JSON.stringify(diagnostics)).not.toMatch(OF_ADA);
    }
  });

  it('is an error in a row', async () => {
    project = await openProject({ seed: SEED });
    project.write('removed.yaml', `${REMOVED}source: { file: erased.csv }\n`);
    project.write('erased.csv', 'hash\nada.gone@acme.test\n');
    const { out, exit } = await project.validate('--json');
    expect(exit).toBe(1);
    expect(found(JSON.parse(out) as PlanDocument)).toEqual(['error removed-hash']);
    expect(out).not.toMatch(OF_ADA);
  });

  it('is valid without a workspace where its form is', async () => {
    project = await openProject({ seed: SEED });
    paste([`1f2e3d4c-${'0'.repeat(24)}`]);
    expect((await project.validate()).exit).toBe(0);
  });
});

describe('who is removed by a hash', () => {
  it.each([
    ['and live: an error that names both places', true],
    ['and still to be made: an error that says who holds the key', false],
  ])('is declared elsewhere %s', async (_, isLive) => {
    paste(await erased());
    if (isLive) create({ external_id: 'customer-17' });
    project.write('people.yaml', contactSet(['external_id: customer-17, name: Ada']));
    const plan = await planned();
    if (!isLive) {
      // As long as Intercom deletes the person, that alone is in the way.
      expect(plan.diagnostics.map(({ code }) => code)).toContain('identity-not-live');
      return;
    }
    const [both] = plan.diagnostics.filter(({ code }) => code === 'removed-and-declared');
    expect(both?.file, JSON.stringify(plan.diagnostics)).toBe('people.yaml');
    expect(both?.detail).toContain('removed.yaml:');
    expect((await project.result('--allow', 'delete=1')).exit).toBe(1);
    expect(project.writes().filter((one) => one === 'POST /contacts')).toEqual([]);
  });

  it.each([
    ['live', true],
    ['still to be made', false],
  ])('is declared by a data file that is planned in parts, %s', async (_, isLive) => {
    paste(await erased());
    if (isLive) create({ external_id: 'other', email: 'ada.gone@acme.test' });
    project.write(
      'people.yaml',
      'apiVersion: interform/v1\nkind: ContactSet\nname: people\nsource: { file: people.csv }\n',
    );
    project.write('people.csv', 'external_id,email\ncustomer-18,stays@acme.test\nother,ada.gone@acme.test\n');
    const selected = { project: project.folder, variables: new Map(), target: [], exclude: [] };
    const made = await makePlan(inParts({ ...selected, allow: new Map() }, 1), {
      env: { INTERCOM_ACCESS_TOKEN: 'of-ada', INTERCOM_BASE_URL: project.url },
      now: Date.now,
      sleep: async () => undefined,
    });
    expect(made.diagnostics.map(({ code }) => code)).toContain('removed-and-declared');
    expect(planExit(made.plan as PlanDocument, { detailedExitcode: false })).toBe(1);
  });

  it('is merged elsewhere', async () => {
    paste(await erased());
    create({ external_id: 'customer-17' });
    expect(lead('lead@acme.test')).toBe(200);
    project.write(
      'merges.yaml',
      'apiVersion: interform/v1\nkind: Merges\nmerges: [{ from: { email: lead@acme.test }, into: { external_id: customer-17 } }]\n',
    );
    expect(found(await planned())).toContain('error removed-and-declared');
  });

  it('is declared by a later version', async () => {
    const hashes = await erased();
    rmSync(join(project.folder, 'removed.yaml'));
    project.write(
      '0001-removed.yaml',
      `${REMOVED}contacts: [${hashes.map((hash) => `{ hash: ${hash} }`).join()}]\n`,
    );
    project.write('0002-people.yaml', contactSet(['external_id: customer-17, name: Ada']));
    create({ external_id: 'customer-17' });
    expect(found(await planned('--to', '0001'))).toContain('error removed-and-declared');
  });

  it('is not taken over by a pull, which says where it cannot tell', async () => {
    paste(await erased());
    create({ external_id: 'customer-17', email: 'ada.gone@acme.test' });
    const pull = (token: string) => {
      const env = { INTERCOM_ACCESS_TOKEN: token, INTERCOM_BASE_URL: project.url };
      return runCommand(Pull, ['--contacts'], fakeTerminal({ cwd: project.folder, env }));
    };
    const ran = await pull('of-ada');
    expect(ran.exit, ran.err).toBe(0);
    expect(ran.out + ran.err).not.toContain('removed-hash-unread');
    const texts = readdirSync(project.folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && !entry.parentPath.includes('.interform'))
      .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'utf8'))
      .join('\n');
    expect(texts).toContain('customer-18');
    expect(texts).not.toMatch(OF_ADA);
    const other = await pull('of-grace');
    expect(other.out + other.err).toContain('removed-hash-unread');
  });
});
