import { describe, expect, it } from 'vitest';
import { changesOf, csvProject, type Files, findings, importing, refused } from './acme.ts';

const ZERO = '\u200b';

const LIVE = {
  contacts: [
    { role: 'user', email: 'ann@acme.test', name: 'Ann' },
    { role: 'user', external_id: 'u2', email: 'bob@acme.test' },
    { role: 'lead', email: 'eve@acme.test' },
  ],
  tags: ['vip'],
  companies: [{ company_id: 'acme', name: 'Acme' }],
} as const;

function yaml(contact: string, more = ''): Files {
  return {
    'migrations/0001.yaml': `apiVersion: interform/v1\nkind: ContactSet\nname: people\ncontacts:\n  - ${contact}\n${more}`,
  };
}

describe('what is not seen around an identity', () => {
  const people = [
    { id: '', email: `ann@acme.test${ZERO}`, tags: `\u2060vip` },
    { id: `u2\u200e`, email: '', tags: `vip\ufeff` },
    { id: '\u00a0u2b', email: '\u202abob2@acme.test\u202c', tags: '' },
  ];
  const columns = 'columns: { external_id: id, email: email, tags: tags }';
  const csv = `id,email,tags\n${people.map(({ id, email, tags }) => `${id},${email},${tags}\n`).join('')}`;
  const json = JSON.stringify(people);
  const set = (file: string) => ({
    'migrations/0001.yaml': `apiVersion: interform/v1\nkind: ContactSet\nname: people\nsource:\n  file: data/${file}\n  ${columns}\n`,
  });

  it.each([
    ['CSV', { ...set('people.csv'), 'migrations/data/people.csv': csv }],
    ['JSON', { ...set('people.json'), 'migrations/data/people.json': json }],
  ])('makes nobody a second time: %s', async (_, files) => {
    const world = importing(files, { seed: LIVE });
    await world.apply();
    expect(world.people().map(({ external_id, email }) => [external_id, email])).toEqual([
      [null, 'ann@acme.test'],
      ['u2', 'bob@acme.test'],
      [expect.any(String), 'eve@acme.test'],
      ['u2b', 'bob2@acme.test'],
    ]);
    expect(changesOf(await world.plan())).toEqual([]);
  });

  it('hides no lead', async () => {
    expect(await refused(csvProject(`email\n\u2060eve@acme.test\n`), { seed: LIVE })).toContain(
      'error lead-exists',
    );
  });
});

describe('what is not seen inside an identity', () => {
  it.each([
    ['external_id', `u${ZERO}2`, 'unusable-character', 'U+200B'],
    ['external_id', 'u\u00a02', 'unusable-character', 'U+00A0'],
    ['email', `ann@ac${ZERO}me.test`, 'bad-email', 'U+200B'],
    ['tags', 'v\u00adip', 'unusable-character', 'U+00AD'],
    ['companies', `ac\u2060me`, 'unusable-character', 'U+2060'],
  ])('is a bad row that names it: %s %j', async (field, text, code, named) => {
    const header = field === 'external_id' ? field : `external_id,${field}`;
    const csv = `${header}\n${field === 'external_id' ? text : `u9,${text}`}\n`;
    const said = await refused(csvProject(csv), { seed: LIVE });
    expect(said).toMatch(new RegExp(`^error ${code}: .*${named.replace('+', '\\+')}.*people\\.csv row 1`));
  });

  it.each([
    [`external_id: "u2\\u200B"`, 'unusable-character: external_id holds U+200B'],
    [`external_id: "u\\u200B2"`, 'unusable-character: external_id holds U+200B'],
    [
      `email: "a@acme.test\\u200B"`,
      'bad-email: this is not an email address ("a@acme.test​"; it holds U+200B)',
    ],
    ['email: mailto:ann@acme.test', 'bad-email'],
    ['email: ann@acme..test', 'bad-email'],
    [`external_id: u9, tags: ["vip\\u200B"]`, 'unusable-character: the name of a tag holds U+200B'],
    [`external_id: u9, companies: ["acme\\u2060"]`, 'unusable-character: a company_id holds U+2060'],
    [`external_id: ${'x'.repeat(129)}`, 'id-too-long: external_id has 129 characters'],
  ])('is an error where it is typed: %s', async (contact, message) => {
    const said = await refused(yaml(`{ ${contact} }`), { seed: LIVE });
    expect(said).toContain(`error ${message}`);
    expect(said).toContain('migrations/0001.yaml');
  });

  it('is an error in the manifests of tags, companies and merges', async () => {
    const said = await refused({
      'migrations/0001.yaml': `apiVersion: interform/v1
kind: Tags
tags: ["vi\\u200Bp"]
---
apiVersion: interform/v1
kind: Companies
companies:
  "acme\\u200B": { name: Acme }
  ${'c'.repeat(129)}: {}
---
apiVersion: interform/v1
kind: Merges
merges:
  - { from: { email: "eve@acme.test\\u200B" }, into: { external_id: "u\\u200E2" } }
  - { from: { email: "mailto:eve@acme.test" }, into: { external_id: u2 } }
`,
    });
    for (const finding of [
      'the name of a tag holds U+200B',
      'a company_id holds U+200B',
      'id-too-long: a company_id has 129 characters',
      'from.email holds U+200B',
      'into.external_id holds U+200E',
      'bad-email',
    ])
      expect(said).toContain(finding);
  });
});

describe('companies in a file', () => {
  const files = (csv: string) => ({
    'migrations/0001.yaml':
      'apiVersion: interform/v1\nkind: Companies\nsource: { file: data/companies.csv }\n',
    'migrations/data/companies.csv': csv,
  });

  it('lose what is not seen around their ids and names', async () => {
    const world = importing(files(`company_id,name\nacme\u200b,\u2060Acme Ltd\u200e\n`), { seed: LIVE });
    const { plan } = await world.plan();
    expect(plan?.changes).toMatchObject([
      { action: 'update', address: 'company/acme', fields: { name: { before: 'Acme', after: 'Acme Ltd' } } },
    ]);
  });

  it('are bad where one stands inside', async () => {
    const said = await refused(files('company_id,name\nac\u200bme,Acme\nacme,Ac\u2060me\n'), { seed: LIVE });
    expect(said).toMatch(/^error unusable-character: company_id holds U\+200B .*row 1\]$/m);
    expect(said).toMatch(/^error unusable-character: name holds U\+2060 .*row 2\]$/m);
  });
});

describe('the length of an id', () => {
  it('is refused above 128 characters, unless the project lets Intercom decide', async () => {
    const csv = csvProject(`external_id\n${'x'.repeat(128)}\n${'y'.repeat(129)}\n`);
    const said = await refused(csv);
    expect(said).toMatch(/^error id-too-long: external_id has 129 characters .*people\.csv row 2\]$/);
    const world = importing({
      ...csv,
      'interform.yaml': 'apiVersion: interform/v1\nkind: Project\nrules: { id-too-long: warn }\n',
    });
    await world.apply();
    expect(world.people()).toHaveLength(2);
  });
});

describe('an email in a file', () => {
  it('is read out of what mail programs write around it, with one warning', async () => {
    const csv = 'email\nmailto:ann@acme.test\n<bob@acme.test>\n"""Eva"" <eva@acme.test>"\nzoe@acme.test\n';
    const world = importing(csvProject(csv), { seed: LIVE });
    const { diagnostics } = await world.plan();
    expect(findings(diagnostics)).toEqual([
      expect.stringMatching(
        /^warning unwrapped-email: .* \(3 times\) \(email: "mailto:ann@acme\.test"; .*row 1\]$/,
      ),
    ]);
    await world.apply();
    expect(world.people().map(({ email }) => email)).toEqual([
      'ann@acme.test',
      'bob@acme.test',
      'eve@acme.test',
      'eva@acme.test',
      'zoe@acme.test',
    ]);
  });

  it('is a bad row where it is nearly one', async () => {
    const csv =
      'email\nc@acme.test.\nd@acme..test\n(e@acme.test)\n.h@acme.test\n"i@acme,test"\n"a@acme.test;b@acme.test"\n';
    const said = await refused(csvProject(csv));
    expect(said.split('\n')).toHaveLength(6);
    expect(said).toMatch(
      /^error bad-email: this is not an email address \(email: "c@acme\.test\."; it ends with a dot\)/,
    );
  });
});

describe('somebody live whose identity holds what is not seen', () => {
  it.each([
    ['email\nada@acme.test\n', { role: 'user', email: 'ada@acme.test\u200b' }, 'email', 'U+200B'],
    ['email\nada@acme.test\n', { role: 'lead', email: '\u202aada@acme.test\u202c' }, 'email', 'U+202A'],
    [
      'email\nada@acme.test\n',
      { role: 'user', external_id: '9', email: '\u2060Ada@acme.test' },
      'email',
      'U+2060',
    ],
    ['external_id\nu2\n', { role: 'user', external_id: 'u2\u2060' }, 'external_id', 'U+2060'],
    ['external_id\nu 2\n', { role: 'user', external_id: 'u 2\u00a0' }, 'external_id', 'U+00A0'],
  ] as const)('is a finding, and nobody is created beside: %j', async (csv, person, field, named) => {
    const said = await refused(csvProject(csv), { seed: { contacts: [person] } });
    expect(said).toMatch(new RegExp(`^error unseen-twin: a live ${person.role} has this ${field}`));
    expect(said).toContain(named);
  });

  it.each(['ada@ac\u200bme.test', 'a\u00adda@acme.test', 'ada@acme.test\u2069'])(
    'is found among many, wherever it hides: %j',
    async (email) => {
      const rows = Array.from({ length: 200 }, (_, at) => `p${at}@acme.test\n`).join('');
      const seed = { contacts: [{ role: 'user', email }] } as const;
      const said = await refused(csvProject(`email\n${rows}ada@acme.test\n`), { seed });
      expect(said).toMatch(/^error unseen-twin: a live user has this email.*row 201\]$/);
    },
  );

  it('is who was declared where only spaces and byte-order marks are around it, as emails compare', async () => {
    const seed = { contacts: [{ role: 'user', email: '\ufeffada@acme.test' }] } as const;
    expect(changesOf(await importing(csvProject('email\nada@acme.test\n'), { seed }).plan())).toEqual([]);
  });

  it('is mended where it is declared by its id', async () => {
    const seed = { contacts: [{ role: 'user', email: 'ada@acme.test\u200b', name: 'Ada' }] } as const;
    const world = importing({}, { seed });
    const [ada] = world.people();
    const set = yaml(`{ id: ${ada?.id}, email: ada@acme.test }`);
    for (const [path, text] of Object.entries(set)) world.write(path, text);
    await world.apply();
    expect(world.people().map(({ email }) => email)).toEqual(['ada@acme.test']);
    expect(changesOf(await world.plan())).toEqual([]);
  });

  it('is no finding for others, nor where nobody is created', async () => {
    const seed = {
      contacts: [
        { role: 'user', external_id: 'u1', email: 'ada@acme.test' },
        { role: 'user', external_id: 'u2\u200b' },
      ],
    } as const;
    const world = importing(csvProject('external_id,email\nu1,ada@acme.test\nu22,\n'), { seed });
    const { diagnostics, plan } = await world.plan();
    expect(findings(diagnostics)).toEqual([]);
    expect(plan?.changes).toHaveLength(1);
    // What is asked beside fits into the request that asks for those who were declared.
    const searches = world.requests.filter((request) => request.startsWith('POST /contacts/search'));
    expect(searches).toHaveLength(1);
  });

  it.each([
    ['shared_email: allow', { role: 'user', external_id: 'u9', email: 'ada@acme.test\u200b' }],
    ['leads: keep', { role: 'lead', email: 'ada@acme.test\u200b' }],
  ] as const)('is welcome beside with %s, as one who has the very email is', async (said, person) => {
    const policy = said === 'leads: keep' ? `identity: { ${said} }` : `policy: { ${said} }`;
    const set = (text: string) => ({
      'migrations/0001.yaml': `apiVersion: interform/v1\nkind: ContactSet\nname: people\n${text}\ncontacts: [{ external_id: u1, email: ada@acme.test }]\n`,
    });
    const seed = { contacts: [person] };
    expect((await importing(set(policy), { seed }).apply()).result.exit).toBe(0);
    expect(await refused(set(''), { seed })).toContain('error unseen-twin');
  });

  it('is not welcome where the user has no external_id: that one would be adopted', async () => {
    const set = {
      'migrations/0001.yaml':
        'apiVersion: interform/v1\nkind: ContactSet\nname: people\npolicy: { shared_email: allow }\ncontacts: [{ external_id: u1, email: ada@acme.test }]\n',
    };
    const seed = { contacts: [{ role: 'user', email: 'ada@acme.test\u200b' }] } as const;
    expect(await refused(set, { seed })).toContain('error unseen-twin');
  });

  it('is a tag too', async () => {
    const files = { 'migrations/0001.yaml': 'apiVersion: interform/v1\nkind: Tags\ntags: [vip]\n' };
    expect(await refused(files, { seed: { tags: ['VIP\u200b'] } })).toMatch(
      /^error unseen-twin: a live tag .*U\+200B/,
    );
  });
});
