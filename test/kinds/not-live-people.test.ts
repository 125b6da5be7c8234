import { expect, it } from 'vitest';
import { createNotLivePeople } from '../../src/kinds/people/not-live-people.ts';
import type { IntercomReader, Page } from '../../src/types/intercom.ts';
import type { NotLivePerson } from '../../src/types/not-live.ts';

const person = (id: string): NotLivePerson => ({
  ...{ id, status: 'archived', external_id: id, email: null, merged_into_id: null },
});

it('are read in part where Intercom gives the first page for every other', async () => {
  let asked = 0;
  const page = async (): Promise<Page<NotLivePerson>> => {
    asked += 1;
    if (asked > 9) throw new Error('it asks for ever');
    return { rows: [person('ada'), person('alan')], total: undefined, next: 'another', retried: false };
  };
  const people = createNotLivePeople('all');
  // No other call is made.
  await people.read({ page } as unknown as IntercomReader);
  expect(people.extent).toEqual({ state: 'read', came: 2, total: undefined, whole: false });
  expect(people.byExternalId('ada')?.id).toBe('ada');
});
