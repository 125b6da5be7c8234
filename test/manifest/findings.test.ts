import { describe, expect, it } from 'vitest';
import { findingsOf } from './load.ts';

const SET = 'apiVersion: interform/v1\nkind: ContactSet\nname: beta\n';
const F = 'migrations/0001.yaml';
const CONTACT_KEYS =
  'keys here are id, role, external_id, email, phone, name, avatar, signed_up_at, last_seen_at, owner, unsubscribed_from_emails, custom_attributes, tags, companies, archived';

describe('headers', () => {
  it('asks for apiVersion and kind, and names the nearest', async () => {
    expect(await findingsOf('apiVersion: interform/v2\nkind: Tags\ntags: vip\n')).toEqual([
      `${F}:1:13 wrong-api-version: this interform does not know "interform/v2" (did you mean "interform/v1"?) = write apiVersion: interform/v1`,
      `${F}:3:7 wrong-type: tags must be a list (this is the text "vip") = write a list: [vip, beta]`,
    ]);
    expect(await findingsOf('kind: Tags\ntags: [vip]\n')).toEqual([
      `${F}:1:1 missing-api-version: the document does not say its apiVersion = write apiVersion: interform/v1`,
    ]);
    expect(await findingsOf('apiVersion: interform/v1\nkind: ContactSets\nname: 1\n')).toEqual([
      `${F}:2:7 unknown-kind: "ContactSets" is no kind of manifest (did you mean "ContactSet"?) = kinds are DataAttributes, Tags, Companies, ContactSet, Merges, ConversationAttributes, TicketTypes`,
    ]);
    expect(await findingsOf('apiVersion: interform/v1\nKind: Tags\n')).toEqual([
      expect.stringMatching(/:2:1 missing-kind: .*"Kind" meant as "kind"/),
    ]);
    expect(await findingsOf('- vip\n')).toEqual([
      `${F}:1:1 not-a-manifest: a manifest is a map (this is a list) = begin with apiVersion: interform/v1 and kind:`,
    ]);
    expect(await findingsOf('apiVersion: interform/v1\nkind: Project\n')).toEqual([
      expect.stringMatching(/:2:7 unknown-kind: a project file stands among the manifests/),
    ]);
  });
});

describe('keys', () => {
  it('says what an unknown key is meant as: a synonym, else the nearest', async () => {
    expect(await findingsOf(`${SET}contacts:\n  - { user_id: a1, emial: a@b, externalId: x }\n`)).toEqual([
      `${F}:5:7 unknown-key: unknown key user_id in contacts[0] (did you mean "external_id"?) = ${CONTACT_KEYS}`,
      `${F}:5:20 unknown-key: unknown key emial in contacts[0] (did you mean "email"?) = ${CONTACT_KEYS}`,
      `${F}:5:32 unknown-key: unknown key externalId in contacts[0] (did you mean "external_id"?) = ${CONTACT_KEYS}`,
    ]);
    const attributes = 'apiVersion: interform/v1\nkind: DataAttributes\nmodel: contact\nattributes:\n';
    expect(await findingsOf(`${attributes}  plan: { data_type: string }\n`)).toEqual([
      expect.stringMatching(
        /:5:11 unknown-key: unknown key data_type in attributes\.plan \(did you mean "type"\?\)/,
      ),
    ]);
  });

  it('says what a word of another tool is meant as', async () => {
    const attributes = 'apiVersion: interform/v1\nkind: DataAttributes\nmodel: contact\nattributes:\n';
    for (const [word, meant] of [
      ['text', 'string'],
      ['Number', 'float'],
      ['bool', 'boolean'],
      ['list', 'options'],
    ]) {
      expect(await findingsOf(`${attributes}  plan: { type: ${word} }\n`)).toEqual([
        expect.stringContaining(`("${word}"; did you mean "${meant}"?)`),
      ]);
    }
  });

  it('has its own words for fields that only Intercom writes', async () => {
    for (const field of ['created_at', 'location', 'last_replied_at', 'android_device']) {
      expect(await findingsOf(`${SET}contacts:\n  - { email: a@b, ${field}: 1 }\n`)).toEqual([
        `${F}:5:19 read-only-field: ${field} cannot be written (Intercom sets it by itself) = take it out; a value of your own goes into custom_attributes`,
      ]);
    }
  });

  it('does not find a misspelt key missing as well', async () => {
    expect(await findingsOf('apiVersion: interform/v1\nkind: Tags\ntagz: [vip]\n')).toEqual([
      `${F}:3:1 unknown-key: unknown key tagz (did you mean "tags"?) = keys here are apiVersion, kind, owner, tags`,
    ]);
  });

  it('names a key that is missing', async () => {
    expect(
      await findingsOf('apiVersion: interform/v1\nkind: Merges\nmerges:\n  - from: { id: a }\n'),
    ).toEqual([`${F}:4:5 missing-key: merges[0] has no into = add into:`]);
  });

  it('takes typographic quotes around a key for what they are', async () => {
    expect(await findingsOf(`${SET}contacts:\n  - { “email”: a@b }\n`)).toEqual([
      expect.stringMatching(/unknown key “email” in contacts\[0\] \(did you mean "email"\?\)/),
    ]);
  });
});

describe('values', () => {
  const cases: readonly [string, string, string][] = [
    [
      'tags: vip',
      '5:13',
      'wrong-type: contacts[0].tags must be a list (this is the text "vip") = write a list: [vip]',
    ],
    [
      'tags: null',
      '5:13',
      'wrong-type: contacts[0].tags must be a list (this is null) = write a value, or leave the key out: what is omitted is not managed; [] means none where the policy is exact',
    ],
    [
      'unsubscribed_from_emails: yes',
      '5:33',
      'wrong-type: contacts[0].unsubscribed_from_emails must be true or false (this is the text "yes") = write true',
    ],
    ['name: [Ada]', '5:13', 'wrong-type: contacts[0].name must be text (this is a list)'],
    [
      'role: usr',
      '5:13',
      'not-one-of: contacts[0].role is not one of its values ("usr"; did you mean "user"?) = one of user, lead',
    ],
    [
      'role: “user”',
      '5:13',
      'not-one-of: contacts[0].role is not one of its values ("“user”"; did you mean "user"?) = write straight quotes, " or \', in place of typographic ones',
    ],
    [
      'email: ada',
      '5:14',
      'invalid-email: contacts[0].email needs one @ between two non-empty parts ("ada")',
    ],
    [
      'email: ada@b@c',
      '5:14',
      'invalid-email: contacts[0].email needs one @ between two non-empty parts ("ada@b@c")',
    ],
    [
      'external_id: ""',
      '5:20',
      'empty-value: contacts[0].external_id must not be empty = Intercom keeps an external_id whatever it is told: leave the key out',
    ],
    [
      'custom_attributes: { plan: [a] }',
      '5:34',
      'wrong-type: contacts[0].custom_attributes.plan must be text or a number or true or false (this is a list)',
    ],
  ];
  for (const [line, place, finding] of cases) {
    it(`has one finding for ${line}`, async () => {
      expect(await findingsOf(`${SET}contacts:\n  -   ${line}\n`.replace('-   ', '- '))).toEqual([
        `${F}:${place.replace(/:(\d+)$/, (_, column) => `:${Number(column) - 2}`)} ${finding}`,
      ]);
    });
  }

  it('says what an empty list means only where the schema does', async () => {
    const begin = 'apiVersion: interform/v1\nkind: ';
    const help = 'write a value, or leave the key out: what is omitted is not managed';
    expect(
      await findingsOf(
        `${begin}ConversationAttributes\nattributes: { Cause: { type: list, options: null, visible_to: null } }\n`,
      ),
    ).toEqual([
      expect.stringMatching(/attributes\.Cause\.options must be a list \(this is null\) = .*not managed$/),
      `${F}:3:63 wrong-type: attributes.Cause.visible_to must be a list (this is null) = ${help}; [] means all teams`,
    ]);
  });

  it.each([
    ['DataAttributes\nmodel: contact\nattributes: { "": { type: string } }', '4:15', 'attributes'],
    ['ConversationAttributes\nattributes: { "": { type: string } }', '3:15', 'attributes'],
    ['TicketTypes\nticket_types: { "": { category: Customer } }', '3:17', 'ticket_types'],
    ['Companies\ncompanies: { "": { name: Acme } }', '3:14', 'companies'],
    [
      'ContactSet\nname: beta\ncontacts: [{ custom_attributes: { "": pro } }]',
      '4:35',
      'contacts[0].custom_attributes',
    ],
  ])('has one finding for an empty name, at its place: %s', async (text, place, map) => {
    expect(await findingsOf(`apiVersion: interform/v1\nkind: ${text}\n`)).toEqual([
      `${F}:${place} empty-value: a name in ${map} must not be empty`,
    ]);
  });

  it('has no finding from alternatives that do not apply: a source is a map or a list of maps', async () => {
    expect(await findingsOf(`${SET}source: { file: a.json, colums: {} }\n`)).toEqual([
      expect.stringMatching(/:4:25 unknown-key: unknown key colums in source \(did you mean "columns"\?\)/),
    ]);
    expect(await findingsOf(`${SET}source: [{ format: {} }]\n`)).toEqual([
      `${F}:4:10 missing-key: source[0] has no file = add file:`,
    ]);
    expect(
      await findingsOf(`${SET}source: { file: a.json, columns: { custom_attributes.plan: [a, b] } }\n`),
    ).toEqual([]);
  });

  it('names one of id, email and phone for a merge, and no external_id of a lead', async () => {
    const merges = 'apiVersion: interform/v1\nkind: Merges\nmerges:\n';
    expect(await findingsOf(`${merges}  - { from: { id: a, email: a@b }, into: {} }\n`)).toEqual([
      `${F}:4:13 too-many: merges[0].from takes at most 1 = keys here are id, email, phone`,
      `${F}:4:42 too-few: merges[0].into needs at least 1 = keys here are id, external_id, email`,
    ]);
    expect(await findingsOf(`${merges}  - { from: { external_id: a }, into: { id: b } }\n`)).toEqual([
      expect.stringMatching(
        /:4:15 refused-key: external_id cannot stand here = a lead has no external_id of yours/,
      ),
    ]);
  });

  it('counts what it does not list of many findings of one sort', async () => {
    const contacts = Array.from({ length: 60 }, (_, i) => `  - { email: ada${i} }`).join('\n');
    const findings = await findingsOf(`${SET}contacts:\n${contacts}\n`);
    expect(findings).toHaveLength(51);
    expect(findings.at(-1)).toBe(`${F} invalid-email: 10 more findings of this sort in the same document`);
  });
});

describe('variables', () => {
  it('names what is not declared, what is no variable and what is not closed', async () => {
    const text = `apiVersion: interform/v1\nkind: Tags\ntags:\n  - \${var.sufix}\n  - \${HOME}\n  - \${var.env}\n  - \${var.suffix\n`;
    expect(await findingsOf(text, { variables: { suffix: '-a' } })).toEqual([
      `${F}:4:5 unknown-variable: the variable sufix is not declared (did you mean "suffix"?) = declare it under variables: in interform.yaml; --var sufix=VALUE and INTERFORM_VAR_sufix then set it`,
      `${F}:5:5 unknown-variable: \${HOME} is no variable (only \${var.NAME} is filled in; the environment cannot be read) = a literal \${ is written $\${`,
      `${F}:6:5 no-environment: var.env has no value: no environment is chosen = declare environments: in interform.yaml and choose one with --env NAME or INTERFORM_ENV`,
      `${F}:7:5 unclosed-variable: \${ is not closed ("\${var.suffix") = write \${var.NAME}; a literal \${ is written $\${`,
    ]);
  });
});
