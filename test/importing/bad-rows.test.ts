import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { changesOf, csvProject, findings, importing, refused, set } from './acme.ts';

const header = 'external_id,email,name,phone\n';

describe('on_bad_row: skip', () => {
  const skip = 'policy: { on_bad_row: skip }';
  const csv = `${header}1,ada@acme.test,Ada,\n2,bob,Bob,\n3,cy@acme.test,Cy,12\n4,di@acme.test,Di,+353871234567\n`;
  const rejects = 'migrations/data/rejected-people.csv';

  it('imports the others, counts the skipped and writes a file that can be mended and fed in again', async () => {
    const world = importing(csvProject(csv, '', skip));
    const { made, result } = await world.apply();
    expect(result.exit).toBe(0);
    expect(made.summary).toMatchObject({ create: 2, skipped: 2 });
    expect(findings(made.diagnostics)).toContainEqual(
      expect.stringMatching(
        /^warning rows-left-out: 2 rows were left out \(they are in migrations\/data\/rejected-people\.csv/,
      ),
    );
    const text = readFileSync(join(world.folder, rejects), 'utf8');
    expect(text.split('\n').map((line) => line.replace(/,[^,]*$/, ''))).toEqual([
      '\uFEFFexternal_id,email,name,phone',
      '2,bob,Bob,',
      expect.stringContaining('3,cy@acme.test,Cy,12'),
      '',
    ]);

    world.write(rejects, text.replace('2,bob,', '2,bob@acme.test,').replace('Cy,12', 'Cy,+353871234568'));
    world.write(
      'migrations/0001-people.yaml',
      set('', skip).replace('data/people.csv', 'data/rejected-people.csv'),
    );
    const again = await world.apply();
    expect(again.made.summary).toMatchObject({ create: 2, skipped: 0 });
    expect(
      world
        .people()
        .map(({ external_id }) => external_id)
        .toSorted(),
    ).toEqual(['1', '2', '3', '4']);
    expect(changesOf(await world.plan())).toEqual([]);
  });

  it('counts a row once that only the live attributes show to be bad', async () => {
    const world = importing(
      csvProject(
        'external_id,seats\n1,5\n2,many\n',
        'columns: { external_id: external_id, custom_attributes: { seats: seats } }',
        skip,
      ),
      { seed: { attributes: [{ model: 'contact', name: 'seats', data_type: 'integer' }] } },
    );
    const { plan, diagnostics } = await world.plan();
    expect(plan?.summary).toMatchObject({ create: 1, skipped: 1 });
    expect(findings(diagnostics)).toContainEqual(expect.stringMatching(/rows-left-out: 1 row was left out/));
    expect(readFileSync(join(world.folder, rejects), 'utf8')).toContain('\n2,many,');
  });

  it('leaves the rejects of two sets over one file in one file', async () => {
    const world = importing({
      ...csvProject(csv, 'where: { name: [Ada, Bob] }', skip),
      'migrations/0002-more.yaml': set('where: { name: [Cy, Di] }', skip).replace(
        'name: people',
        'name: more',
      ),
    });
    const { diagnostics } = await world.plan();
    const text = readFileSync(join(world.folder, rejects), 'utf8');
    expect(text).toContain('\n2,bob,Bob,');
    expect(text).toContain('\n3,cy@acme.test,Cy,12');
    expect(text.match(/interform_reason/g)).toHaveLength(1);
    expect(findings(diagnostics).filter((line) => line.includes('rows-left-out'))).toEqual([
      expect.stringContaining('2 rows were left out'),
    ]);
  });

  it('is not found by the glob of the source that it came from', async () => {
    const manifest = set('', skip).replace('people.csv', '"*.csv"').replace('data/"*.csv"', '"data/*.csv"');
    const world = importing({ 'migrations/0001-people.yaml': manifest, 'migrations/data/people.csv': csv });
    await world.apply();
    expect(existsSync(join(world.folder, rejects))).toBe(true);
    const { plan } = await world.plan();
    expect(plan?.summary).toMatchObject({ unchanged: 2, skipped: 2 });
  });
});

describe('on_duplicate_row', () => {
  const csv = 'external_id,name\n1,Ada\n2,Bob\n1,Ada Lovelace\n';
  const named = async (policy: string) => {
    const world = importing(csvProject(csv, '', policy));
    await world.apply();
    expect(changesOf(await world.plan())).toEqual([]);
    return world
      .people()
      .map(({ name }) => name)
      .toSorted();
  };

  it('stops by default and names both rows', async () => {
    expect(await refused(csvProject(csv))).toMatch(
      /duplicate-contact: .*\(the other one is at migrations\/data\/people\.csv row 1\) \[migrations\/data\/people\.csv row 3\]/,
    );
  });

  it('takes the first or the last row where the set says so', async () => {
    expect(await named('policy: { on_duplicate_row: first }')).toEqual(['Ada', 'Bob']);
    expect(await named('policy: { on_duplicate_row: last }')).toEqual(['Ada Lovelace', 'Bob']);
  });
});

describe('a value that Intercom would not take', () => {
  const manifests = `apiVersion: interform/v1
kind: DataAttributes
model: contact
attributes: { plan: { type: options, options: [free, pro] }, seats: { type: integer }, beta: { type: boolean }, note: { type: string } }
---
apiVersion: interform/v1
kind: Tags
tags: [vip]
---
`;
  const columns = `columns:
  external_id: Customer
  tags: { column: Segment, split: ';' }
  companies: Account
  custom_attributes: { plan: Product, seats: [Seats, Extra], beta: Tester, note: Remark }`;

  it('is named with its file, row, column and reason, all of them at once', async () => {
    const csv = `Customer,Segment,Account,Product,Seats,Extra,Tester,Remark
1,vip,,entreprise,5,,yes,
2,vip;VIPs,acme,pro,5,6,maybe,${'x'.repeat(256)}
`;
    const files = csvProject(csv, columns);
    const said = await refused({ ...files, 'migrations/0000-attributes.yaml': manifests.slice(0, -4) });
    const row = (number: number) => ` [migrations/data/people.csv row ${number}]`;
    for (const line of [
      `error unknown-option: custom_attributes.plan is not one of the attribute's options (Product: "entreprise")${row(1)}`,
      `error attribute-value: custom_attributes.seats must be an integer (Seats + Extra: "5 6")${row(2)}`,
      `error attribute-value: custom_attributes.beta must be true or false (Tester: "maybe")${row(2)}`,
    ])
      expect(said).toContain(line);
    expect(said).toMatch(/error string-length: custom_attributes.note has 256 characters \(Remark: "xxx/);
    // Whether a tag or a company is there only the workspace knows.
    expect(said).toContain(
      `warning unknown-tag: tag is not declared (Segment: "VIPs"; did you mean "vip"?)${row(2)}`,
    );
    expect(said).toContain(`warning unknown-company: company is not declared (Account: "acme")${row(2)}`);
  });

  it('is named beside what makes its row bad', async () => {
    const csv = 'external_id,phone,custom_attributes.plan,custom_attributes.seats\n1,12,entreprise,many\n';
    const said = await refused({
      ...csvProject(csv),
      'migrations/0000-attributes.yaml': manifests.slice(0, -4),
    });
    for (const code of ['bad-phone', 'unknown-option', 'attribute-value'])
      expect(said).toContain(`error ${code}: `);
    const companies = await refused({
      'migrations/0001-companies.yaml':
        'apiVersion: interform/v1\nkind: Companies\nsource: { file: companies.csv, columns: { company_id: id, size: size, remote_created_at: since } }\n',
      'migrations/companies.csv': 'id,size,since\nacme,large,soon\n',
    });
    expect(companies).toContain('error bad-date: this is no date (since: "soon")');
    expect(companies).toContain('error company-value: size must be a whole number (size: "large")');
  });

  it('is none where JSON or a spreadsheet writes truth as 1 and 0', async () => {
    const world = importing({
      'migrations/0000-attributes.yaml': manifests.slice(0, -4),
      'migrations/0001-people.yaml': set().replace('people.csv', 'people.json'),
      'migrations/data/people.json':
        '[{"external_id":1,"custom_attributes":{"beta":1}},{"external_id":2,"custom_attributes":{"beta":0}}]',
    });
    const { plan } = await world.plan();
    expect(
      [...(plan?.changes ?? [])].flatMap(({ fields }) => fields['custom_attributes.beta'] ?? []),
    ).toEqual([{ after: true }, { after: false }]);
  });
});
