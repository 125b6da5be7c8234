import { describe, expect, it } from 'vitest';
import { checkAttributes } from '../../src/kinds/attribute/check.ts';
import type { AttributeDeclaration } from '../../src/kinds/attribute/declaration.ts';
import { indexAttributes, liveAttribute } from '../../src/kinds/attribute/live.ts';
import { countOutside } from '../../src/kinds/attribute/outside-options.ts';
import type { WireAttribute } from '../../src/kinds/attribute/wire.ts';
import type { KindReader } from '../../src/kinds/kind-reader.ts';
import type { Catalog } from '../../src/types/catalog.ts';
import type { Diagnostic } from '../../src/types/diagnostic.ts';
import type { Json } from '../../src/types/json.ts';

function declared(name: string, cells: Readonly<Record<string, Json>>): AttributeDeclaration {
  const place = { file: '0001.yaml', line: 4 };
  return {
    kind: 'attribute',
    address: `attribute/contact/${name}`,
    place,
    order: 0,
    version: 1,
    cells: new Map(Object.entries(cells).map(([path, value]) => [path, { value, place }])),
    model: 'contact',
    name,
  };
}

const wire = (options: readonly string[]) =>
  ({
    id: 1,
    model: 'contact',
    name: 'plan',
    full_name: 'custom_attributes.plan',
    data_type: 'string',
    options,
  }) as unknown as WireAttribute;

describe('contacts with a value outside the options', () => {
  async function counted(live: readonly string[], wanted: readonly string[]): Promise<(number | null)[]> {
    const reader = { countContacts: async () => 7 } as unknown as KindReader;
    const plan = declared('plan', { type: 'options', options: [...wanted] });
    return [...(await countOutside([plan], indexAttributes([wire(live)]), reader)).values()];
  }

  it.each([
    [['free', 'pro'], ['free', 'team'], 'one for another'],
    [['free', 'pro'], ['team', 'max'], 'all for others'],
    [['free', 'pro'], ['free', 'pro', 'team'], 'one more'],
    [['free', 'pro', 'team'], ['free', 'pro'], 'one less'],
  ])('are counted where %j become %j: %s', async (live, wanted) => {
    expect(await counted(live, wanted)).toEqual([7]);
  });

  it('are not looked for where the options stay, in whatever order', async () => {
    expect(await counted(['free', 'pro'], ['pro', 'free'])).toEqual([]);
  });
});

describe('an attribute as Intercom answers it', () => {
  it('is live, described by nothing and not for the messenger where the answer says nothing of it', () => {
    const attribute = liveAttribute(wire([]));
    expect(attribute).toMatchObject({ archived: false, description: '', messenger_writable: false });
  });
});

describe('the length of the name of an attribute', () => {
  it.each([
    [100, undefined],
    [101, 'warning'],
    [190, 'warning'],
    [191, 'error'],
  ])('of %i characters: %s', (length, severity) => {
    const found: Diagnostic[] = [];
    const catalog = { attributes: new Map() } as unknown as Catalog;
    checkAttributes(
      [declared('p'.repeat(length), { type: 'string' })],
      catalog,
      (one) => void found.push(one),
    );
    const lengths = found.filter(({ code }) => code === 'attribute-name-length');
    expect(lengths.map((one) => one.severity)).toEqual(severity === undefined ? [] : [severity]);
  });
});
