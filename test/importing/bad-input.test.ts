import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { textRow, workbook } from '../sources/workbook.ts';
import { changesOf, csvProject, type Files, findings, importing, refused, set } from './acme.ts';

const header = 'external_id,email,name,phone\n';

describe('a data file that cannot be taken as it is', () => {
  it('with a broken quote on its last line names that line', async () => {
    const csv = `${header}1,ada@acme.test,Ada,\n2,bob@acme.test,"Bob,\n`;
    expect(await refused(csvProject(csv))).toMatch(
      /error .*: a quote is opened here and never closed.*people\.csv row 2\]/,
    );
  });

  it('without a column that is mapped names it and what is there', async () => {
    const said = await refused(
      csvProject('id,mail\n1,ada@acme.test\n', 'columns: { external_id: id, email: Mail }'),
    );
    expect(said).toMatch(/error .*"?Mail"?/);
    expect(said).toContain('mail');
  });

  it('with invalid UTF-8 says which line and how to declare the encoding', async () => {
    const bytes = Buffer.concat([
      Buffer.from(`${header}1,ada@acme.test,Ada,\n2,rene@acme.test,Ren`),
      Buffer.from([0xe9]),
      Buffer.from(',\n3,zoe@acme.test,Zoë,\n', 'utf8'),
    ]);
    const said = await refused(csvProject(bytes, 'format: { encoding: utf-8 }'));
    expect(said).toMatch(/error .*utf-8/i);
  });

  it('with dates of two forms in one column names every row that does not fit', async () => {
    const csv = 'external_id,joined\n1,31/12/2024\n2,2024-12-31\n3,12/31/2024\n';
    const said = await refused(
      csvProject(
        csv,
        'columns: { external_id: external_id, signed_up_at: { column: joined, date: DD/MM/YYYY } }',
      ),
    );
    expect(said).not.toContain('row 1]');
    expect(said).toMatch(/bad-date: this is no date of the form DD\/MM\/YYYY .*2024-12-31.*row 2\]/);
    expect(said).toMatch(/bad-date: .*12\/31\/2024.*row 3\]/);
    expect(await refused(csvProject(csv.replace('joined', 'signed_up_at')))).toMatch(
      /bad-date.*31\/12\/2024.*row 1\]/,
    );
  });

  it('with a formula that was never computed names the row and the column', async () => {
    const sheet = `${textRow(1, 'external_id', 'email')}<row r="2"><c t="inlineStr"><is><t>1</t></is></c><c><f>A2&amp;"@acme.test"</f></c></row>`;
    const files = {
      'migrations/0001-people.yaml': set().replace('people.csv', 'people.xlsx'),
      'migrations/data/people.xlsx': workbook({ sheets: { S: sheet } }),
    };
    expect(await refused(files)).toMatch(/error .*formula.*email.*people\.xlsx row 1\]/);
  });

  it('outside the project folder is refused, also by a link', async () => {
    const outside = mkdtempSync(join(tmpdir(), 'interform-outside-'));
    onTestFinished(() => rmSync(outside, { recursive: true, force: true }));
    writeFileSync(join(outside, 'people.csv'), `${header}1,ada@acme.test,Ada,\n`);
    for (const path of [`${outside}/people.csv`, '../../../people.csv']) {
      const manifest = set().replace('data/people.csv', path);
      expect(await refused({ 'migrations/0001-people.yaml': manifest })).toMatch(
        /source-outside: .* is outside/,
      );
    }
    const world = importing({ 'migrations/0001-people.yaml': set(), 'migrations/data/other.csv': header });
    symlinkSync(join(outside, 'people.csv'), join(world.folder, 'migrations/data/people.csv'));
    const { plan, diagnostics } = await world.plan();
    expect(plan).toBeUndefined();
    expect(findings(diagnostics).join()).toMatch(
      /source-outside: .*people\.csv leads out of the project folder/,
    );
    expect(world.requests).toEqual([]);
  });
});

describe('values that other importers garble', () => {
  it('keeps ids of twenty digits, from CSV and from JSON', async () => {
    const id = '12345678901234567891';
    const json = `[{"external_id":${id},"email":"ada@acme.test"}]`;
    for (const [name, text] of [
      ['people.csv', `external_id,email\n${id},ada@acme.test\n`],
      ['people.json', json],
    ] as const) {
      const world = importing({
        'migrations/0001-people.yaml': set().replace('people.csv', name),
        [`migrations/data/${name}`]: text,
      });
      const { result } = await world.apply();
      expect(result.exit).toBe(0);
      expect(world.people().map(({ external_id }) => external_id)).toEqual([id]);
      expect(changesOf(await world.plan())).toEqual([]);
    }
  });

  it('takes a pasted +1-555-0100 with a warning', async () => {
    const world = importing(csvProject('external_id,phone\n1,+1-555-0100\n'));
    const { plan, diagnostics } = await world.plan();
    expect([...(plan?.changes ?? [])][0]?.fields['phone']).toEqual({ after: '+15550100' });
    expect(findings(diagnostics)).toEqual([expect.stringMatching(/^warning .*phone/)]);
  });
});

describe('one person in two sets', () => {
  const two = (a: string, b: string, json = false): Files => ({
    'migrations/0001-people.yaml': set(),
    'migrations/data/people.csv': a,
    'migrations/0002-billing.yaml': set()
      .replace('name: people', 'name: billing')
      .replace('people.csv', json ? 'billing.json' : 'billing.csv'),
    [`migrations/data/billing.${json ? 'json' : 'csv'}`]: b,
  });

  it('with different values stops and names both rows', async () => {
    const said = await refused(
      two('external_id,name\n1,Ada\n7,Cy\n', 'external_id,name\n9,Di\n1,Ada Lovelace\n'),
    );
    expect(said).toMatch(
      /sets-disagree: .*name \("Ada Lovelace" here, "Ada" at migrations\/data\/people\.csv row 1\) \[migrations\/data\/billing\.csv row 2\]/,
    );
  });

  it('is one person whether the id is a number here or text there', async () => {
    const world = importing(
      two('external_id,name\n0042,Bea\n42,Ada\n', '[{"external_id":42,"email":"ada@acme.test"}]', true),
    );
    const { made } = await world.apply();
    expect(made.summary.create).toBe(2);
    expect([...made.changes].find(({ also }) => also.length > 0)?.also).toEqual(['contact/billing/42']);
    expect(
      world
        .people()
        .map(({ external_id, name, email }) => [external_id, name, email])
        .toSorted(),
    ).toEqual([
      ['0042', 'Bea', null],
      ['42', 'Ada', 'ada@acme.test'],
    ]);
    expect(changesOf(await world.plan())).toEqual([]);
  });
});

const pruning = `defaults: { tags: [trial] }
prune: { owner_tag: set-people, action: untag }
---
apiVersion: interform/v1
kind: Tags
tags: [trial]`;
const members = {
  tags: [{ name: 'set-people' }, { name: 'trial' }],
  contacts: [
    { role: 'user', external_id: '1', email: 'ada@acme.test', tags: ['set-people', 'trial'] },
    { role: 'user', external_id: '8', email: 'gone@acme.test', tags: ['set-people', 'trial'] },
  ],
} as const;

describe('a set that prunes', () => {
  it('loses who left its file', async () => {
    const world = importing(csvProject(`${header}1,ada@acme.test,,\n`, '', pruning), {
      seed: members,
      allow: { detach: 100 },
    });
    expect(changesOf(await world.plan())).toEqual(['update contact/people/8']);
  });

  it('prunes nobody when its file has no rows, and says so', async () => {
    const world = importing(csvProject(header, '', pruning), { seed: members });
    const made = await world.plan();
    expect(changesOf(made)).toEqual([]);
    expect(findings(made.diagnostics)).toContainEqual(
      expect.stringMatching(
        /^warning prune-withheld: nothing is pruned from set people \(it has no desired contacts\)/,
      ),
    );
  });

  it('prunes nobody while a row is left out', async () => {
    const csv = `${header}1,ada@acme.test,,\n8,gone,,\n`;
    const world = importing(csvProject(csv, '', `policy: { on_bad_row: skip }\n${pruning}`), {
      seed: members,
    });
    const made = await world.plan();
    expect(changesOf(made)).toEqual([]);
    expect(findings(made.diagnostics)).toContainEqual(
      expect.stringMatching(/^warning prune-withheld: .*\(1 row of set people was skipped\)/),
    );
  });
});
