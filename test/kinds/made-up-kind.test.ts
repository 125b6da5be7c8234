import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { applyRules } from '../../src/app/apply-rules.ts';
import { findingsIn, parseCodePages } from '../../src/app/code-meanings.ts';
import { attributeKind } from '../../src/kinds/attribute/kind.ts';
import { kinds } from '../../src/kinds/index.ts';
import { droppedOptions } from '../../src/kinds/written/dropped-options.ts';
import { tallyGuards } from '../../src/plan/guards/guard-tally.ts';
import { createMask } from '../../src/render/mask/mask.ts';
import type { Kind } from '../../src/types/kind.ts';
import { STRICTER } from '../../src/types/rules.ts';
import { sampleChange } from '../render/sample-plan.ts';

/** A kind of which nobody but the list knows. What these tests do not ask for is that of attributes. */
const collections: Kind = {
  ...(attributeKind as unknown as Kind),
  name: 'collection',
  manifest: 'Collections',
};
const list = kinds as Kind[];
const made = (kind: Partial<Kind>) => {
  list[list.length - 1] = { ...collections, guards: {}, personal: {}, ...kind } as Kind;
};

beforeAll(() => list.push(collections));
afterAll(() => list.splice(-1));

const change = sampleChange({
  address: 'collection/help',
  kind: 'collection',
  action: 'update',
  id: '12',
  fields: {
    options: { before: ['Bug', 'Idea'], after: ['Bug'] },
    name: { before: 'Help', after: 'Ada' },
    title: { before: 'of ada@acme.test', after: 'Help' },
    'custom_attributes.salary': { before: 1, after: 2 },
  },
});

describe('a kind that is made up', () => {
  it('counts for the verbs that it says, and for those of its action', () => {
    made({ guards: { drop_option: droppedOptions, retype: () => 1 } });
    const { counts } = tallyGuards([change, { ...change, action: 'archive' }]);
    expect(counts).toMatchObject({ drop_option: 2, retype: 2, archive: 1, create: 0, rekey: 0 });
  });

  it('is masked as people are where it does not say what is personal', () => {
    made({});
    const mask = createMask({ key: 'key', sensitive: ['attribute/contact/salary'] });
    const { fields } = mask.change(change);
    expect(JSON.stringify(fields)).not.toMatch(/Ada|ada@acme/);
    expect(fields).not.toMatchObject({ 'custom_attributes.salary': { before: 1 } });
    expect(fields).toMatchObject({ title: { after: 'Help' } });
    expect(mask.manifest('kind: Collections\ncollections:\n  help: { fullname: Ada }\n')).not.toContain(
      'Ada',
    );
  });

  it('shows what it says is not personal, but no email', () => {
    made({ personal: { fields: () => [], manifest: 'nothing' } });
    const mask = createMask({ key: 'key', sensitive: ['attribute/contact/salary'] });
    const { fields } = mask.change(change);
    expect(fields).toMatchObject({ name: { after: 'Ada' }, 'custom_attributes.salary': { before: 1 } });
    expect(JSON.stringify(fields)).not.toContain('ada@acme');
    const manifest = 'kind: Collections\ncollections:\n  help: { fullname: Ada, by: eve@acme.test }\n';
    expect(mask.manifest(manifest)).toContain('fullname: Ada');
    expect(mask.manifest(manifest)).not.toContain('eve@acme.test');
  });

  it('brings rules that a project may set', () => {
    made({ rules: { 'empty-collection': { default: 'warning', levels: STRICTER } } });
    const finding = { code: 'empty-collection', severity: 'warning', summary: 'empty' } as const;
    expect(applyRules([finding], new Map([['empty-collection', 'error']]))).toEqual([
      { ...finding, severity: 'error' },
    ]);
    made({});
    expect(applyRules([finding], new Map([['empty-collection', 'error']]))).toEqual([finding]);
  });

  it('explains its findings in a page of its own, beside other tables', () => {
    const row = '| `empty-collection` _W_ | nothing is in it | fill it |';
    const text = `# Collections\n\n## Fields\n\n| \`title\` | its title | yes |\n\n## Findings about collections\n\nWhy.\n\n${row}\n\n## Rules\n\n${row}\n`;
    expect(parseCodePages(findingsIn(text))).toEqual([
      {
        ...{ code: 'empty-collection', topic: 'Findings about collections', severity: 'warning' },
        ...{ means: 'nothing is in it', todo: 'fill it', why: 'Why.', flags: [] },
      },
    ]);
  });
});
