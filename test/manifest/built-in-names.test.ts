import { describe, expect, it } from 'vitest';
import { aroundStandardAttributes } from '../../src/emulator/resources/attributes/standard.ts';
import { isBuiltIn } from '../../src/kinds/attribute/built-in-names.ts';

describe('the standard attributes that validate knows', () => {
  it.each(['contact', 'company'] as const)('are those that Intercom has of a %s, in any case', (model) => {
    const names = aroundStandardAttributes(model, []).map((row) => String(row['full_name']));
    expect(names.length).toBeGreaterThan(10);
    const plain = names.filter((name) => !name.includes('.'));
    expect(plain.filter((name) => !isBuiltIn(model, name) || !isBuiltIn(model, name.toUpperCase()))).toEqual(
      [],
    );
    for (const name of ['plan', 'pronouns', 'country', 'seats']) expect(isBuiltIn(model, name)).toBe(false);
  });
});
