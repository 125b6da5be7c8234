import { afterEach, describe, expect, it } from 'vitest';
import { outcomes } from '../../approval/project.ts';
import { BUG, LIVE_BUG, openTickets, type TicketProject } from './tickets.ts';

let project: TicketProject;

afterEach(() => project.close());

/** What is done and not answered well, and what may have been done. */
const LOST = ['500-after', 'lost', 'reset', 'empty', 'html'] as const;
const NEW = `${BUG}      _default_title_: { required_to_create: true }\n`;

/** Plans and applies until a plan is empty; a few applies must be enough. */
async function applied(): Promise<number> {
  for (let times = 1; times <= 4; times++) {
    await project.apply('--allow', 'drop_option=9', '--allow', 'archive=9');
    if ((await project.changes()).length === 0) return times;
  }
  throw new Error('the plan never gets empty');
}

describe.each(LOST)('an answer that is lost by %s', (name) => {
  it.each([
    [0, 'type'],
    [1, 'first attribute'],
    [2, 'second attribute'],
    [3, 'default attribute'],
  ])('of write %i, which makes the %s, makes no second one', async (write) => {
    const call = await callOfWrite(write);
    project = await openTickets({}, { faults: { seed: 1, faults: [{ name, when: { only: call } }] } });
    project.write('tickets.yaml', NEW);
    await applied();
    expect(project.emulator.requests[call - 1]?.method).not.toBe('GET');
    expect(project.types().map((type) => type.name)).toEqual(['Bug report']);
    expect([...project.attributes()].sort()).toEqual(['Severity', 'Steps']);
    expect(project.options('Severity')).toEqual(['Low', 'High']);
    expect(project.attribute('_default_title_')).toMatchObject({ required_to_create: true });
  });
});

/** Which call of an apply this write is, counted from 1. */
async function callOfWrite(write: number): Promise<number> {
  const calm = await openTickets();
  calm.write('tickets.yaml', NEW);
  await calm.apply();
  const calls = calm.emulator.requests.flatMap(({ method }, at) => (method === 'GET' ? [] : [at + 1]));
  await calm.close();
  expect(calls).toHaveLength(4);
  return calls[write] ?? 0;
}

describe('many lost answers', () => {
  it.each([1, 2, 3])('with seed %i end in what is declared', async (seed) => {
    const faults = LOST.map((name) => ({ name, when: { chance: 0.08 } }));
    project = await openTickets(LIVE_BUG, { faults: { seed, faults } });
    const more =
      '      Browser: { type: list, options: [Firefox, Safari] }\n      Seen on: { type: datetime }\n';
    project.write('tickets.yaml', `${BUG.replace('[Low, High]', '[High, Urgent]')}${more}`);
    for (let times = 0; times < 12; times++) await project.apply('--allow', 'drop_option=9');
    expect(project.types()).toHaveLength(1);
    expect([...project.attributes()].sort()).toEqual(['Browser', 'Seen on', 'Severity', 'Steps']);
    expect(project.options('Severity')).toEqual(['High', 'Urgent']);
  });
});

describe('two runs of one plan', () => {
  it('make one type and one of each attribute', async () => {
    project = await openTickets();
    project.write('tickets.yaml', NEW);
    await project.plan('--out', 'plan.json');
    const [first, second] = await Promise.all([project.apply('plan.json'), project.apply('plan.json')]);
    expect([first?.exit, second?.exit]).toContain(0);
    expect(project.types().map((type) => type.name)).toEqual(['Bug report']);
    expect([...project.attributes()].sort()).toEqual(['Severity', 'Steps']);
    await applied();
  });

  it('finds what somebody else made meanwhile, and makes no second one', async () => {
    project = await openTickets();
    project.write('tickets.yaml', BUG);
    await project.plan('--out', 'plan.json');
    project.foreign('POST', '/ticket_types', {
      ...{ name: 'Bug report', icon: '🐞', description: 'Something broke', category: 'Customer' },
    });
    const { results } = await project.result('plan.json');
    expect([...results].map(({ outcome }) => outcome)).toEqual(['already', 'done', 'done']);
    expect(project.types()).toHaveLength(1);
  });

  it('leaves a type, and its attributes, that is to come back and has got another name', async () => {
    const [bug = { name: '' }] = LIVE_BUG.ticket_types ?? [];
    project = await openTickets({ ticket_types: [{ ...bug, archived: true }] });
    project.write(
      'tickets.yaml',
      `${BUG.replace('How bad', 'How bad is it?')}      Extra: { type: string }\n`,
    );
    await project.plan('--out', 'plan.json');
    project.foreign('PUT', '/ticket_types/70', { name: 'Incident' });
    const [type, ...attributes] = outcomes(await project.result('plan.json'));
    expect(type).toMatch(/^ticket_type\/Bug%20report stale: it is no longer there/);
    expect(attributes).toEqual([
      expect.stringMatching(/Severity skipped: it needs ticket_type\/Bug%20report, which is stale$/),
      expect.stringMatching(/Extra skipped: it needs ticket_type\/Bug%20report, which is stale$/),
    ]);
    expect(project.writes()).toEqual([]);
    expect(project.types()).toMatchObject([{ name: 'Incident', archived: true }]);
  });

  it('tells of one that differs, and leaves it', async () => {
    project = await openTickets();
    project.write('tickets.yaml', BUG);
    await project.plan('--out', 'plan.json');
    project.foreign('POST', '/ticket_types', { name: 'Bug report', icon: '🪲' });
    const [type, severity] = outcomes(await project.result('plan.json'));
    expect(type).toMatch(/^ticket_type\/Bug%20report stale: it exists by now, but /);
    expect(severity).toMatch(/skipped: it needs ticket_type\/Bug%20report, which is stale$/);
    expect(project.types()).toMatchObject([{ icon: '🪲' }]);
  });
});
