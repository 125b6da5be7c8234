import { describe, expect, it } from 'vitest';
import { manifestsIn } from './load.ts';

async function documentOf(text: string, variables: Record<string, string> = {}) {
  const { documents, diagnostics } = await manifestsIn({ 'migrations/0001-a.yaml': text }, { variables });
  expect(diagnostics).toEqual([]);
  const [document] = documents;
  if (document === undefined) throw new Error('no document');
  return document;
}

const SET = 'apiVersion: interform/v1\nkind: ContactSet\nname: beta\n';

describe('source text', () => {
  it('takes text fields and map keys as they are typed', async () => {
    const contacts = await documentOf(`${SET}contacts:
  - { external_id: 0012345, phone: +15550100, name: true, email: null, tags: [2024, 1e3, vip] }
`);
    expect(contacts.data['contacts']).toEqual([
      { external_id: '0012345', phone: '+15550100', name: 'true', email: null, tags: ['2024', '1e3', 'vip'] },
    ]);
    const companies = await documentOf(
      'apiVersion: interform/v1\nkind: Companies\ncompanies:\n  007: { name: Bond }\n  true: { name: 1.0 }\n  15257600000029: {}\n  7: {}\n',
    );
    expect(companies.keys(['companies'])).toEqual(['007', 'true', '15257600000029', '7']);
    expect(companies.data['companies']).toMatchObject({ '007': { name: 'Bond' }, true: { name: '1.0' } });
  });

  it('keeps the YAML value of a custom attribute, with its source text in the cell', async () => {
    const document = await documentOf(`${SET}contacts:
  - external_id: ada
    custom_attributes: { seats: 007, mrr: 1.50, vip: true, none: ~, name: "7", big: 12345678901234567890 }
`);
    const cell = (name: string) => document.cell(['contacts', 0, 'custom_attributes', name]);
    expect(cell('seats')).toMatchObject({ value: 7, text: '007' });
    expect(cell('mrr')).toMatchObject({ value: 1.5, text: '1.50' });
    expect(cell('vip')).toMatchObject({ value: true, text: 'true' });
    expect(cell('none')).toEqual({ value: null, place: expect.objectContaining({ line: 6 }) });
    expect(cell('name')).toEqual({ value: '7', place: expect.objectContaining({ line: 6 }) });
    expect(cell('big')?.text).toBe('12345678901234567890');
  });

  it('keeps a key called __proto__ as a key', async () => {
    const document = await documentOf(
      'apiVersion: interform/v1\nkind: Companies\ncompanies:\n  __proto__: { name: Proto }\n',
    );
    expect(document.keys(['companies'])).toEqual(['__proto__']);
    expect(document.cell(['companies', '__proto__', 'name'])?.value).toBe('Proto');
  });
});

describe('places', () => {
  it('knows where each value, key and list element stands', async () => {
    const document = await documentOf(`${SET}contacts:
  - external_id: ada
    tags: [vip,
      beta]
    name:
`);
    const file = 'migrations/0001-a.yaml';
    expect(document.place(['contacts', 0, 'external_id'])).toEqual({ file, line: 5, column: 18 });
    expect(document.keyPlace(['contacts', 0, 'tags'])).toEqual({ file, line: 6, column: 5 });
    expect(document.cell(['contacts', 0, 'tags'])).toEqual({
      value: ['vip', 'beta'],
      place: { file, line: 6, column: 11 },
      elements: [
        { file, line: 6, column: 12 },
        { file, line: 7, column: 7 },
      ],
    });
    // An empty value is pointed at by its key, an absent one by the nearest parent.
    expect(document.place(['contacts', 0, 'name'])).toEqual({ file, line: 8, column: 5 });
    expect(document.place(['contacts', 0, 'custom_attributes', 'plan'])).toEqual({
      file,
      line: 5,
      column: 5,
    });
    expect(document.cell(['contacts', 0, 'phone'])).toBeUndefined();
    expect(document.keys(['contacts', 3])).toEqual([]);
  });
});

describe('variables', () => {
  it('fills in values once, never keys; $${ is a literal', async () => {
    const document = await documentOf(
      `${SET}contacts:
  - external_id: "a\${var.suffix}"
    name: \${var.deep}
    custom_attributes: { "\${var.suffix}": "$\${var.suffix} costs $5", seats: "\${var.seats}" }
`,
      { suffix: '-staging', deep: `\${var.suffix}`, seats: '7' },
    );
    expect(document.data['contacts']).toEqual([
      {
        external_id: 'a-staging',
        name: `\${var.suffix}`,
        custom_attributes: { [`\${var.suffix}`]: `\${var.suffix} costs $5`, seats: '7' },
      },
    ]);
  });

  it('fills variables in before the schema is checked, and has the environment as var.env', async () => {
    const { documents, diagnostics } = await manifestsIn(
      {
        'interform.yaml':
          'apiVersion: interform/v1\nkind: Project\nenvironments: { staging: {} }\nvariables: { model: contact }\n',
        'migrations/a.yaml': `apiVersion: interform/v1\nkind: DataAttributes\nmodel: \${var.model}\nattributes: { a: { type: string, description: "\${var.env}" } }\n`,
      },
      { environment: 'staging' },
    );
    expect(diagnostics).toEqual([]);
    expect(documents[0]?.data).toMatchObject({
      model: 'contact',
      attributes: { a: { description: 'staging' } },
    });
  });
});
