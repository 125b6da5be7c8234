import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { validate } from '../../src/app/validate.ts';
import { csvProject, findings, importing, refused, set } from './acme.ts';

const SKIP = 'policy: { on_bad_row: skip }';
const REJECTS = 'migrations/data/rejected-people.csv';

describe('expect.require', () => {
  const csv = 'external_id,email,name\n1,ada@acme.test,Ada\n2,,Bob\n3,not an address,Cy\n4, ,\n';

  it('makes every row without the field a bad one, and says nothing of a field that is bad anyhow', async () => {
    const said = await refused(csvProject(csv, 'expect: { require: [email, name] }'));
    const required = said.split('\n').filter((line) => line.includes('required-field'));
    expect(required).toEqual([
      'error required-field: a row has no email, which every row is expected to have [migrations/data/people.csv row 2]',
      'error required-field: a row has no email, which every row is expected to have [migrations/data/people.csv row 4]',
      'error required-field: a row has no name, which every row is expected to have [migrations/data/people.csv row 4]',
    ]);
    expect(said).toMatch(/error bad-email: .*row 3\]/);
  });

  it('leaves rows out, and takes a default of the source for a value', async () => {
    const world = importing(csvProject(csv, 'expect: { require: [email] }', SKIP));
    expect((await world.plan()).plan?.summary).toMatchObject({ create: 1, skipped: 3 });
    const filled = importing(
      csvProject(
        'external_id,email\n1,ada@acme.test\n',
        'defaults: { name: Nobody }\nexpect: { require: [name] }',
      ),
    );
    expect((await filled.plan()).plan?.summary).toMatchObject({ create: 1 });
  });

  it('holds for attributes, in JSON and in lists', async () => {
    const said = await refused({
      'migrations/0000.yaml':
        'apiVersion: interform/v1\nkind: DataAttributes\nmodel: contact\nattributes: { plan: { type: string } }\n',
      'migrations/0001-people.yaml': set(
        'columns: { external_id: id, tags: tags, custom_attributes: { plan: plan } }\nexpect: { require: [custom_attributes.plan, tags] }',
      ).replace('people.csv', 'people.json'),
      'migrations/data/people.json': '[{"id":"1","plan":null,"tags":[]},{"id":"2","plan":"pro","tags":""}]',
    });
    expect(said.split('\n').filter((line) => line.includes('required-field'))).toHaveLength(3);
  });

  it('knows its fields', async () => {
    expect(await refused(csvProject(csv, 'expect: { require: [e-mail] }'))).toContain(
      'is not a field of a contact',
    );
  });
});

describe('a reject', () => {
  const columns =
    'columns: { external_id: id, email: email, signed_up_at: joined, tags: tag, custom_attributes: { plan: plan, seats: seats } }';
  const csv =
    'id,email,joined,tag,plan,seats\n1,ada@acme.test,2026-06-15,vip,pro,5\n2,bob,soon,vipp,gold,many\n,,2026-06-15,nobody,gold,5\n';
  const files = {
    ...csvProject(csv, columns, SKIP),
    'migrations/0000.yaml': `apiVersion: interform/v1
kind: DataAttributes
model: contact
attributes: { plan: { type: options, options: [pro, free] }, seats: { type: integer } }
---
apiVersion: interform/v1
kind: Tags
tags: [vip]
`,
  };
  const reasons = (folder: string) => readFileSync(join(folder, REJECTS), 'utf8').split('\n').slice(1, -1);

  it('names every fault of its row, also those that only the workspace tells', async () => {
    const world = importing(files);
    const { plan, diagnostics } = await world.plan();
    expect(plan?.summary).toMatchObject({ skipped: 2 });
    const [second, third] = reasons(world.folder);
    for (const said of [
      'not an email address',
      'no date',
      'tag is neither declared nor live',
      'options',
      'seats must be',
    ])
      expect(second).toContain(said);
    for (const said of ['nothing to recognise it by', 'tag is neither declared nor live', 'options'])
      expect(third).toContain(said);
    expect(findings(diagnostics)).toContainEqual(
      expect.stringMatching(/^warning unknown-option: row left out: .*gold.* row 2\]$/),
    );
    expect(plan?.diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
  });

  it('names what can be told offline where it is only validated', async () => {
    const world = importing(files);
    const ports = { env: {}, now: () => 0, sleep: async () => {}, fetch: globalThis.fetch };
    const options = {
      project: world.folder,
      variables: new Map(),
      target: [],
      exclude: [],
      allow: new Map(),
    };
    const { leftOut } = await validate(options, ports);
    expect(leftOut).toEqual([{ source: 'migrations/data/people.csv', rows: 3, left_out: 2 }]);
    const [second] = reasons(world.folder);
    for (const said of ['not an email address', 'no date', 'options', 'seats must be'])
      expect(second).toContain(said);
  });
});
