import { describe, expect, it } from 'vitest';
import type { EmulatorSeed } from '../../src/emulator/index.ts';
import { ALL, inWorld, USUAL } from './pulled-world.ts';

const ACME: EmulatorSeed = {
  app: { id_code: 'ecahpwf5', name: 'Acme' },
  admins: [{ id: '991267466', name: 'Ada Lovelace', email: 'ada@acme.test' }],
  attributes: [
    {
      model: 'contact',
      name: 'plan',
      data_type: 'options',
      options: ['free', 'pro'],
      description: 'Billing',
    },
    { model: 'contact', name: 'homeAddress', data_type: 'string' },
    { model: 'contact', name: 'renewal', data_type: 'datetime' },
    { model: 'contact', name: 'old', data_type: 'integer', archived: true },
    { model: 'company', name: 'arr', data_type: 'integer', messenger_writable: true },
  ],
  tags: ['VIP', 'beta'],
  companies: [
    {
      company_id: 'acme',
      name: 'Acme',
      plan: 'Pro',
      remote_created_at: 1_704_153_600,
      custom_attributes: { arr: 3 },
      tags: ['VIP'],
    },
    { company_id: '0042', monthly_spend: 990.5 },
  ],
};

/** People of every sort that has to be told apart in its own way. */
const PEOPLE: EmulatorSeed = {
  ...ACME,
  contacts: [
    {
      id: 'a1',
      role: 'user',
      external_id: 'ada',
      email: 'ada@acme.test',
      phone: '+353871234501',
      owner_id: '991267466',
      unsubscribed_from_emails: true,
      last_seen_at: 1_704_153_600,
      custom_attributes: { plan: 'pro', renewal: 1_704_153_600 },
      tags: ['VIP'],
      companies: ['acme'],
    },
    { id: 'a2', role: 'user', email: 'grace@acme.test', name: 'Grace' },
    { id: 'a3', role: 'user', email: 'desk@acme.test', name: 'Desk' },
    { id: 'a4', role: 'user', email: 'Desk@acme.test' },
    { id: 'a5', role: 'lead', email: 'ada@acme.test' },
    { id: 'a6', role: 'lead', email: 'two@acme.test' },
    { id: 'a7', role: 'lead', email: 'two@acme.test' },
    { id: 'a8', role: 'lead', phone: '0871234567' },
  ],
};

const crowd = (count: number, name = 'Ada'): EmulatorSeed => ({
  ...ACME,
  contacts: Array.from({ length: count }, (_, index) => ({
    role: 'user',
    external_id: `customer-${String(index).padStart(4, '0')}`,
    name,
    ...(index === 7 ? { tags: Array.from({ length: 12 }, (_, tag) => `t${tag}`) } : {}),
    ...(index === 9 ? { name: ' padded ', phone: '+1' } : {}),
  })),
});

describe('a first pull', () => {
  it('writes sorted manifests with schema lines, one file a kind', async () => {
    await inWorld(ACME, {}, async (world) => {
      const { files, live, exit } = await world.pulled();
      expect({ exit, live }).toEqual({ exit: 0, live: { attributes: 5, tags: 2, companies: 2 } });
      expect(files).toEqual([
        { file: 'migrations/0001-attributes.yaml', action: 'create', added: 5, changed: 0 },
        { file: 'migrations/0001-companies.yaml', action: 'create', added: 2, changed: 0 },
        { file: 'migrations/0001-tags.yaml', action: 'create', added: 2, changed: 0 },
      ]);
      expect(
        world.read('migrations/0001-attributes.yaml'),
      ).toBe(`# yaml-language-server: $schema=../node_modules/interform/schemas/manifest.schema.json
apiVersion: interform/v1
kind: DataAttributes
model: contact
attributes:
  homeAddress:
    type: string
    sensitive: true
  old:
    type: integer
    archived: true
  plan:
    type: options
    options: [free, pro]
    description: Billing
  renewal:
    type: date
---
apiVersion: interform/v1
kind: DataAttributes
model: company
attributes:
  arr:
    type: integer
    messenger_writable: true
`);
      expect(
        world.read('migrations/0001-companies.yaml'),
      ).toBe(`# yaml-language-server: $schema=../node_modules/interform/schemas/manifest.schema.json
apiVersion: interform/v1
kind: Companies
companies:
  "0042":
    monthly_spend: 990
  acme:
    name: Acme
    plan: Pro
    remote_created_at: 2024-01-02T00:00:00Z
    custom_attributes:
      arr: 3
    tags: [VIP]
`);
      expect(
        world.read('migrations/0001-tags.yaml'),
      ).toBe(`# yaml-language-server: $schema=../node_modules/interform/schemas/manifest.schema.json
apiVersion: interform/v1
kind: Tags
tags:
  - beta
  - VIP
`);
      expect((await world.plan()).changes).toEqual([]);
    });
  });

  it('knows people by external_id, else by an email of their own, else by id', async () => {
    await inWorld(PEOPLE, {}, async (world) => {
      const pulled = await world.pulled(['contacts']);
      expect(
        world.read('migrations/0001-contacts.yaml'),
      ).toBe(`# yaml-language-server: $schema=../node_modules/interform/schemas/manifest.schema.json
apiVersion: interform/v1
kind: ContactSet
name: pulled-users
identity: { leads: keep }
policy: { on_missing: skip }
contacts:
  # user desk@acme.test: others share its email
  - id: a3
    name: Desk
  # user Desk@acme.test: others share its email
  - id: a4
  - external_id: ada
    email: ada@acme.test
    phone: "+353871234501"
    unsubscribed_from_emails: true
    owner: ada@acme.test
    custom_attributes:
      plan: pro
      renewal: 2024-01-02T00:00:00Z
    tags: [VIP]
    companies: [acme]
  - email: grace@acme.test
    name: Grace
---
apiVersion: interform/v1
kind: ContactSet
name: pulled-leads
defaults: { role: lead }
policy: { on_missing: skip }
contacts:
  # lead two@acme.test: others share its email
  - id: a6
  # lead two@acme.test: others share its email
  - id: a7
  - id: a8
  - email: ada@acme.test
`);
      // Nothing is lost in silence, and nothing that is said names a person.
      expect(pulled.diagnostics.map(({ detail, address }) => [address, detail])).toContainEqual([
        'contact/pulled-leads/a8',
        'phone',
      ]);
      expect(JSON.stringify(pulled.diagnostics)).not.toMatch(/@|0871234567/);
      expect((await world.plan()).changes).toEqual([]);
    });
  });

  it('writes more than a hundred people as a data file, which the next pull writes anew', async () => {
    await inWorld(crowd(101), {}, async (world) => {
      const pulled = await world.pulled(['contacts']);
      expect(pulled.files.map(({ file, added }) => [file, added])).toEqual([
        ['migrations/0001-contacts.yaml', 0],
        ['migrations/data/pulled-users.jsonl', 101],
      ]);
      const rows = world.read('migrations/data/pulled-users.jsonl').trimEnd().split('\n');
      expect(rows).toHaveLength(101);
      expect(JSON.parse(rows[0] ?? '')).toEqual({ external_id: 'customer-0000', name: 'Ada' });
      expect(JSON.parse(rows[7] ?? '').tags).toHaveLength(12);
      expect((await world.plan()).changes).toEqual([]);
      expect((await world.pulled(['contacts'], { check: true })).files).toEqual([]);

      const files = Object.fromEntries(world.files());
      await inWorld(crowd(103, 'Grace'), files, async (later) => {
        const again = await later.pulled(['contacts']);
        expect(again.files.map(({ file }) => file)).toEqual(['migrations/data/pulled-users.jsonl']);
        expect(later.read('migrations/data/pulled-users.jsonl').split('\n')[102]).toContain('"name":"Grace"');
        expect((await later.plan()).changes).toEqual([]);
      });
    });
  });

  it('keeps rows of a data file that a query does not match', async () => {
    await inWorld(crowd(101), {}, async (world) => {
      await world.pulled(['contacts']);
      const before = world.read('migrations/data/pulled-users.jsonl');
      const query = { field: 'external_id', operator: '=', value: 'customer-0003' };
      const pulled = await world.pulled(['contacts'], { query });
      expect(pulled.live).toEqual({ contacts: 1 });
      expect(world.read('migrations/data/pulled-users.jsonl')).toBe(before);
    });
  });

  it('takes only the people of a query, and sees that others share their email', async () => {
    await inWorld(PEOPLE, {}, async (world) => {
      await world.pulled(['contacts'], { query: { field: 'name', operator: '=', value: 'Desk' } });
      const text = world.read('migrations/0001-contacts.yaml');
      expect(text).toContain('- id: a3');
      expect(text).not.toContain('grace');
      expect((await world.plan()).changes).toEqual([]);
    });
  });
});

describe('a pull beside manifests', () => {
  const ours = {
    'migrations/0004-ours.yaml':
      'apiVersion: interform/v1\nkind: DataAttributes\nmodel: contact\nattributes:\n  plan: { type: options, options: [free, pro] }\n',
    'migrations/0005-tags.yaml': 'apiVersion: interform/v1\nkind: Tags\ntags: [vip] # ours\n',
  };

  it('adds what nobody declares, in the next version, and to the file that is there for it', async () => {
    await inWorld(ACME, ours, async (world) => {
      await world.pulled();
      expect([...world.files().keys()]).toEqual([
        'migrations/0004-ours.yaml',
        'migrations/0005-tags.yaml',
        'migrations/0006-attributes.yaml',
        'migrations/0006-companies.yaml',
      ]);
      expect(world.read('migrations/0005-tags.yaml')).toBe(
        'apiVersion: interform/v1\nkind: Tags\ntags: [vip, beta] # ours\n',
      );
      expect(world.read('migrations/0006-attributes.yaml')).not.toContain('plan:');
      expect((await world.plan()).changes).toEqual([]);
    });
  });

  it('fills an empty map and keeps what stands around it', async () => {
    const empty =
      'apiVersion: interform/v1\nkind: DataAttributes\nmodel: contact\nattributes: {} # none yet\n# the end\n';
    await inWorld(ACME, { 'migrations/0001-attributes.yaml': empty }, async (world) => {
      await world.pulled(['attributes']);
      const text = world.read('migrations/0001-attributes.yaml');
      expect(text).toMatch(/^attributes: # none yet\n {2}homeAddress:\n/m);
      expect(text).toContain('\n# the end\n');
      expect((await world.plan()).changes).toEqual([]);
    });
  });

  it('takes no version where path order would put it before others', async () => {
    const nested = { 'migrations/a/0001-tags.yaml': 'apiVersion: interform/v1\nkind: Tags\ntags: [vip]\n' };
    await inWorld(ACME, nested, async (world) => {
      await world.pulled(['attributes']);
      expect(world.has('migrations/attributes.yaml')).toBe(true);
      expect((await world.plan()).changes).toEqual([]);
    });
  });

  it('numbers a new file after those of its own folder, whatever others hold', async () => {
    const folders = {
      'interform.yaml': 'apiVersion: interform/v1\nkind: Project\nmanifests: [crm, local]\n',
      'crm/0003-tags.yaml': 'apiVersion: interform/v1\nkind: Tags\ntags: [vip]\n',
      'local/0041-tags.yaml': 'apiVersion: interform/v1\nkind: Tags\ntags: [beta]\n',
    };
    await inWorld(ACME, folders, async (world) => {
      await world.pulled(['attributes']);
      expect(world.has('crm/0004-attributes.yaml')).toBe(true);
      await world.pulled(['companies'], { out: world.path('local/live') });
      expect(world.has('local/live/0042-companies.yaml')).toBe(true);
      expect((await world.plan()).changes).toEqual([]);
    });
  });

  it('leaves what is declared and not live, and a value with a variable', async () => {
    const files = {
      'interform.yaml': 'apiVersion: interform/v1\nkind: Project\nvariables: { name: Bombe }\n',
      'migrations/0001-companies.yaml':
        'apiVersion: interform/v1\nkind: Companies\ncompanies:\n' +
        `  acme: { name: "\${var.name}" }\n  new: { name: New }\n`,
    };
    await inWorld(ACME, files, async (world) => {
      const pulled = await world.pulled(['companies']);
      expect(pulled.pending).toBe(1);
      expect(pulled.diagnostics).toMatchObject([
        {
          code: 'not-pulled',
          severity: 'warning',
          summary: 'a value with a variable differs from what is live',
          line: 4,
        },
      ]);
      const text = world.read('migrations/0001-companies.yaml');
      expect(text).toContain(`  acme: { name: "\${var.name}" }\n  new: { name: New }\n`);
    });
  });

  it('keeps CRLF line breaks and a byte order mark', async () => {
    const text =
      '\ufeffapiVersion: interform/v1\r\nkind: Companies\r\ncompanies:\r\n  acme:\r\n    name: Old # ours\r\n';
    await inWorld(ACME, { 'migrations/0001-companies.yaml': text }, async (world) => {
      await world.pulled(['companies']);
      expect(world.read('migrations/0001-companies.yaml')).toBe(
        `${text.replace('Old', 'Acme')}  "0042":\r\n    monthly_spend: 990\r\n`,
      );
    });
  });

  it('writes marks that a reviewer cannot see as escapes', async () => {
    const company = { company_id: 'evil', name: 'Ada\u202emca\u2066\u200b\u200f' };
    await inWorld({ companies: [company] }, {}, async (world) => {
      await world.pulled(['companies']);
      const text = world.read('migrations/0001-companies.yaml');
      expect(text).toContain('"Ada\\u202emca\\u2066\\u200b\\u200f"');
      expect(text).not.toMatch(/[\u200b\u200f\u202e\u2066]/);
      expect((await world.plan()).changes).toEqual([]);
    });
  });

  it('stops at manifests with errors and writes nothing', async () => {
    await inWorld(
      ACME,
      { 'migrations/0001-tags.yaml': 'apiVersion: interform/v1\nkind: Tags\ntag: [vip]\n' },
      async (world) => {
        const { exit, diagnostics, document } = await world.run();
        expect({ exit, document }).toEqual({ exit: 1, document: undefined });
        expect(diagnostics).toMatchObject([{ code: 'unknown-key', line: 3 }]);
        expect(world.files().size).toBe(1);
      },
    );
  });
});

describe('pull --check', () => {
  it('exits 2 where a file would change, and writes nothing', async () => {
    await inWorld(ACME, {}, async (world) => {
      const { exit, files } = await world.pulled(USUAL, { check: true });
      expect(exit).toBe(2);
      expect(files).toHaveLength(3);
      expect(world.files().size).toBe(0);
    });
  });

  it('exits 0 where the manifests say it all', async () => {
    await inWorld(PEOPLE, {}, async (world) => {
      await world.pulled(ALL);
      expect(await world.pulled(ALL, { check: true })).toMatchObject({ exit: 0, files: [] });
    });
  });
});

describe('pull --out', () => {
  it('puts new manifests into a folder of the manifests', async () => {
    await inWorld(ACME, {}, async (world) => {
      const pulled = await world.pulled(['tags'], { out: world.path('migrations/live') });
      expect(pulled.files.map(({ file }) => file)).toEqual(['migrations/live/0001-tags.yaml']);
      expect(pulled.diagnostics).toEqual([]);
      expect(world.read('migrations/live/0001-tags.yaml')).toContain('$schema=../../node_modules/interform/');
      expect((await world.plan()).changes).toEqual([]);
    });
  });

  it('fills a folder of its own with everything, and says that plan does not see it', async () => {
    const declared = {
      'migrations/0001-tags.yaml': 'apiVersion: interform/v1\nkind: Tags\ntags: [vip, beta]\n',
    };
    await inWorld(ACME, declared, async (world) => {
      const pulled = await world.pulled(['tags'], { out: world.path('crm') });
      expect(world.read('crm/0001-tags.yaml')).toContain('  - beta\n  - VIP\n');
      await world.pulled(['companies'], { out: world.path('crm') });
      expect(world.has('crm/0002-companies.yaml')).toBe(true);
      expect(pulled.diagnostics).toMatchObject([{ code: 'pulled-outside-manifests', severity: 'warning' }]);
    });
  });
});

describe('a read that does not come whole', () => {
  const short =
    (inner: typeof fetch, path: string): typeof fetch =>
    async (...request) => {
      const answer = await inner(...request);
      if (!String(request[0]).includes(path)) return answer;
      const body = (await answer.json()) as { total_count: number };
      return Response.json({ ...body, total_count: body.total_count + 5 }, { headers: answer.headers });
    };

  it.each(['/contacts/search', '/companies/list'])('exits 5 and writes nothing: %s', async (path) => {
    await inWorld(PEOPLE, {}, async (world) => {
      world.through((inner) => short(inner, path));
      const { exit, document, diagnostics } = await world.run(ALL);
      expect({ exit, document }).toEqual({ exit: 5, document: undefined });
      expect(diagnostics).toMatchObject([{ code: 'intercom-incomplete', severity: 'error' }]);
      expect(world.files().size).toBe(0);
    });
  });

  it('reads companies with users from the list while another scroll is open, and says so', async () => {
    await inWorld(PEOPLE, {}, async (world) => {
      await world.emulator.fetch('https://api.intercom.io/companies/scroll', {
        headers: { Authorization: 'Bearer acme-token', Accept: 'application/json' },
      });
      const pulled = await world.pulled(['companies']);
      expect(pulled.live).toEqual({ companies: 1 });
      expect(pulled.diagnostics).toMatchObject([{ code: 'companies-without-users', severity: 'warning' }]);
    });
  });
});
