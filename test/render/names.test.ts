import { describe, expect, it } from 'vitest';
import { createMask } from '../../src/render/mask/mask.ts';
import { firstWordsIn, NO_NAMES, namesFrom } from '../../src/render/mask/names.ts';
import type { Diagnostic } from '../../src/types/diagnostic.ts';

const SENSITIVE = ['attribute/contact/pronouns'];
const NAMES = [
  'Ada Lovelace',
  'she/her',
  'Eve',
  'de la Cruz, Ana',
  ' Bob',
  'x',
  'Zoë "Zo" Ek',
  'one two three',
];

function finding(facts: Partial<Diagnostic>): Diagnostic {
  return { code: 'some-finding', severity: 'warning', summary: 'something is so', ...facts };
}

const FINDINGS: readonly Diagnostic[] = [
  finding({ detail: 'Ada Lovelace was there before' }),
  finding({ detail: 'crm: "Eve" and "de la Cruz, Ana"', row: 3 }),
  finding({
    summary: 'custom_attributes.pronouns is she/her; plan is true',
    help: 'ask de la Cruz, Ana: she knows',
  }),
  finding({ code: 'odd-name', summary: 'name is odd', detail: '"Zoë \\"Zo\\" Ek" here' }),
  finding({ detail: 'x Bob x, one two three four', address: 'contact/crm/eve%40acme.test' }),
  finding({ summary: 'custom_attributes.pronouns is true' }),
  finding({ detail: 'nothing of anybody' }),
];

async function* read(names: Iterable<string>): AsyncGenerator<string> {
  yield* names;
}

async function masked(findings: readonly Diagnostic[], names: readonly string[]) {
  const found = await namesFrom(read(names), firstWordsIn(findings, { key: 'k', sensitive: SENSITIVE }));
  const mask = createMask({ key: 'k', sensitive: SENSITIVE, names: found });
  return findings.map(mask.finding);
}

describe('names that findings repeat', () => {
  it.each([
    ['of several people', NAMES],
    ['of people whom no finding names', ['Nobody Else']],
    ['where nobody has one', []],
  ])('are masked as if all were held: %s', async (_, names) => {
    const whole = createMask({ key: 'k', sensitive: SENSITIVE, values: () => names });
    expect(await masked(FINDINGS, names)).toEqual(FINDINGS.map(whole.finding));
  });

  it('are masked at all', async () => {
    const text = JSON.stringify(await masked(FINDINGS, NAMES));
    for (const name of ['Ada Lovelace', 'Eve', 'she/her', 'Cruz', 'Zoë', 'one two three'])
      expect(text).not.toContain(name);
    expect(text).toContain('nothing of anybody');
  });

  it('are all that is held of a project', async () => {
    const words = firstWordsIn([finding({ detail: 'Ada Lovelace was there before' })], {
      key: 'k',
      sensitive: [],
    });
    const others = Array.from({ length: 1000 }, (_, at) => `Person ${at}`);
    const found = await namesFrom(read([...others, 'Ada Lovelace', 'Ada Byron']), words);
    expect(found.size).toBe(1002);
    expect(found.has('Ada Lovelace')).toBe(true);
    expect(found.has('there')).toBe(false);
    expect(found.covers(words)).toBe(true);
    expect(found.covers(new Set(['Person']))).toBe(false);
  });

  it('are taken for names where nobody has looked for them', () => {
    const mask = createMask({ key: undefined, sensitive: [], names: NO_NAMES });
    expect(mask.finding(finding({ detail: 'Ada was there' })).detail).not.toContain('Ada');
  });
});
