import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createEmulator, type Emulator } from '../../src/emulator/index.ts';
import {
  apply,
  load,
  loadPlan,
  type PlanDocument,
  type ProjectOptions,
  plan,
  render,
  renderFindings,
  savePlan,
} from '../../src/index.ts';

const PEOPLE = `apiVersion: interform/v1
kind: ContactSet
name: customers
contacts:
  - { external_id: customer-1, email: ada@acme.test, name: Ada Lovelace }
`;

let folder: string;
let emulator: Emulator;
let project: ProjectOptions;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'interform-library-'));
  mkdirSync(join(folder, 'migrations'));
  manifest(PEOPLE);
  emulator = createEmulator({
    seed: { contacts: [{ id: 'ada', external_id: 'customer-1', email: 'ada@acme.test', name: 'A. L.' }] },
  });
  project = { project: folder, env: { INTERCOM_ACCESS_TOKEN: 'any', CI: '1' }, fetch: emulator.fetch };
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe('apply', () => {
  it('asks about the plan that it then runs', async () => {
    const asked: PlanDocument[] = [];
    const applied = await apply({ ...project, approve: (one) => asked.push(one) > 0 });
    expect(asked).toEqual([applied.plan]);
    expect(applied).toMatchObject({ exit: 0, result: { summary: { done: 1 } } });
    expect(emulator.state.contact('ada')?.name).toBe('Ada Lovelace');
    expect((await plan(project)).plan?.changes.length).toBe(0);
  });

  it('writes nothing without a yes, and lets the next one go on', async () => {
    const refused = await apply({ ...project, approve: () => false });
    expect(refused).toMatchObject({ exit: 1, result: { summary: { done: 0, not_attempted: 1 } } });
    const failing = apply({ ...project, approve: () => Promise.reject(new Error('nobody was there')) });
    await expect(failing).rejects.toThrow('nobody was there');
    expect(writes()).toEqual([]);
    expect((await apply({ ...project, approve: () => true })).exit).toBe(0);
  });

  it('does not ask about a plan that a guard blocks, until the guard is raised', async () => {
    manifest(PEOPLE.replace('name: Ada Lovelace', 'archived: true'));
    const approve = () => {
      throw new Error('asked');
    };
    const blocked = await apply({ ...project, approve });
    expect(blocked).toMatchObject({ exit: 5, result: { exit: 5, summary: { not_attempted: 1 } } });
    const raised = await apply({ ...project, allow: { archive: 1 }, approve: () => true });
    expect(raised.exit).toBe(0);
  });

  it('neither plans nor asks where a manifest is wrong', async () => {
    manifest(PEOPLE.replace('external_id', 'user_id'));
    const applied = await apply({ ...project, approve: () => true });
    expect(applied).toMatchObject({ exit: 1 });
    expect(applied.plan).toBeUndefined();
    expect(applied.diagnostics.map(({ code }) => code)).toContain('unknown-key');
    expect(renderFindings(applied)).toContain('user_id: customer-1');
    expect(emulator.requests).toEqual([]);
  });

  it('takes a plan of another run, and leaves alone what changed since', async () => {
    const made = await plan(project);
    if (made.plan === undefined) throw new Error('nothing was planned');
    const file = join(folder, 'saved.jsonl');
    await savePlan(made.plan, file);
    const { plan: saved } = await loadPlan(file);
    emulator.foreign('PUT', '/contacts/ada', { name: 'Countess' });
    const late = await apply({ ...project, plan: saved, approve: () => true });
    expect(late).toMatchObject({ exit: 4, result: { summary: { stale: 1 } } });
    emulator.foreign('PUT', '/contacts/ada', { name: 'A. L.' });
    const applied = await apply({ ...project, plan: saved, approve: () => true });
    expect(applied).toMatchObject({ exit: 0, plan: { digest: made.plan.digest } });
  });

  it('starts nothing once it is told to stop', async () => {
    const stop = new AbortController();
    const applied = await apply({
      ...project,
      signal: stop.signal,
      approve: () => {
        stop.abort();
        return true;
      },
    });
    expect(applied.exit).not.toBe(0);
    expect(writes()).toEqual([]);
  });
});

describe('render', () => {
  it('takes personal data out of Markdown and HTML, and of the rest when it is told to', async () => {
    const made = (await apply({ ...project, approve: () => true })).plan;
    if (made === undefined) throw new Error('nothing was planned');
    const shows = async (options: Parameters<typeof render>[1]) =>
      (await render(made, options)).includes('Ada Lovelace');
    expect(await shows({ format: 'text' })).toBe(true);
    expect(await shows({ format: 'json' })).toBe(true);
    for (const format of ['markdown', 'html'] as const) {
      expect(await shows({ format })).toBe(false);
      expect(await shows({ format, mask: false })).toBe(true);
    }
    expect(await shows({ format: 'text', mask: true })).toBe(false);
    expect(JSON.parse(await render(made, { format: 'json', mask: true }))).toMatchObject({ masked: true });
  });

  it('shows a result in every format, masked like its plan', async () => {
    const { result } = await apply({ ...project, approve: () => false });
    if (result === undefined) throw new Error('there is no result');
    expect(await render(result)).toContain('1 not attempted');
    expect(await render(result, { format: 'markdown' })).toContain('not attempted');
    expect(await render(result, { format: 'html' })).toContain('<!doctype html>');
    expect(JSON.parse(await render(result, { format: 'json' }))).toEqual(JSON.parse(JSON.stringify(result)));
  });
});

describe('load', () => {
  it('says where each value comes from', async () => {
    const { items, diagnostics } = await load(project);
    expect(diagnostics).toEqual([]);
    expect(items).toMatchObject([
      {
        address: 'contact/customers/customer-1',
        fields: { name: { value: 'Ada Lovelace', file: 'migrations/0001-people.yaml', line: 5 } },
      },
    ]);
  });
});

function manifest(text: string): void {
  writeFileSync(join(folder, 'migrations/0001-people.yaml'), text);
}

function writes(): readonly string[] {
  return emulator.requests
    .filter(({ method, path }) => method !== 'GET' && !path.endsWith('/search'))
    .map(({ method, path }) => `${method} ${path}`);
}
