import { describe, expect, it } from 'vitest';
import { changesOf, findings, importing } from './acme.ts';

const HEAD = 'apiVersion: interform/v1\nkind: ';
const GOOD = `${HEAD}ContactSet
name: good
contacts:
  - { external_id: ada, name: Ada }
  - { external_id: grace, email: grace@acme.test, name: Grace }
---
`;
const SKIPPING = `${GOOD}${HEAD}ContactSet\nname: bad\nprecedence: 9\nsource: { file: bad.csv }\npolicy: { on_bad_row: skip }\n`;
const seed = {
  contacts: ['ada', 'grace'].map((id) => ({
    role: 'user' as const,
    external_id: id,
    email: `${id}@acme.test`,
  })),
};

describe('a row that is left out names people even where its cells cannot be told', () => {
  it.each([
    ['a quote is never closed', 'grace,"Grace,\n'],
    ['text stands behind a quote', 'x9,"Grace"!,Grace@Acme.test\n'],
    ['a cell is too many', 'grace,Grace,grace@acme.test,more\n'],
    ['a cell is missing', '"grace"\n'],
    ['the key holds what is not seen', 'gra\u200bce,Grace,\n'],
    ['the only key is a wrong email', ',grace@acme.test,no-email\n'],
  ])('%s', async (_name, row) => {
    const made = await importing(
      {
        'migrations/0001.yaml': SKIPPING,
        'migrations/bad.csv': `external_id,name,email\nbob,Bob,bob@acme.test\n${row}`,
      },
      { seed, allow: { skip: 9 } },
    ).plan();
    expect(changesOf(made), JSON.stringify(findings(made.diagnostics))).toEqual([
      'create contact/bad/bob',
      'update contact/good/ada',
    ]);
  });

  it('and nobody else: the other cells of a row that says whom it is about mean nothing', async () => {
    const made = await importing(
      {
        'migrations/0001.yaml': SKIPPING,
        'migrations/bad.csv': 'external_id,name,email\nbob,grace,no-email\n',
      },
      { seed, allow: { skip: 9 } },
    ).plan();
    expect(changesOf(made)).toEqual(['update contact/good/ada', 'update contact/good/grace']);
  });
});
