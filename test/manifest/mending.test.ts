import { describe, expect, it } from 'vitest';
import { manifestsIn, shown } from './load.ts';

const HEAD = 'apiVersion: interform/v1\nkind: ';
const SET = `${HEAD}ContactSet\nname: beta\n`;

/** The documents that are left of one file, and the codes and places of its findings. */
async function mended(text: string, variables: Record<string, string> = {}) {
  const { documents, diagnostics } = await manifestsIn({ 'migrations/0001.yaml': text }, { variables });
  return {
    documents,
    data: documents.map(({ data: { apiVersion: _version, kind: _kind, ...data } }) => data),
    findings: diagnostics.map(({ code, line, column }) => `${line}:${column} ${code}`),
  };
}

describe('a document with findings', () => {
  it('reads a misspelt key as the one that is meant, with its place', async () => {
    const { documents, data, findings } = await mended(`${SET}contact:\n  - { user_id: 007, Name: Ada }\n`);
    expect(findings).toEqual(['4:1 unknown-key', '5:7 unknown-key', '5:21 unknown-key']);
    expect(data).toEqual([{ name: 'beta', contacts: [{ external_id: '007', name: 'Ada' }] }]);
    expect(documents[0]?.cell(['contacts', 0, 'external_id'])?.place).toMatchObject({ line: 5, column: 16 });
    expect(documents[0]?.isPartial(['contacts', 0])).toBe(false);
  });

  it('finds what is wrong below a misspelt key as well', async () => {
    const { findings } = await mended(`${SET}contact:\n  - { email: ada, rol: usr }\n`);
    expect(findings).toEqual([
      '4:1 unknown-key',
      '5:14 invalid-email',
      '5:19 unknown-key',
      '5:24 not-one-of',
    ]);
  });

  it('does not put a misspelt key over the right one', async () => {
    const { data } = await mended(`${SET}contacts:\n  - { user_id: a, external_id: b }\n`);
    expect(data).toMatchObject([{ contacts: [{ external_id: 'b' }] }]);
  });

  it('leaves out what does not fit, and knows where', async () => {
    const { documents, data, findings } = await mended(
      `${SET}contacts:\n  - { email: ada, tags: [vip, [x]] }\n  - { external_id: b, location: x }\n  - { external_id: c }\npolicy: { tags: exatc }\n`,
    );
    expect(findings).toHaveLength(4);
    expect(data).toEqual([
      {
        name: 'beta',
        contacts: [{ tags: ['vip'] }, { external_id: 'b' }, { external_id: 'c' }],
        policy: {},
      },
    ]);
    const partial = [0, 1, 2].map((index) => documents[0]?.isPartial(['contacts', index]));
    expect(partial).toEqual([true, true, false]);
  });

  it('takes an empty map where a map is missing, so that the item counts as declared', async () => {
    const { documents, data, findings } = await mended(`${HEAD}Companies\ncompanies:\n  acme:\n  beta: {}\n`);
    expect(findings).toEqual(['4:3 wrong-type']);
    expect(data).toEqual([{ companies: { acme: {}, beta: {} } }]);
    expect(documents[0]?.keyPlace(['companies', 'acme'])).toMatchObject({ line: 4, column: 3 });
  });

  it('leaves out an element that lacks a key, and keeps its neighbours', async () => {
    const { data, findings } = await mended(
      `${HEAD}Merges\nmerges:\n  - from: { id: a }\n  - { from: { id: b }, into: { email: ada@acme.test } }\n`,
    );
    expect(findings).toEqual(['4:5 missing-key']);
    expect(data).toEqual([{ merges: [{ from: { id: 'b' }, into: { email: 'ada@acme.test' } }] }]);
  });

  it('knows a key that is there under another name, and follows no consequence into another element', async () => {
    const { data, findings } = await mended(
      `${HEAD}Merges\nmerges:\n  - { lead: { id: a }, user: { email: ada } }\n  - { from: { external_id: b }, into: { email: ada@acme.test } }\n`,
    );
    expect(findings).toEqual([
      '4:7 unknown-key',
      '4:24 unknown-key',
      '4:39 invalid-email',
      '5:15 refused-key',
    ]);
    expect(data).toEqual([{ merges: [] }]);
  });

  it('leaves out two elements of one list without touching the others', async () => {
    const { data } = await mended(`${HEAD}Tags\ntags: ["", vip, [x], beta, { a: b }]\n`);
    expect(data).toEqual([{ tags: ['vip', 'beta'] }]);
  });

  it('leaves out a value that several aliases share once', async () => {
    const { data, findings } = await mended(
      `${SET}contacts:\n  - { external_id: a, custom_attributes: &c { plan: [x], seats: 5 } }\n  - { external_id: b, custom_attributes: *c }\n`,
    );
    expect(new Set(findings)).toEqual(new Set(['5:53 wrong-type']));
    expect(data).toMatchObject([
      {
        contacts: [
          { external_id: 'a', custom_attributes: { seats: 5 } },
          { external_id: 'b', custom_attributes: { seats: 5 } },
        ],
      },
    ]);
  });

  it('leaves out a source of which anything is wrong: each of its rows would be', async () => {
    const { data, findings } = await mended(
      `${SET}source:\n  - { file: a.csv, colums: { x: y } }\n  - { file: b.csv }\n`,
    );
    expect(findings).toEqual(['5:20 unknown-key']);
    expect(data).toEqual([{ name: 'beta', source: [{ file: 'b.csv' }] }]);
  });

  it('leaves out text with a variable that cannot be filled, and finds the rest', async () => {
    const { data, findings } = await mended(
      `${HEAD}Tags\ntags: ["vip\${var.sufix}", "beta\${var.suffix}"]\nname: x\n`,
      { suffix: '-1' },
    );
    expect(findings).toEqual(['3:8 unknown-variable', '4:1 unknown-key']);
    expect(data).toEqual([{ tags: ['beta-1'] }]);
  });

  it('is left out as a whole where its own keys are missing or it is of another shape', async () => {
    for (const text of [`${HEAD}DataAttributes\nattributes: {}\n`, `${HEAD}ContactSet\ncontacts: []\n`]) {
      const { documents, findings } = await mended(text);
      expect({ documents, findings }).toEqual({ documents: [], findings: ['1:1 missing-key'] });
    }
  });

  it('says things in the order of the text', async () => {
    const { diagnostics } = await manifestsIn({
      'migrations/0001.yaml': `${SET}contact:\n  - { user_id: a, email: ada }\npolcy: { on_missing: sikp }\n`,
    });
    expect(shown(diagnostics).map((text) => text.split(' ')[0])).toEqual([
      'migrations/0001.yaml:4:1',
      'migrations/0001.yaml:5:7',
      'migrations/0001.yaml:5:26',
      'migrations/0001.yaml:6:1',
      'migrations/0001.yaml:6:22',
    ]);
  });
});
