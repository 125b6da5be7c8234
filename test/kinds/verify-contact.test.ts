import { describe, expect, it } from 'vitest';
import { verifyContact } from '../../src/kinds/contact/writing/steps.ts';
import type { Step } from '../../src/types/step.ts';

function attaching(list: 'tags' | 'companies', method: 'POST' | 'DELETE' = 'POST'): Step {
  const path = method === 'POST' ? `/contacts/ada/${list}` : `/contacts/ada/${list}/7`;
  const request = { method, path, ...(method === 'POST' ? { body: { id: '7' } } : {}) };
  return { level: 'memberships', change: 'contact/vip/ada', request, creates: false, expect: {} };
}

/** Law 11, for the requests that change no field. */
describe('the answer to an attached tag or company', () => {
  it.each(['tags', 'companies'] as const)('names it (%s)', (list) => {
    expect(verifyContact(attaching(list), { id: '7', name: 'vip' })).toEqual([]);
    expect(verifyContact(attaching(list), { id: 7 })).toEqual([]);
    expect(verifyContact(attaching(list), { id: '8', name: 'beta' })).toEqual([
      { field: list, sent: '7', kept: '8' },
    ]);
  });

  it('says nothing against it where it is left out, and nothing of what is taken off', () => {
    expect(verifyContact(attaching('tags'), {})).toEqual([]);
    expect(verifyContact(attaching('tags', 'DELETE'), { id: '7' })).toEqual([]);
  });
});
