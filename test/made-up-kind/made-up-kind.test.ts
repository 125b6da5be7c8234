import { readdirSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Audit } from '../../src/commands/audit.ts';
import { Doctor } from '../../src/commands/doctor.ts';
import { Generate } from '../../src/commands/generate.ts';
import { Pull } from '../../src/commands/pull.ts';
import { parseFaults } from '../../src/emulator/index.ts';
import type { Kind } from '../../src/types/kind.ts';
import type { PlanDocument } from '../../src/types/plan.ts';
import { openProject, outcomes, type Project, TAGS } from '../approval/project.ts';
import { fakeTerminal, runCommand } from '../commands/fake-terminal.ts';

/*
 * Offices are no kind of Intercom's. All that is known of them stands in the folder beside this file: if a part of the program knew the
 * kinds by name, it would show here.
 */

vi.mock('../../src/kinds/index.ts', async (original) => {
  const module = await original<typeof import('../../src/kinds/index.ts')>();
  const { officeKind } = await import('./office/kind.ts');
  (module.kinds as Kind[]).push(officeKind);
  return module;
});

vi.mock('../../src/emulator/resources/index.ts', async (original) => {
  const module = await original<typeof import('../../src/emulator/resources/index.ts')>();
  const { emulatedOffices } = await import('./office/emulated.ts');
  return { ...module, resources: [...module.resources, emulatedOffices] };
});

const head = 'apiVersion: interform/v1\nkind: Offices\noffices:\n';
const OFFICES = `${head}  Berlin Mitte: { city: Berlin, keyholder: Ada Lovelace, phones: ["+49301111", "+49302222"] }\n`;

let project: Project;

beforeEach(async () => {
  project = await openProject();
});

afterEach(() => project.close());

function run(command: Parameters<typeof runCommand>[0], ...argv: string[]) {
  const env = { INTERCOM_ACCESS_TOKEN: 'of-ada', INTERCOM_BASE_URL: project.url };
  return runCommand(command, argv, fakeTerminal({ cwd: project.folder, env }));
}

async function planned(...argv: string[]): Promise<PlanDocument> {
  return JSON.parse((await project.plan('--json', ...argv)).out) as PlanDocument;
}

async function changesOf(...argv: string[]): Promise<readonly string[]> {
  return [...(await planned(...argv)).changes].map(({ address, action }) => `${action} ${address}`);
}

const live = () => project.emulator.state.records('offices');

/** How many pages of offices were asked for. */
function pagesRead(): number {
  return project.emulator.requests.filter(({ method, path }) => method === 'GET' && path === '/offices')
    .length;
}

/** Berlin and two others, which take two pages. */
function openThree(more: Readonly<Record<string, boolean>> = {}): void {
  openBerlin();
  openBerlin({ name: 'Bonn' });
  project.emulator.foreign('POST', '/offices', { name: 'Potsdam', city: 'Potsdam', ...more });
}

function openBerlin(more: Readonly<Record<string, string | string[]>> = {}): void {
  project.emulator.foreign('POST', '/offices', {
    ...{ name: 'Berlin Mitte', city: 'Berlin', keyholder: 'Ada Lovelace' },
    ...{ phones: ['+49301111', '+49302222'], ...more },
  });
}

describe('a made-up kind', () => {
  it('is validated with its own schema and its own checks', async () => {
    project.write('offices.yaml', OFFICES);
    expect(await project.validate()).toMatchObject({ exit: 0, out: expect.stringContaining('1 office') });
    project.write('offices.yaml', `${head}  " Bonn": { town: Bonn }\n`);
    const { exit, err } = await project.validate();
    expect(exit).toBe(1);
    expect(err).toContain('error[office-name]');
    expect(err).toContain('town');
  });

  it('is planned, applied and planned empty', async () => {
    project.write('offices.yaml', OFFICES);
    expect(await changesOf()).toEqual(['create office/Berlin%20Mitte']);
    expect(outcomes(await project.result())).toEqual(['office/Berlin%20Mitte done']);
    expect(live()).toMatchObject([
      { name: 'Berlin Mitte', city: 'Berlin', phones: ['+49301111', '+49302222'] },
    ]);
    expect(await changesOf()).toEqual([]);
    project.write('offices.yaml', OFFICES.replace('city: Berlin', 'city: Potsdam'));
    expect(await changesOf()).toEqual(['update office/Berlin%20Mitte']);
  });

  it('costs a plan that declares none no request', async () => {
    openBerlin();
    project.write('tags.yaml', TAGS);
    expect(await changesOf()).toEqual(['create tag/vip', 'create tag/beta']);
    expect(pagesRead()).toBe(0);
  });

  it('is counted by a snapshot only where there is one', async () => {
    expect((await project.snapshot(['--out', 'live.json'])).out).toContain(' and 0 companies of');
  });

  it('is applied from a saved plan, which tells of an edit that was made meanwhile', async () => {
    openBerlin({ city: 'Bonn' });
    project.write('offices.yaml', OFFICES);
    await project.plan('--out', 'plan.json');
    project.emulator.foreign('PUT', `/offices/${live()[0]?.['id']}`, { city: 'Kiel' });
    const late = await project.result('plan.json');
    expect(late.results).toMatchObject([{ address: 'office/Berlin%20Mitte', outcome: 'stale' }]);
    await project.plan('--out', 'plan.json');
    expect(outcomes(await project.result('plan.json'))).toEqual(['office/Berlin%20Mitte done']);
    expect(live()).toMatchObject([{ city: 'Berlin' }]);
  });

  it('is held by the guard that it counts for', async () => {
    openBerlin();
    project.write('offices.yaml', OFFICES.replace(', "+49302222"', ''));
    const { guards } = await planned();
    expect(guards).toContainEqual(expect.objectContaining({ verb: 'drop_option', count: 1 }));
    const held = await project.apply();
    expect(held.exit).not.toBe(0);
    expect(project.writes()).toEqual([]);
    expect(outcomes(await project.result('--allow', 'drop_option=1'))).toEqual([
      'office/Berlin%20Mitte done',
    ]);
  });

  it('has the fields masked that it calls personal, and no others', async () => {
    project.write('offices.yaml', OFFICES);
    const { out } = await project.plan('--json', '--mask');
    expect(out).not.toContain('Lovelace');
    expect(out).toContain('Berlin');
    expect((await project.plan('--json')).out).toContain('Lovelace');
  });

  it('is pulled by its own flag, and what is pulled plans empty', async () => {
    openBerlin();
    const { exit, out } = await run(Pull, '--branch-offices');
    expect(exit).toBe(0);
    expect(out).toContain('1 office live.');
    expect(project.read('0001-offices.yaml')).toContain(
      `${head}  Berlin Mitte:\n    city: Berlin\n    keyholder: Ada Lovelace\n`,
    );
    expect(await changesOf()).toEqual([]);
    expect((await run(Pull, '--branch-offices', '--check')).exit).toBe(0);
  });

  it('is pulled with everything else, and counted', async () => {
    openBerlin();
    const document = JSON.parse((await run(Pull, '--json')).out) as { live: object; files: object[] };
    expect(document.live).toMatchObject({ attributes: 0, tags: 0, companies: 0, branch_offices: 1 });
    expect(document.files).toEqual([{ file: '0001-offices.yaml', action: 'create', added: 1, changed: 0 }]);
  });

  it('has drift taken over where it is declared', async () => {
    openBerlin({ city: 'Kiel' });
    project.write('offices.yaml', `${OFFICES}  Bonn: { city: Bonn } # to be opened\n`);
    const { exit, out } = await run(Pull, '--branch-offices');
    expect(exit).toBe(0);
    expect(out).toContain('1 value changed');
    expect(project.read('offices.yaml')).toBe(
      `${OFFICES.replace('city: Berlin', 'city: Kiel')}  Bonn: { city: Bonn } # to be opened\n`,
    );
    expect(await changesOf()).toEqual(['create office/Bonn']);
  });

  it('is kept in a snapshot, and planned against it', async () => {
    openBerlin();
    const { out } = await project.snapshot(['--out', 'live.json']);
    expect(out).toContain('0 companies and 1 office of');
    expect(JSON.parse(project.read('live.json'))).toMatchObject({
      offices: [{ name: 'Berlin Mitte', city: 'Berlin' }],
    });
    project.write('offices.yaml', OFFICES.replace('city: Berlin', 'city: Potsdam'));
    const { changes } = JSON.parse(
      (await project.offline('--snapshot', 'live.json', '--json')).out,
    ) as PlanDocument;
    expect([...changes]).toMatchObject([
      { action: 'update', fields: { city: { before: 'Berlin', after: 'Potsdam' } } },
    ]);
  });

  it('is not compared with a snapshot that was taken before it was there', async () => {
    openBerlin();
    await project.snapshot(['--out', 'live.json']);
    const { offices, ...older } = JSON.parse(project.read('live.json')) as Record<string, unknown>;
    expect(offices).toHaveLength(1);
    project.write('live.json', JSON.stringify(older));
    project.write('offices.yaml', OFFICES.replace('city: Berlin', 'city: Potsdam'));
    const { changes, diagnostics } = JSON.parse(
      (await project.offline('--snapshot', 'live.json', '--json')).out,
    ) as PlanDocument;
    expect([...changes]).toEqual([]);
    expect(diagnostics).toContainEqual(
      expect.objectContaining({
        code: 'not-compared',
        summary: 'offices were not compared: the snapshot holds none of them',
      }),
    );
  });

  it('is refused in a snapshot whose rows are none', async () => {
    openBerlin();
    await project.snapshot(['--out', 'live.json']);
    project.write('live.json', project.read('live.json').replace('"city":"Berlin"', '"city":7'));
    const { exit, err } = await project.offline('--snapshot', 'live.json');
    expect(exit).toBe(1);
    expect(err).toContain('offices.0.city must be a string');
  });

  it('is audited, alone and with everything else', async () => {
    openBerlin();
    openBerlin({ name: 'Bonn', keyholder: 'Grace Hopper', phones: [] });
    const { out, err } = await run(Audit, 'offices');
    expect(out).toContain('Offices: 2 offices\n  office        keyholder\n  Berlin Mitte  Ada Lovelace\n');
    expect(err).toContain('warning[office-without-phone]');
    expect(project.emulator.requests.filter(({ path }) => path.startsWith('/contacts'))).toEqual([]);
    const whole = JSON.parse((await run(Audit, '--json', '--mask')).out) as Record<string, unknown>;
    expect(Object.keys(whole)).toEqual(expect.arrayContaining(['attributes', 'tags', 'contacts', 'offices']));
    expect(whole['offices']).toMatchObject({
      items: [{ name: 'Berlin Mitte', phones: 2 }, { name: 'Bonn' }],
    });
    expect(JSON.stringify(whole)).not.toContain('Lovelace');
  });

  it('is described by what generate makes', async () => {
    project.write('offices.yaml', OFFICES);
    expect((await run(Generate, 'types')).out).toContain(
      '/**\n * A phone of each office.\n * Intercom may hold others that no manifest declares.\n */\nexport interface OfficePhones {\n  "Berlin Mitte"?: string | null;\n}\n',
    );
    const schema = JSON.parse((await run(Generate, 'types', '--format', 'json-schema')).out);
    expect(schema.properties.office).toEqual({ $ref: '#/$defs/office_custom_attributes' });
    expect((await run(Generate, 'docs')).out).toContain(
      '| `Berlin Mitte` | string |  | the caretaker: written in `offices.yaml` |',
    );
  });

  it('is tried by doctor', async () => {
    openBerlin();
    expect((await run(Doctor)).out).toMatch(/read offices +1 offices/);
  });

  it('is found where its create got no answer', async () => {
    project.write('offices.yaml', OFFICES);
    project.emulator.setFaults(parseFaults('lost#1'));
    expect(outcomes(await project.result())).toEqual(['office/Berlin%20Mitte done']);
    expect(live()).toHaveLength(1);
  });
});

describe('a made-up kind whose list comes in pages', () => {
  it('is planned from all of them', async () => {
    openThree();
    project.write('offices.yaml', `${OFFICES}  Potsdam: { city: Berlin }\n  Kiel: { city: Kiel }\n`);
    expect(await changesOf()).toEqual(['update office/Potsdam', 'create office/Kiel']);
    expect(pagesRead()).toBe(2);
  });

  it('is pulled from all of them, and each is asked for once', async () => {
    openThree();
    expect((await run(Pull, '--branch-offices')).out).toContain('3 offices live.');
    expect(pagesRead()).toBe(2);
    expect(project.read('0001-offices.yaml')).toContain('Potsdam:');
    expect(await changesOf()).toEqual([]);
  });

  it('is kept whole in a snapshot, which answers for all of them', async () => {
    openThree();
    expect((await project.snapshot(['--out', 'live.json'])).out).toContain('3 offices of');
    project.write('offices.yaml', `${OFFICES}  Potsdam: { city: Berlin }\n  Kiel: { city: Kiel }\n`);
    const { changes } = JSON.parse(
      (await project.offline('--snapshot', 'live.json', '--json')).out,
    ) as PlanDocument;
    expect([...changes].map(({ address, action }) => `${action} ${address}`)).toEqual([
      'update office/Potsdam',
      'create office/Kiel',
    ]);
  });

  it('is neither planned, pulled nor kept where fewer came than there are', async () => {
    openThree({ hidden: true });
    project.write('offices.yaml', `${OFFICES}  Potsdam: { city: Potsdam }\n`);
    for (const { exit, err } of [
      await project.plan(),
      await project.apply(),
      await run(Pull, '--branch-offices'),
      await project.snapshot(['--out', 'live.json']),
    ]) {
      expect(exit).not.toBe(0);
      expect(err).toContain('2 of 3 rows arrived');
    }
    expect(project.writes()).toEqual([]);
    const files = readdirSync(project.folder).filter((name) => name !== '.interform');
    expect(files.sort()).toEqual(['interform.yaml', 'offices.yaml']);
  });
});
