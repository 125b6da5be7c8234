import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterEach, describe, expect, it } from 'vitest';
import { Plan } from '../../../src/commands/plan.ts';
import { Pull } from '../../../src/commands/pull.ts';
import { Snapshot } from '../../../src/commands/snapshot.ts';
import { fakeTerminal, runCommand } from '../../commands/fake-terminal.ts';
import { BUG, LIVE_BUG, manifest, openTickets, type TicketProject } from './tickets.ts';

let project: TicketProject;

afterEach(() => project.close());

function pull(...argv: string[]) {
  const env = { INTERCOM_ACCESS_TOKEN: 'of-ada', INTERCOM_BASE_URL: project.url };
  return runCommand(Pull, ['--ticket-types', ...argv], fakeTerminal({ cwd: project.folder, env }));
}

async function pulledEmpty(): Promise<void> {
  expect((await pull()).exit).toBe(0);
  expect(await project.changes()).toEqual([]);
  expect((await pull('--check')).exit).toBe(0);
}

describe('a pull of ticket types', () => {
  it('takes over what drifted, of types and of attributes, where it is declared', async () => {
    project = await openTickets(LIVE_BUG);
    project.write('tickets.yaml', BUG);
    project.foreign('PUT', '/ticket_types/70', { description: 'It broke', icon: '🪲' });
    project.foreign('PUT', '/ticket_types/70/attributes/171', { list_items: 'Low,High,Urgent' });
    project.foreign('PUT', '/ticket_types/70/attributes/172', { archived: true });
    await pulledEmpty();
    expect(project.read('tickets.yaml')).toBe(
      BUG.replace('icon: 🐞', 'icon: "🪲"')
        .replace('Something broke', 'It broke')
        .replace('[Low, High]', '[Low, High, Urgent]')
        .replace('visible_to_contacts: false }', 'visible_to_contacts: false, archived: true }'),
    );
  });

  it('adds no attribute that flags or the project exclude, and only those that are targeted', async () => {
    project = await openTickets(LIVE_BUG);
    const before = manifest('Bug report:', '  category: Customer', '  attributes: {}');
    project.write('tickets.yaml', before);
    expect((await pull('--exclude', 'ticket_type/*/Steps')).exit).toBe(0);
    expect(project.read('tickets.yaml')).toContain('Severity:');
    expect(project.read('tickets.yaml')).not.toContain('Steps:');

    project.write('tickets.yaml', before);
    expect((await pull('--target', 'ticket_type/*/Steps')).exit).toBe(0);
    expect(project.read('tickets.yaml')).toContain('Steps:');
    expect(project.read('tickets.yaml')).not.toContain('Severity:');

    // Nor does a type that is declared nowhere bring it.
    project.write('tickets.yaml', manifest('Feature: {}'));
    expect((await pull('--exclude', 'ticket_type/*/Steps')).exit).toBe(0);
    expect(project.read('0001-ticket-types.yaml')).toContain('Severity:');
    expect(project.read('0001-ticket-types.yaml')).not.toContain('Steps:');
  });

  it('adds attributes to the types that are declared', async () => {
    project = await openTickets(LIVE_BUG);
    project.write('tickets.yaml', manifest('Bug report: # ours', '  category: Customer'));
    await pulledEmpty();
    expect(project.read('tickets.yaml')).toContain(
      'attributes: { Severity: { type: list, options: [Low, High], description: How bad, required_to_create: true }, Steps: {',
    );
    project.foreign('POST', '/ticket_types/70/attributes', {
      ...{ name: 'Browser', description: '', data_type: 'list', list_items: 'Firefox,Safari' },
    });
    project.foreign('PUT', '/ticket_types/70/attributes/171', { description: 'How bad is it?' });
    project.foreign('POST', '/ticket_types', { name: 'Feature', category: 'Back-office' });
    await pulledEmpty();
    const text = project.read('tickets.yaml');
    expect(text).toContain('Browser: { type: list, options: [Firefox, Safari] }');
    expect(text).toContain('How bad is it?');
    expect(text).toContain('Bug report: # ours');
    expect(project.read('0001-ticket-types.yaml')).toContain('  Feature:\n    category: Back-office\n');
  });

  it('takes the type of an attribute over, which a plan refuses', async () => {
    project = await openTickets(LIVE_BUG);
    project.write(
      'tickets.yaml',
      BUG.replace('type: string, multiline: true', 'type: list, options: [a, b]'),
    );
    const { diagnostics } = await project.planned();
    expect(diagnostics).toContainEqual(
      expect.objectContaining({ code: 'attribute-type', address: 'ticket_type/Bug%20report/Steps' }),
    );
    await pulledEmpty();
    expect(project.read('tickets.yaml')).toContain('Steps: { type: string, visible_to_contacts: false }');
  });

  it('leaves what is declared and not live yet', async () => {
    project = await openTickets(LIVE_BUG);
    const feature = ['Feature:', '  attributes:', '    _default_title_: { description: In a few words }'];
    project.write('tickets.yaml', `${BUG}${manifest(...feature).split('ticket_types:\n')[1]}`);
    const before = project.read('tickets.yaml');
    expect((await pull()).exit).toBe(0);
    expect(project.read('tickets.yaml')).toBe(before);
  });

  it('leaves out what no manifest can say, with the reason', async () => {
    const type = { name: 'Twice', ticket_type_attributes: { data: [] } };
    project = await openTickets({
      ticket_types: [
        type,
        type,
        { name: 'Old', archived: true },
        {
          name: 'Bug report',
          ticket_type_attributes: { data: [{ name: ' Steps ' }, { name: 'Steps' }, { name: 'steps' }] },
        },
      ],
    });
    const { out, err } = await pull();
    expect(out).toContain('3 ticket types live.');
    expect(`${out}${err}`).toContain('there are 2 of this name');
    const text = project.read('0001-ticket-types.yaml');
    expect(text.split('ticket_types:\n')[1]).toBe('  Bug report:\n    category: Customer\n    icon: "🎟️"\n');
    expect(await project.changes()).toEqual([]);
  });

  it('leaves out what differs from a declared name in case only', async () => {
    project = await openTickets({
      ticket_types: [
        { name: 'bug report' },
        { name: 'Feature', ticket_type_attributes: { data: [{ name: 'steps' }] } },
      ],
    });
    const feature = ['Feature:', '  attributes:', '    Steps: { type: string }'];
    const before = manifest('Bug report: { category: Tracker }', ...feature);
    project.write('tickets.yaml', before);
    const { exit, out, err } = await pull();
    expect(exit).toBe(0);
    expect(`${out}${err}`).toContain('in case only');
    expect(project.read('tickets.yaml')).toContain('Bug report: { category: Tracker }');
    expect(project.read('tickets.yaml')).not.toMatch(/bug report|steps/);
  });

  it('goes on without them where the token may not read them, and says so', async () => {
    project = await openTickets({ ...LIVE_BUG, tags: [{ name: 'vip' }] });
    const gate = await refusingTickets(project.url);
    const env = { INTERCOM_ACCESS_TOKEN: 'of-ada', INTERCOM_BASE_URL: gate.url };
    const terminal = () => fakeTerminal({ cwd: project.folder, env });
    const { exit, out, err } = await runCommand(Pull, [], terminal());
    expect(exit).toBe(0);
    expect(`${out}${err}`).toContain('ticket types could not be read');
    expect(project.read('0001-tags.yaml')).toContain('vip');
    // Nothing is declared, so nobody asks.
    expect((await runCommand(Plan, [], terminal())).exit).toBe(0);
    const saved = await runCommand(Snapshot, ['--out', 'live.json'], terminal());
    expect(saved.exit).toBe(0);
    expect(`${saved.out}${saved.err}`).toContain('ticket types could not be read');
    expect(JSON.parse(project.read('live.json'))).not.toHaveProperty('ticket_types');
    project.write('tickets.yaml', BUG);
    expect((await runCommand(Plan, [], terminal())).exit).toBe(1);
    // What is declared stays as it is, and does not keep a pull from the rest.
    project.foreign('POST', '/tags', { name: 'beta' });
    const again = await runCommand(Pull, [], terminal());
    expect(again).toMatchObject({
      ...{ exit: 0, err: expect.stringContaining('ticket types could not be read') },
    });
    expect(project.read('0001-tags.yaml')).toContain('beta');
    expect(project.read('tickets.yaml')).toBe(BUG);
    gate.close();
  });
});

/** The workspace behind an app that may not read tickets. */
async function refusingTickets(url: string): Promise<{ readonly url: string; close(): void }> {
  const server = createServer(async (request, response) => {
    const refusal = { type: 'error.list', errors: [{ code: 'forbidden', message: 'Not allowed' }] };
    const answer = request.url?.startsWith('/ticket_types')
      ? Response.json(refusal, { status: 403 })
      : await fetch(`${url}${request.url}`, {
          ...{ method: request.method ?? 'GET', headers: { authorization: 'Bearer of-ada' } },
          ...(request.method === 'GET' ? {} : { body: await text(request) }),
        });
    response.writeHead(answer.status, { 'content-type': 'application/json' });
    response.end(await answer.text());
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}`, close: () => void server.close() };
}
