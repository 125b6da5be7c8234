import { describe, expect, it } from 'vitest';
import { attributeName, attributePath } from '../../src/types/attribute-path.ts';

describe('the path of a custom attribute', () => {
  it('begins with custom_attributes and holds the name as it is', () => {
    for (const name of ['plan', 'a.b', '', 'custom_attributes.plan', '__proto__', 'constructor']) {
      expect(attributePath(name)).toBe(`custom_attributes.${name}`);
      expect(attributeName(attributePath(name))).toBe(name);
    }
  });

  it('stands for no other field', () => {
    for (const path of ['email', 'custom_attributes', 'x.custom_attributes.plan', ''])
      for (const time of [1, 2]) expect([time, attributeName(path)]).toEqual([time, undefined]);
  });

  it('answers the same of more names than are remembered', () => {
    const many = Array.from({ length: 5000 }, (_, at) => `a${at}`);
    const again = [...many, ...many];
    expect(again.map(attributePath)).toEqual(again.map((name) => `custom_attributes.${name}`));
    expect(again.map(attributePath).map(attributeName)).toEqual(again);
    expect(again.map(attributeName)).toEqual(again.map(() => undefined));
  });
});
