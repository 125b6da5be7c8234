import { describe, expect, it } from 'vitest';
import { combineVersions } from '../../src/manifest/index.ts';
import type { Declaration } from '../../src/types/declaration.ts';
import type { Json } from '../../src/types/json.ts';
import { shown } from './load.ts';

interface Given {
  readonly kind?: string;
  readonly folder?: string;
  readonly version: number | null;
  readonly owner?: string;
  readonly cells?: Record<string, Json>;
}

/** Each declaration in a file of its own, named after folder and version; each cell on a line of its own. */
function combine(...given: Given[]) {
  const declarations = given.map(
    ({ kind = 'attribute', folder = 'crm', version, owner, cells = {} }, order): Declaration => {
      const file = `${folder}/${version === null ? 'all' : `000${version}`}.yaml`;
      return {
        kind,
        address: `${kind}/plan`,
        place: { file, line: 1 },
        order,
        version,
        origins: [{ file, folder, owner }],
        cells: new Map(
          Object.entries(cells).map(([path, value], index) => [
            path,
            {
              value,
              place: { file, line: index + 2 },
              ...(Array.isArray(value)
                ? { elements: value.map((_, at) => ({ file, line: index + 2, column: at + 10 })) }
                : {}),
            },
          ]),
        ),
      };
    },
  );
  return combineVersions(declarations, new Set(['attribute', 'company']));
}

const findings = (...given: Given[]) => shown(combine(...given).diagnostics);

describe('a later version that drops options', () => {
  const listed = (version: number, ...options: string[]): Given => ({ version, cells: { options } });

  it('is told with both places, whichever version listed them', () => {
    expect(findings(listed(1, 'free'), listed(2, 'free', 'gold'), listed(3, 'free', 'silver'))).toEqual([
      'crm/0003.yaml:2 revision-drops-options: a later version drops options that an earlier one has (attribute/plan loses "gold", listed at crm/0002.yaml:2:11) = options are the whole list: add them here, or take them out there as well',
    ]);
    expect(findings(listed(1, 'free', 'pro', 'gold'), listed(2, 'pro'))).toEqual([
      expect.stringContaining('loses "free", "gold", listed at crm/0001.yaml:2:10'),
    ]);
  });

  it('is told of a list that is cleared', () => {
    expect(findings(listed(1, 'free'), { version: 2, cells: { options: null } })).toHaveLength(1);
  });

  it('is not told of one that adds, or lists them in another order', () => {
    expect(findings(listed(1, 'a', 'b'), listed(2, 'b', 'a'), listed(3, 'c', 'b', 'a'))).toEqual([]);
  });

  it('goes by the versions, not by the order of the files', () => {
    expect(findings(listed(2, 'free', 'gold'), listed(1, 'free'))).toEqual([]);
    expect(findings(listed(2, 'free'), listed(1, 'free', 'gold'))).toEqual([
      expect.stringMatching(/^crm\/0002\.yaml:2 revision-drops-options/),
    ]);
  });
});

describe('a later version that overrides', () => {
  const said = (version: number, value: Json, owner?: string): Given => ({
    version,
    cells: { description: value },
    ...(owner === undefined ? {} : { owner }),
  });

  it('is told where it changes what another revision set', () => {
    expect(findings({ version: 1 }, said(2, 'Tier'), said(3, 'Plan'))).toEqual([
      'crm/0003.yaml:2 revision-overrides: a later version overrides a value that a revision before it gives (description of attribute/plan is set at crm/0002.yaml:2) = agree on one value, and take the line out of the other file',
    ]);
    expect(findings(said(1, 'Tier'), said(2, 'Plan'), said(3, null))).toHaveLength(1);
  });

  it('is not told where it revises the first declaration, or says the same', () => {
    expect(findings(said(1, 'Tier'), said(2, 'Plan'))).toEqual([]);
    expect(findings({ version: 1 }, said(2, 'Plan'), said(3, 'Plan'))).toEqual([]);
  });

  it('is told where another team set the value, if only in the first declaration', () => {
    expect(findings(said(1, 'Tier', 'revops'), said(2, 'Plan', 'billing'))).toEqual([
      'crm/0002.yaml:2 revision-overrides: a later version overrides a value of another team (description of attribute/plan is set at crm/0001.yaml:2 by revops) = agree on one value, and take the line out of the other file',
    ]);
    expect(findings(said(1, 'Tier', 'revops'), said(2, 'Plan'))).toHaveLength(1);
    expect(findings(said(1, 'Tier', 'revops'), said(2, 'Plan', 'revops'))).toEqual([]);
    expect(findings(said(1, 'Tier'), said(2, 'Plan', 'billing'))).toEqual([]);
  });

  it('holds of companies and their lists, which may grow', () => {
    const tagged = (version: number, ...tags: string[]): Given => ({
      kind: 'company',
      version,
      cells: { tags },
    });
    expect(findings(tagged(1), tagged(2, 'vip'), tagged(3, 'beta', 'vip'))).toEqual([]);
    expect(findings(tagged(1), tagged(2, 'vip'), tagged(3, 'beta'))).toEqual([
      expect.stringMatching(/^crm\/0003\.yaml:2 revision-overrides: .*tags of company\/plan/),
    ]);
  });

  it('is not told beside the error of a file without a version', () => {
    expect(
      combine(said(1, 'Tier', 'revops'), { ...said(2, 'Plan'), version: null }).diagnostics,
    ).toMatchObject([{ code: 'declared-twice' }]);
  });
});

describe('two manifest folders', () => {
  it('cannot declare one attribute, and are both named', () => {
    const { diagnostics, declarations } = combine(
      { version: 1, cells: { description: 'Tier' } },
      { version: 2, cells: { description: 'Plan' } },
      { folder: 'billing', version: 1, cells: { description: 'Other' } },
      { folder: 'billing', version: 2, cells: { description: 'More' } },
    );
    expect(shown(diagnostics)).toEqual([
      'billing/0001.yaml:1 declared-twice: attribute/plan is declared in two manifest folders, crm and billing (first at crm/0001.yaml:1) = declare it in one of them: folders are numbered each for itself, so no file of one can revise what another declares',
    ]);
    expect(declarations).toHaveLength(1);
    expect(declarations[0]?.cells.get('description')?.value).toBe('Plan');
  });

  it('may name one tag', () => {
    const tag = (folder: string, version: number | null): Given => ({ kind: 'tag', folder, version });
    const { diagnostics, declarations } = combine(tag('crm', 1), tag('billing', 1), tag('shared', null));
    expect(diagnostics).toEqual([]);
    expect(declarations).toMatchObject([
      {
        place: { file: 'crm/0001.yaml' },
        origins: [{ folder: 'crm' }, { folder: 'billing' }, { folder: 'shared' }],
      },
    ]);
    expect(combine(tag('crm', 1), tag('billing', 1), tag('billing', 1)).diagnostics).toMatchObject([
      { code: 'declared-twice', file: 'billing/0001.yaml' },
    ]);
  });
});
