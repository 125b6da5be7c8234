import { describe, expect, it } from 'vitest';
import { createCatalog } from '../../src/app/catalog.ts';
import { CompanyCarrying } from '../../src/kinds/company/carrying/carry-companies.ts';
import { lookThrough } from '../../src/kinds/company/carrying/look-through.ts';
import type { CompanyReader } from '../../src/kinds/company-calls.ts';
import type { CarryRule } from '../../src/types/carrying.ts';
import type { Catalog } from '../../src/types/catalog.ts';
import type { Diagnostic } from '../../src/types/diagnostic.ts';
import { IncompleteAnswer } from '../../src/types/incomplete-answer.ts';

const PLACE = { file: '0001-attributes.yaml', line: 5 };
const RULE: CarryRule = {
  model: 'company',
  attribute: 'plan',
  address: 'attribute/company/plan',
  place: PLACE,
  order: 0,
  from: undefined,
  was: new Map([['trial', 'starter']]),
};

function catalogOf(applies: boolean): Catalog {
  const carrying = { applies, settledAt: undefined, now: 0, allows: () => true };
  const catalog = createCatalog({ online: true, timezone: 'UTC', carrying });
  catalog.carrying.rules.push(RULE);
  return catalog;
}

const company = (company_id: string) => ({
  id: `i-${company_id}`,
  company_id,
  custom_attributes: { plan: 'trial' },
});

function readerOf(scanCompanies: CompanyReader['scanCompanies']): CompanyReader {
  return { scanCompanies } as CompanyReader;
}

describe('companies that may hold values', () => {
  it('are not read where nothing is carried, as in a pull', async () => {
    const reader = readerOf(() => Promise.reject(new Error('asked')));
    expect(await lookThrough(catalogOf(false), reader)).toEqual({ companies: [], which: 'none' });
  });

  it('that did not all arrive change nothing and end nothing (law 10)', async () => {
    const catalog = catalogOf(true);
    const few = new IncompleteAnswer('GET /companies/scroll', { came: 1, total: 2, what: 'companies' });
    const looked = await lookThrough(
      catalog,
      readerOf(() => Promise.reject(few)),
    );
    expect(looked).toEqual({ companies: [], which: 'incomplete' });
    expect([...catalog.incomplete]).toEqual([RULE.address]);
    new CompanyCarrying(catalog).end(looked, () => {});
    expect(catalog.carrying.held.size).toBe(0);
  });

  it('and have no company_id are told of, and keep the old options alive', () => {
    const catalog = catalogOf(true);
    const found: Diagnostic[] = [];
    const carrying = new CompanyCarrying(catalog);
    expect(carrying.undeclared(company(''))).toEqual([]);
    expect(carrying.undeclared(company('acme'))).toMatchObject([
      { change: { address: 'company/acme', id: 'i-acme', requires: [RULE.address] } },
    ]);
    carrying.end({ which: 'all' }, (finding) => found.push(finding));
    expect(found.map(({ code }) => code)).toEqual(['values-carried', 'carry-without-id']);
    expect(catalog.carrying.held.get(RULE)).toMatchObject({ waiting: 2, faulty: 0 });
  });
});
