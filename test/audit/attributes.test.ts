import { describe, expect, it } from 'vitest';
import { capFindings, createAttributesTally } from '../../src/kinds/attribute/tally.ts';
import { createValueTally, DISTINCT_LIMIT } from '../../src/kinds/attribute/value-tally.ts';
import type { WireAttribute } from '../../src/kinds/attribute/wire.ts';
import type { KnownAttribute } from '../../src/types/catalog.ts';
import type { Json } from '../../src/types/json.ts';
import { nameForm, valueForm } from '../../src/types/near-equal.ts';
import { contact } from './contact.ts';

const attribute = (name: string, more: Partial<WireAttribute> = {}): WireAttribute => ({
  id: 1,
  model: 'contact',
  name,
  full_name: `custom_attributes.${name}`,
  data_type: 'string',
  custom: true,
  ...more,
});

function tallyOf(values: readonly Json[], options?: readonly string[]) {
  const tally = createValueTally(options);
  for (const value of values) tally.add(value);
  return tally;
}

describe('near-equal values', () => {
  it.each(['Pro ', 'PRO', ' pro', 'Ｐｒｏ', 'p r o', 'pro\u00a0', 'pro\u200b'])('%j is near pro', (value) => {
    expect(valueForm(value)).toBe(valueForm('pro'));
  });
  it.each([['e\u0301cole', '\u00e9cole']])('%j in two Unicode forms are near', (a, b) => {
    expect(valueForm(a)).toBe(valueForm(b));
  });
  it.each(['prod', 'pr-o', 'prö'])('%j is not near pro', (value) => {
    expect(valueForm(value)).not.toBe(valueForm('pro'));
  });
  it.each(['company_size', 'Company Size', 'company-size', 'companySize'])(
    '%j is near companysize as a name',
    (name) => {
      expect(nameForm(name)).toBe('companysize');
    },
  );

  it('are grouped with their counts, most frequent first', () => {
    const { near_equal, distinct } = tallyOf(['pro', 'PRO', 'pro', 'Pro ', 'free']).values();
    expect(near_equal).toEqual([
      [
        { value: 'pro', contacts: 2 },
        { value: 'PRO', contacts: 1 },
        { value: 'Pro ', contacts: 1 },
      ],
    ]);
    expect(distinct).toBe(4);
  });
});

describe('the values of an attribute', () => {
  it('are counted where there are some: null and empty are none, 0 and false are', () => {
    const tally = tallyOf([null, '', 0, false, 'x']);
    expect(tally.held()).toBe(3);
    expect(tally.values().distinct).toBe(3);
  });

  it('are told apart up to a bound, and counted beyond it', () => {
    const many = Array.from({ length: DISTINCT_LIMIT + 200 }, (_, n) => `value ${n}`);
    const tally = tallyOf([...many, 'value 0', 'VALUE 1']);
    expect(tally.held()).toBe(many.length + 2);
    expect(tally.values()).toMatchObject({
      distinct: DISTINCT_LIMIT,
      complete: false,
      used: [],
      near_equal: [],
    });
    expect(tallyOf(many.slice(0, DISTINCT_LIMIT)).values()).toMatchObject({ complete: true });
  });

  it('outside the options are counted, also beyond the bound, and unused options named', () => {
    const others = Array.from({ length: DISTINCT_LIMIT + 10 }, (_, n) => `other ${n}`);
    const { outside_options, unused_options } = tallyOf([...others, 'pro'], ['pro', 'free']).values();
    expect(outside_options?.contacts).toBe(others.length);
    expect(unused_options).toEqual(['free']);
    expect(tallyOf(['pro']).values().outside_options).toBeNull();
  });
});

describe('the attributes of a workspace', () => {
  const declared = new Map<string, KnownAttribute>([
    [
      'contact/plan',
      {
        model: 'contact',
        name: 'plan',
        type: 'options',
        options: ['free', 'pro'],
        archived: false,
        sensitive: false,
        declared: 'attribute/contact/plan',
        place: undefined,
      },
    ],
  ]);

  it('leave out what is built in, list companies and compare with the declared options', () => {
    const tally = createAttributesTally(
      [
        attribute('plan'),
        attribute('seats', { data_type: 'integer' }),
        attribute('arr', { model: 'company' }),
        attribute('email', { custom: false }),
      ],
      declared,
    );
    tally.add(contact({ id: 'ada', custom_attributes: { plan: 'enterprise', seats: null, unknown: 1 } }));
    const audit = tally.audit();
    expect(audit.items.map(({ model, name, held }) => [model, name, held])).toEqual([
      ['contact', 'plan', 1],
      ['contact', 'seats', 0],
      ['company', 'arr', null],
    ]);
    expect(audit.items[0]?.values?.outside_options).toEqual({
      contacts: 1,
      values: [{ value: 'enterprise', contacts: 1 }],
    });
    expect(audit.counts).toEqual({ contact: 2, company: 1, archived: 0, unmanaged: 2, unused: 1 });
  });

  it('are warned of from 225 on, archived ones not counted', () => {
    const rows = Array.from({ length: 225 }, (_, n) => attribute(`a${n}`, { archived: n === 0 }));
    expect(capFindings(createAttributesTally(rows, new Map()).audit())).toEqual([]);
    const full = createAttributesTally([...rows, attribute('one more')], new Map()).audit();
    expect(full.cap).toEqual({ used: 225, limit: 250 });
    expect(capFindings(full)).toMatchObject([{ code: 'attribute-cap', severity: 'warning' }]);
  });

  it('have near-equal names within one model only', () => {
    const rows = [attribute('Team'), attribute('team'), attribute('te_am', { model: 'company' })];
    expect(createAttributesTally(rows, new Map()).audit().near_equal_names).toEqual([
      { model: 'contact', names: ['Team', 'team'] },
    ]);
  });
});
