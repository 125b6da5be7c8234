import { describe, expect, it } from 'vitest';
import { Pull } from '../../src/commands/pull.ts';
import type { EmulatorSeed } from '../../src/emulator/index.ts';
import { fakeTerminal, runCommand } from '../commands/fake-terminal.ts';
import { ALL, inWorld, type World } from './pulled-world.ts';

const PARTS = ALL.filter((part) => part !== 'contacts');

const LIVE: EmulatorSeed = {
  app: { id_code: 'ecahpwf5', name: 'Acme' },
  teams: [{ id: '814865', name: 'Support' }],
  attributes: [
    { id: 101, model: 'contact', name: 'seats', data_type: 'integer' },
    { id: 102, model: 'contact', name: 'plan', data_type: 'options', options: ['free', 'pro'] },
    { id: 103, model: 'company', name: 'arr', data_type: 'integer' },
    { id: 104, model: 'company', name: 'since', data_type: 'date' },
  ],
  tags: ['vip', 'set-beta'],
  companies: [{ company_id: 'acme', name: 'Acme' }, { company_id: 'bombe' }],
  conversation_attributes: [
    { id: 301, name: 'Root cause', data_type: 'list', options: ['Bug', 'Question'] },
    { id: 302, name: 'Steps', data_type: 'string' },
  ],
  ticket_types: [
    {
      ...{ id: '401', name: 'Bug report' },
      ticket_type_attributes: { data: [{ id: '501', name: 'Steps', data_type: 'string' }] },
    },
  ],
};

/** Somebody works in Intercom: everything that was at its default is something else now. */
function edited({ emulator }: World): void {
  const write = (method: string, path: string, body: object) => {
    const { status } = emulator.foreign(method, path, body as never);
    if (status !== 200) throw new Error(`${method} ${path} answered ${status}`);
  };
  write('PUT', '/data_attributes/101', { description: 'How many', messenger_writable: true });
  write('PUT', '/conversations/attributes/301', { required: true, visible_to_team_ids: ['814865'] });
  write('PUT', '/conversations/attributes/302', { description: 'Step by step', multiline: true });
  write('PUT', '/ticket_types/401', { description: 'Something broke' });
  const steps = { description: 'What you did', required_to_create: true, visible_to_contacts: false };
  write('PUT', '/ticket_types/401/attributes/501', steps);
  const custom = { arr: 12000, since: 1_705_276_800 };
  write('POST', '/companies', {
    company_id: 'acme',
    website: 'https://acme.test',
    custom_attributes: custom,
  });
  write('POST', '/companies', { company_id: 'bombe', size: 7, monthly_spend: 990 });
  for (const name of ['vip', 'set-beta'])
    write('POST', '/tags', { name, companies: [{ company_id: 'acme' }] });
}

const text = (world: World) => [...world.files().values()].join('');

describe('pull --all-fields', () => {
  it('declares what became live of items that manifests declare, of every kind', async () => {
    await inWorld(LIVE, {}, async (world) => {
      await world.pulled(PARTS);
      edited(world);
      const before = text(world);
      await world.pulled(PARTS);
      expect(text(world), 'what is not declared is not managed').toBe(before);

      const { files } = await world.pulled(PARTS, { allFields: true });
      const attributes = world.read('migrations/0001-attributes.yaml');
      expect(attributes).toContain(
        'seats:\n    type: integer\n    description: How many\n    messenger_writable: true\n',
      );
      const conversation = world.read('migrations/0001-conversation-attributes.yaml');
      expect(conversation).toContain('    required: true\n    visible_to: [Support]\n');
      expect(conversation).toContain('    description: Step by step\n    multiline: true\n');
      const tickets = world.read('migrations/0001-ticket-types.yaml');
      expect(tickets).toContain('\n    description: Something broke\n');
      expect(tickets).toContain(
        'Steps:\n        type: string\n        description: What you did\n        required_to_create: true\n        visible_to_contacts: false\n',
      );
      const companies = world.read('migrations/0001-companies.yaml');
      expect(companies).toContain(
        'acme:\n    name: Acme\n    website: https://acme.test\n    custom_attributes: { arr: 12000, since: 2024-01-15T00:00:00Z }\n    tags: [vip]\n',
      );
      expect(companies).toMatch(/bombe:\n? *\{?\s*size: 7,?\s+monthly_spend: 990/);
      expect(files.map(({ changed }) => changed)).toEqual([2, 5, 4, 4]);
      expect((await world.plan()).changes).toEqual([]);
      expect((await world.pulled(PARTS, { allFields: true, check: true })).exit).toBe(0);
    });
  });

  it('keeps comments, adds to what is there, and says of a later version what it can', async () => {
    const files = {
      'migrations/0001-companies.yaml':
        'apiVersion: interform/v1\nkind: Companies\ncompanies:\n  acme: { name: Acme, custom_attributes: { arr: 12000 }, tags: [] } # ours\n',
      'migrations/0002-companies.yaml':
        'apiVersion: interform/v1\nkind: Companies\ncompanies:\n  acme:\n    custom_attributes: { since: 2024-01-15T00:00:00Z }\n',
    };
    await inWorld(LIVE, files, async (world) => {
      edited(world);
      await world.pulled(['companies'], { allFields: true });
      expect(world.read('migrations/0001-companies.yaml')).toBe(
        files['migrations/0001-companies.yaml'].replace(
          'tags: []',
          'tags: [vip], website: https://acme.test',
        ),
      );
      expect(world.read('migrations/0002-companies.yaml')).toContain(files['migrations/0002-companies.yaml']);
      expect((await world.plan()).changes).toMatchObject([]);
    });
  });

  it('leaves what flags exclude and rows of data files, and adds to what is of another type once it has that type', async () => {
    const files = {
      'migrations/0001-ours.yaml':
        'apiVersion: interform/v1\nkind: ConversationAttributes\nattributes:\n  Steps: { type: string }\n  Root cause: { type: string }\n---\napiVersion: interform/v1\nkind: DataAttributes\nmodel: contact\nattributes:\n  seats: { type: integer }\n---\napiVersion: interform/v1\nkind: Companies\nsource: { file: companies.csv }\n',
      'migrations/companies.csv': 'company_id,name\nacme,Acme\n',
    };
    await inWorld(LIVE, files, async (world) => {
      edited(world);
      const pulled = await world.pulled(PARTS, {
        allFields: true,
        exclude: ['conversation_attribute/Steps'],
      });
      const ours = world.read('migrations/0001-ours.yaml');
      expect(ours).toContain(
        '  Steps: { type: string }\n  Root cause: { type: list, options: [Bug, Question],',
      );
      expect(ours).toContain('seats: { type: integer, description: How many, messenger_writable: true }');
      expect(world.read('migrations/companies.csv')).toBe('company_id,name\nacme,Acme\n');
      expect(pulled.diagnostics).toEqual([]);
    });
  });

  it.each([
    [['--as', 'csv'], '--as csv exports contacts'],
    [['--to', '0001'], 'a later version may declare'],
  ])('is refused with %s', async (more, why) => {
    await inWorld(LIVE, {}, async (world) => {
      const run = await runCommand(Pull, ['--all-fields', ...more], fakeTerminal({ cwd: world.folder }));
      expect(run.exit).toBe(1);
      expect(run.err).toContain(why);
    });
  });
});
