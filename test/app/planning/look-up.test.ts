import { describe, expect, it } from 'vitest';
import { createCatalog } from '../../../src/app/catalog.ts';
import { lookUpAll, lookUpOnce } from '../../../src/app/planning/look-up.ts';
import type { KindReader } from '../../../src/kinds/kind-reader.ts';
import type { ContactKey } from '../../../src/types/contact-key.ts';
import { contact } from '../../audit/contact.ts';
import { personOf, setOf } from './people.ts';

const ADA = contact({ id: 'user_ada', external_id: 'ada', email: 'ada@acme.test' });

/** Ada is live and nobody else; `asked` are the keys of each lookup. */
function workspace() {
  const asked: string[][] = [];
  const contacts: KindReader['contacts'] = async (keys) => {
    // Without those that only look like them.
    const shown = keys.filter(({ value }) => /^[!-~]+$/.test(value));
    asked.push(shown.map(({ field, value }) => `${field} ${value}`));
    const found = keys.some(({ value }) => value === ADA.external_id || value === ADA.email);
    return { contacts: found ? [ADA] : [], incomplete: [] };
  };
  const catalog = createCatalog({ online: true, timezone: 'UTC', project: undefined, sets: [] });
  // Nothing else is read by lookups.
  return { asked, catalog, reader: { contacts } as KindReader };
}

const SET = setOf({ name: 'people' });
const row = (at: number, externalId: string, email: string) => ({
  row: at,
  declaration: personOf(SET, at, { externalId, email }),
});

describe('looking rows up', () => {
  it('puts those off who have another key once the first is answered', async () => {
    const { asked, catalog, reader } = workspace();
    const rows = [row(0, 'ada', 'ada@acme.test'), row(1, 'new', 'new@acme.test')];
    const later = await lookUpOnce(rows, catalog, reader);
    expect(later.map((one) => one.row)).toEqual([1]);
    expect(asked).toEqual([['external_id ada', 'external_id new']]);
    expect(catalog.people.byExternalId('ada')?.id).toBe('user_ada');
  });

  it('puts nobody off where all have another key', async () => {
    const { asked, catalog, reader } = workspace();
    const rows = [row(0, 'grace', 'grace@acme.test'), row(1, 'new', 'new@acme.test')];
    expect(await lookUpOnce(rows, catalog, reader)).toEqual([]);
    expect(asked).toEqual([
      ['external_id grace', 'external_id new'],
      ['email grace@acme.test', 'email new@acme.test'],
    ]);
  });

  it('asks for every key once, those of others besides', async () => {
    const { asked, catalog, reader } = workspace();
    const rows = [row(0, 'ada', 'ada@acme.test'), row(1, 'new', 'new@acme.test')];
    const besides: ContactKey[] = [
      { field: 'email', value: 'new@acme.test' },
      { field: 'id', value: 'lead' },
    ];
    await lookUpAll(rows, besides, catalog, reader);
    const all = asked.flat();
    expect(all.toSorted()).toEqual(['email new@acme.test', 'external_id ada', 'external_id new', 'id lead']);
    expect(await lookUpOnce(rows, catalog, reader)).toEqual([]);
    expect(asked.flat()).toEqual(all);
  });

  it('asks nobody for no rows', async () => {
    const { asked, catalog, reader } = workspace();
    expect(await lookUpOnce([], catalog, reader)).toEqual([]);
    expect(asked).toEqual([]);
  });
});
