import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addressGlob } from '../../src/plan/selection/address-glob.ts';
import { filterChanges as filtered } from '../../src/plan/selection/filter.ts';
import type { Filters } from '../../src/plan/selection/filter-criteria.ts';
import { KnownAddresses } from '../../src/plan/selection/known-addresses.ts';
import type { Change } from '../../src/types/change.ts';
import { change, contact } from './example-changes.ts';

const changes = [
  change('attribute/contact/plan', 'create'),
  change('tag/vip', 'create'),
  change('company/acme', 'create', { requires: ['tag/vip'] }),
  contact('ada', 'create', {}, { requires: ['company/acme', 'attribute/contact/plan'] }),
  contact('grace', 'update', {}, { also: ['contact/vips/grace'] }),
  change('merge/66b1', 'merge', { requires: ['contact/beta/ada'] }),
  change('contact/beta/joan%40acme.test', 'update'),
];

interface Asked extends Filters {
  readonly known: readonly string[];
  readonly alias?: (change: Change) => string | undefined;
}

function filterChanges(all: readonly Change[], { known, alias, ...filters }: Asked) {
  const addresses = new KnownAddresses([...filters.target, ...filters.exclude]);
  for (const address of known) addresses.note(address);
  const items = all.map((one) => ({ change: one, alias: alias?.(one) }));
  const { kept: places, ...found } = filtered(items, { ...filters, known: addresses });
  const left = all.filter((_, place) => places === undefined || places[place] === 1);
  return { ...found, changes: left, filtered: places !== undefined };
}

function kept(target: readonly string[], exclude: readonly string[] = [], known: readonly string[] = []) {
  return filterChanges(changes, { target, exclude, known });
}

function addresses(found: { readonly changes: readonly Change[] }): string[] {
  return found.changes.map((one) => one.address);
}

describe('globs', () => {
  it.each([
    ['tag/vip', 'tag/vip', true],
    ['tag/*', 'tag/vip', true],
    ['contact/*', 'contact/beta/ada', false],
    ['contact/**', 'contact/beta/ada', true],
    ['**/ada', 'contact/beta/ada', true],
    ['contact/*/ad?', 'contact/beta/ada', true],
    ['contact?beta?ada', 'contact/beta/ada', false],
    ['tag/v.p', 'tag/vip', false],
    ['tag/[v]ip', 'tag/vip', false],
    ['contact/beta/joan@acme.test', 'contact/beta/joan%40acme.test', true],
    ['contact/beta/joan%40*', 'contact/beta/joan%40acme.test', true],
    ['tag/100%', 'tag/100%25', true],
  ])('%s on %s: %s', (glob, address, expected) => {
    expect(addressGlob(glob)(address)).toBe(expected);
  });
});

describe('an alias', () => {
  it('is what a change answers to as well', () => {
    const alias = ({ kind }: Change) => (kind === 'merge' ? 'contact/beta/grace' : undefined);
    const of = (target: string[], exclude: string[]) =>
      addresses(filterChanges(changes, { target, exclude, known: [], alias }));
    expect(of(['contact/beta/grace'], ['contact/beta/ada'])).toEqual(['contact/beta/grace']);
    expect(of(['contact/beta/grace'], [])).toContain('merge/66b1');
    expect(of([], ['contact/beta/grace'])).not.toContain('merge/66b1');
  });
});

describe('what the project always leaves out', () => {
  const always = (globs: readonly string[], target: readonly string[] = []) =>
    filterChanges(changes, { target, exclude: [], known: [], always: globs });

  it('goes with what requires it, and is told apart from what a flag leaves out', () => {
    const found = always(['tag/vip']);
    expect(addresses(found)).toEqual([
      'attribute/contact/plan',
      'contact/beta/grace',
      'contact/beta/joan%40acme.test',
    ]);
    expect(found.always).toBe(4);
    expect(found.filtered).toBe(true);
  });

  it('is out whatever is targeted, and no mistake where it matches nothing', () => {
    expect(addresses(always(['tag/vip'], ['contact/beta/*']))).toEqual([
      'contact/beta/grace',
      'contact/beta/joan%40acme.test',
    ]);
    expect(always(['tag/gone'])).toMatchObject({ filtered: false, diagnostics: [] });
  });
});

describe('--target', () => {
  it('keeps what the selection requires, and what that requires', () => {
    const found = kept(['merge/*']);
    expect(addresses(found)).toEqual([
      'attribute/contact/plan',
      'tag/vip',
      'company/acme',
      'contact/beta/ada',
      'merge/66b1',
    ]);
    expect(found.filtered).toBe(true);
  });

  it('keeps the merges into a person that is planned as it is after them', () => {
    const updated = contact('ada', 'update', {}, { context: { before_merge: ['email'] } });
    const both = [updated, change('merge/66b1', 'merge', { requires: [updated.address] })];
    const filter = (target: string[], exclude: string[]) =>
      addresses(filterChanges(both, { target, exclude, known: [] }));
    expect(filter(['contact/**'], [])).toEqual([updated.address, 'merge/66b1']);
    expect(filter([], ['merge/*'])).toEqual([]);
    expect(addresses(kept(['contact/beta/ada']))).not.toContain('merge/66b1');
  });

  it('finds a person by another set that declares it', () => {
    expect(addresses(kept(['contact/vips/*']))).toEqual(['contact/beta/grace']);
  });

  it('that selects everything filters nothing', () => {
    expect(kept(['**'])).toMatchObject({ filtered: false, diagnostics: [], changes });
  });
});

describe('--exclude', () => {
  it('drops what requires the excluded, and what requires that', () => {
    expect(addresses(kept([], ['tag/vip']))).toEqual([
      'attribute/contact/plan',
      'contact/beta/grace',
      'contact/beta/joan%40acme.test',
    ]);
  });

  it('wins over --target', () => {
    // Nothing that only the dropped merge needs is left.
    expect(addresses(kept(['merge/*'], ['company/acme']))).toEqual([]);
  });
});

describe('a glob that matches nothing', () => {
  it('is an error with the nearest address', () => {
    expect(kept(['tag/vap']).diagnostics).toMatchObject([
      { code: 'no-such-address', severity: 'error', detail: 'did you mean "tag/vip"?' },
    ]);
    expect(kept(['contact/beta']).diagnostics).toMatchObject([{ detail: 'did you mean "contact/beta/**"?' }]);
  });

  it('is no error when it matches an item that needs no change', () => {
    expect(kept(['tag/be*'], [], ['tag/beta'])).toMatchObject({ diagnostics: [], changes: [] });
  });
});

it('every selection is closed: it lacks nothing that it requires', () => {
  const graph = fc.array(fc.array(fc.nat(11), { maxLength: 3 }), { minLength: 1, maxLength: 12 });
  fc.assert(
    fc.property(graph, fc.nat(11), fc.nat(11), fc.boolean(), (edges, target, exclude, both) => {
      const all = edges.map((requires, index) =>
        change(`tag/t${index}`, 'create', { requires: requires.map((other) => `tag/t${other}`) }),
      );
      const found = filterChanges(all, {
        target: [`tag/t${target % all.length}`],
        exclude: both ? [`tag/t${exclude % all.length}`] : [],
        known: [],
      });
      const left = new Set(addresses(found));
      const planned = new Set(all.map((one) => one.address));
      for (const one of found.changes) {
        for (const required of one.requires) if (planned.has(required)) expect(left).toContain(required);
      }
      if (both) expect(left).not.toContain(`tag/t${exclude % all.length}`);
      else expect(left).toContain(`tag/t${target % all.length}`);
    }),
  );
});
