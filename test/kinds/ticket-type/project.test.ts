import { afterEach, describe, expect, it } from 'vitest';
import { Doctor } from '../../../src/commands/doctor.ts';
import { Pull } from '../../../src/commands/pull.ts';
import { outcomes } from '../../approval/project.ts';
import { fakeTerminal, runCommand } from '../../commands/fake-terminal.ts';
import { BUG, LIVE_BUG, manifest, openTickets, type TicketProject } from './tickets.ts';

const TYPE = 'ticket_type/Bug%20report';
let project: TicketProject;

afterEach(() => project.close());

function run(command: Parameters<typeof runCommand>[0], ...argv: string[]) {
  const env = { INTERCOM_ACCESS_TOKEN: 'of-ada', INTERCOM_BASE_URL: project.url };
  return runCommand(command, argv, fakeTerminal({ cwd: project.folder, env }));
}

describe('a project of ticket types', () => {
  it('is pulled, edited, planned and applied, and every plan after that is empty', async () => {
    project = await openTickets(LIVE_BUG);
    const pulled = await run(Pull, '--ticket-types');
    expect(pulled.exit).toBe(0);
    expect(pulled.out).toContain('1 ticket type live.');
    const text = project.read('0001-ticket-types.yaml');
    expect(text).toContain(
      [
        '  Bug report:',
        '    category: Customer',
        '    icon: "🐞"',
        '    description: Something broke',
        '    attributes:',
        '      Severity:',
        '        type: list',
        '        options: [Low, High]',
        '        description: How bad',
        '        required_to_create: true',
        '      Steps:',
        '        type: string',
        '        visible_to_contacts: false',
        '        multiline: true',
        '',
      ].join('\n'),
    );
    expect(await project.changes()).toEqual([]);
    expect((await run(Pull, '--check')).exit).toBe(0);

    const edited = text
      .replace('options: [Low, High]', 'options: [Low, High, Urgent]')
      .replace('category: Customer', 'category: Tracker')
      .replace('multiline: true', 'multiline: false');
    project.write('0001-ticket-types.yaml', `${edited}      Seen on: { type: datetime }\n`);
    expect(await project.changes()).toEqual([
      `update ${TYPE}`,
      `update ${TYPE}/Severity`,
      `update ${TYPE}/Steps`,
      `create ${TYPE}/Seen%20on`,
    ]);
    expect(outcomes(await project.result())).toEqual([
      `${TYPE} done`,
      `${TYPE}/Severity done`,
      `${TYPE}/Steps done`,
      `${TYPE}/Seen%20on done`,
    ]);
    expect(project.writes()).toEqual([
      'PUT /ticket_types/70',
      expect.stringMatching(/^(PUT|POST) \/ticket_types\/70\/attributes/),
      expect.stringMatching(/^(PUT|POST) \/ticket_types\/70\/attributes/),
      expect.stringMatching(/^(PUT|POST) \/ticket_types\/70\/attributes/),
    ]);
    expect(project.types()).toMatchObject([{ id: '70', category: 'Tracker', icon: '🐞' }]);
    expect(project.options('Severity')).toEqual(['Low', 'High', 'Urgent']);
    expect(project.attribute('Steps').input_options).toEqual({ multiline: false });
    expect(await project.changes()).toEqual([]);
  });

  it('makes a type, its attributes and what the two that come with it say, in one apply', async () => {
    project = await openTickets();
    project.write(
      'tickets.yaml',
      `${BUG}      _default_title_: { description: In a few words, required_to_create: true }\n`,
    );
    expect(await project.changes()).toEqual([
      `create ${TYPE}`,
      `create ${TYPE}/Severity`,
      `create ${TYPE}/Steps`,
      `update ${TYPE}/_default_title_`,
    ]);
    await project.plan('--out', 'plan.json');
    const { results } = await project.result('plan.json');
    expect([...results].map(({ outcome }) => outcome)).toEqual(['done', 'done', 'done', 'done']);
    expect(project.types()).toMatchObject([{ name: 'Bug report', description: 'Something broke' }]);
    expect(project.attributes()).toEqual(['Severity', 'Steps']);
    expect(project.attribute('Severity')).toMatchObject({ description: 'How bad', required_to_create: true });
    expect(project.attribute('Steps')).toMatchObject({ description: '', visible_to_contacts: false });
    expect(project.attribute('_default_title_')).toMatchObject({
      ...{ description: 'In a few words', required_to_create: true },
      ...{ required_to_create_for_contacts: false },
    });
    expect(await project.changes()).toEqual([]);
  });

  it('leaves alone what it does not declare, and says what the two defaults are anyway', async () => {
    project = await openTickets(LIVE_BUG);
    project.write(
      'tickets.yaml',
      manifest(
        'Bug report:',
        '  attributes:',
        '    _default_description_: { multiline: true, type: string }',
      ),
    );
    expect(await project.changes()).toEqual([]);
    project.write(
      'tickets.yaml',
      manifest('Feature:', '  attributes:', '    _default_description_: { multiline: true }'),
    );
    expect(await project.changes()).toEqual(['create ticket_type/Feature']);
  });

  it('drops options and archives within the limits of guards only', async () => {
    project = await openTickets(LIVE_BUG);
    project.write('tickets.yaml', BUG.replace('[Low, High]', '[Low, Minor]'));
    const { guards, changes } = await project.planned();
    expect(guards).toContainEqual(expect.objectContaining({ verb: 'drop_option', count: 1 }));
    const [change] = changes;
    expect(change?.notes).toEqual(['drops "High", which tickets may hold']);
    expect((await project.apply()).exit).not.toBe(0);
    expect(project.writes()).toEqual([]);
    await project.result('--allow', 'drop_option=1');
    expect(project.options('Severity')).toEqual(['Low', 'Minor']);

    project.write(
      'tickets.yaml',
      BUG.replace('[Low, High]', '[Low, Minor]').replace(
        'multiline: true',
        'multiline: true, archived: true',
      ),
    );
    expect(await project.changes()).toEqual([`archive ${TYPE}/Steps`]);
    expect((await project.apply('--allow', 'archive=0')).exit).not.toBe(0);
    expect(outcomes(await project.result('--allow', 'archive=1'))).toEqual([`${TYPE}/Steps done`]);
    expect(await project.changes()).toEqual([]);

    // What is archived comes back when it is declared again.
    project.write('tickets.yaml', BUG.replace('[Low, High]', '[Low, Minor]'));
    expect(await project.changes()).toEqual([`unarchive ${TYPE}/Steps`]);
    await project.result();
    expect(project.attribute('Steps')).toMatchObject({ archived: false });

    const gone = BUG.replace('  category: Customer', '  archived: true');
    project.write('tickets.yaml', gone);
    expect(await project.changes()).toEqual([`archive ${TYPE}`]);
    await project.result('--allow', 'archive=1');
    expect(project.types()).toMatchObject([{ archived: true }]);
    expect(await project.changes()).toEqual([]);
  });

  it('is kept in a snapshot, and planned against it', async () => {
    project = await openTickets(LIVE_BUG);
    await project.snapshot(['--out', 'live.json']);
    project.write('tickets.yaml', BUG.replace('[Low, High]', '[Low, High, Urgent]'));
    const { out } = await project.offline('--snapshot', 'live.json', '--json');
    expect(JSON.parse(out)).toMatchObject({
      changes: [
        {
          address: `${TYPE}/Severity`,
          fields: { options: { before: ['Low', 'High'], after: ['Low', 'High', 'Urgent'] } },
        },
      ],
    });
    const { ticket_types: kept, ...older } = JSON.parse(project.read('live.json'));
    expect(JSON.stringify(kept)).not.toContain('ticket_states');
    project.write('live.json', JSON.stringify(older));
    const { diagnostics } = JSON.parse((await project.offline('--snapshot', 'live.json', '--json')).out);
    expect(diagnostics).toContainEqual(expect.objectContaining({ code: 'not-compared' }));
  });

  it('shows its names and values in a masked plan, but no email', async () => {
    project = await openTickets(LIVE_BUG);
    project.write('tickets.yaml', BUG.replace('How bad', 'How bad; ask ada@acme.test'));
    const { out } = await project.plan('--json', '--mask');
    expect(out).toContain('How bad');
    expect(out).not.toContain('ada@acme.test');
  });

  it('is taken back with undo', async () => {
    project = await openTickets(LIVE_BUG, { config: 'store: { path: .interform }\n' });
    const more = '      Seen on: { type: datetime }\n';
    project.write('tickets.yaml', `${BUG.replace('[Low, High]', '[Low, High, Urgent]')}${more}`);
    await project.apply();
    expect(project.attributes()).toEqual(['Severity', 'Steps', 'Seen on']);
    project.write('tickets.yaml', BUG);
    const back = await project.apply('--undo', 'last', '--allow', 'archive=1', '--allow', 'drop_option=1');
    expect(back.exit).toBe(0);
    expect(project.options('Severity')).toEqual(['Low', 'High']);
    expect(project.attribute('Seen on')).toMatchObject({ archived: true });
  });

  it('is tried by doctor', async () => {
    project = await openTickets(LIVE_BUG);
    expect((await run(Doctor)).out).toMatch(/read ticket types +1 ticket type/);
  });
});
