import { expect, it } from 'vitest';
import { groupDiagnostics } from '../../src/app/group-diagnostics.ts';
import { FirstFindings } from '../../src/app/pull/first-findings.ts';
import { LiveContacts } from '../../src/app/pull/people/live-contacts.ts';
import type { WireContact } from '../../src/kinds/people/wire-contact.ts';
import type { Diagnostic } from '../../src/types/diagnostic.ts';
import { heldBytes } from '../held-bytes.ts';

const contact = (at: number, more: Partial<WireContact> = {}): WireContact => ({
  id: `a${String(at).padStart(6, '0')}`,
  role: 'user',
  external_id: `customer-${at}`,
  email: `person-${at}@acme.test`,
  phone: null,
  name: 'Ada',
  avatar: null,
  owner_id: null,
  signed_up_at: null,
  last_seen_at: null,
  created_at: at,
  unsubscribed_from_emails: false,
  custom_attributes: { notes: `wrote ${'a lot '.repeat(50)}${at}` },
  ...more,
});

it('finds contacts by what they are known by now, in the order in which they came', () => {
  const contacts = new LiveContacts();
  contacts.put(contact(2, { email: 'Two@acme.test' }));
  contacts.put(contact(1, { email: 'two@acme.test', role: 'lead' }));
  contacts.put(contact(3, { email: 'old@acme.test' }));
  contacts.put(contact(3, { email: 'two@acme.test' }));
  const ids = (found: Iterable<WireContact>) => [...found].map(({ id }) => id);
  expect(ids(contacts.having({ field: 'email', value: 'TWO@acme.test' }))).toEqual([
    'a000002',
    'a000001',
    'a000003',
  ]);
  expect(contacts.having({ field: 'email', value: 'old@acme.test' })).toEqual([]);
  // A lead's is a random UUID.
  expect(contacts.having({ field: 'external_id', value: 'customer-1' })).toEqual([]);
  expect(ids(contacts.having({ field: 'id', value: 'a000003' }))).toEqual(['a000003']);
  expect(contacts.having({ field: 'id', value: 'a000004' })).toEqual([]);
  expect(contacts.get('a000003')?.email).toBe('two@acme.test');
  expect(contacts.get('a000004')).toBeUndefined();
  expect(ids(contacts.all())).toEqual(['a000001', 'a000002', 'a000003']);
  expect(contacts.size).toBe(3);
});

it('holds some numbers a contact, whatever is in it', () => {
  const count = 50_000;
  const held = heldBytes(() => {
    const contacts = new LiveContacts();
    for (let at = 0; at < count; at++) contacts.put(contact(at));
    return contacts;
  });
  expect(held / count).toBeLessThan(500);
});

it('keeps of many findings what is told of them', () => {
  const all: Diagnostic[] = [
    ...Array.from({ length: 1000 }, (_, at) => ({ sort: 'phone', at: (at * 7) % 1000 })),
    ...Array.from({ length: 9 }, (_, at) => ({ sort: 'email', at: 9 - at })),
  ].map(({ sort, at }) => ({
    code: 'not-pulled',
    severity: 'info',
    summary: `a live ${sort} stays unmanaged`,
    detail: sort,
    address: `contact/pulled-users/${at}`,
  }));
  const first = new FirstFindings();
  for (const finding of all) first.add(finding);
  expect(groupDiagnostics(first.all())).toEqual(groupDiagnostics(all));
  expect(first.all().length).toBeLessThan(120);
});

it.each([1, 3, 49, 50, 51, 60, 99, 100, 101, 240])(
  'adds %s findings that were counted already up with others',
  (count) => {
    const sort = (from: number, length: number): Diagnostic[] =>
      Array.from({ length }, (_, at) => ({
        ...{ code: 'not-pulled', severity: 'info', summary: 'a live value stays unmanaged' },
        ...{ detail: 'phone', address: `contact/pulled-users/${String(from + at).padStart(4, '0')}` },
      }));
    const parts = [sort(1000, 240), sort(0, count), sort(5000, 60)];
    const all = new FirstFindings();
    for (const part of parts) {
      const one = new FirstFindings();
      for (const finding of part) one.add(finding);
      for (const finding of one.all()) all.add(finding);
    }
    expect(groupDiagnostics(all.all())).toEqual(groupDiagnostics(parts.flat()));
  },
);
