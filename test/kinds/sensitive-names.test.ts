import { describe, expect, it } from 'vitest';
import { sensitiveNames } from '../../src/kinds/attribute/sensitive-names.ts';

const sensitiveInText = (text: string) => [...sensitiveNames.inText(text)];

const HEAD = 'apiVersion: interform/v1\nkind: DataAttributes\n';
const BLOCK = `${HEAD}model: contact\nattributes:\n  pronouns:\n    type: string\n    sensitive: true\n  plan: { type: string }\n`;

describe('the attributes that a text calls sensitive', () => {
  it('are those of its model, which is contact where it says none', () => {
    const attributes = 'attributes: { pronouns: { sensitive: true }, plan: { type: string } }\n';
    expect(sensitiveInText(`${HEAD}model: contact\n${attributes}`)).toEqual(['attribute/contact/pronouns']);
    expect(sensitiveInText(`${HEAD}model: company\n${attributes}`)).toEqual(['attribute/company/pronouns']);
    expect(sensitiveInText(`${HEAD}model: "company"\n${attributes}`)).toEqual(['attribute/company/pronouns']);
    expect(sensitiveInText(`${HEAD}${attributes}`)).toEqual(['attribute/contact/pronouns']);
  });

  it('are not those that it calls so elsewhere, or otherwise', () => {
    expect(sensitiveInText(BLOCK.replace('true', 'false'))).toEqual([]);
    expect(sensitiveInText(BLOCK.replace('DataAttributes', 'Companies'))).toEqual([]);
    expect(sensitiveInText('just a text')).toEqual([]);
    expect(sensitiveInText('')).toEqual([]);
  });

  it('are named in any style, in each document, and encoded as addresses are', () => {
    expect(sensitiveInText(BLOCK)).toEqual(['attribute/contact/pronouns']);
    const quoted = `${HEAD}"attributes":\n  'job title': { "sensitive": true }\n`;
    expect(sensitiveInText(`${BLOCK}---\n${quoted}`)).toEqual([
      'attribute/contact/pronouns',
      'attribute/contact/job%20title',
    ]);
  });

  it.each([
    ['a quote', 'plan: { description: "free }'],
    ['a single quote', "plan: { description: 'free }"],
    ['a quote in block style', 'plan:\n    description: "free'],
    ['a bracket', 'plan: { options: [free }'],
    ['a brace', 'plan: { type: string'],
  ])('are kept where %s before them is never closed', (_what, plan) => {
    for (const definition of [
      'pronouns: { type: string, sensitive: true }',
      '"pronouns": { "sensitive": true }',
      'pronouns:\n    type: string\n    sensitive: true',
    ]) {
      const text = `${HEAD}model: contact\nattributes:\n  ${plan}\n  ${definition}\n`;
      expect(sensitiveInText(text), text).toContain('attribute/contact/pronouns');
      expect(sensitiveInText(text), text).not.toContain('attribute/contact/plan');
    }
  });
});
