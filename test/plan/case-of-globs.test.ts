import { expect, it } from 'vitest';
import { AddressSelection } from '../../src/plan/selection/address-selection.ts';
import { filterChanges } from '../../src/plan/selection/filter.ts';
import { knownAddresses } from '../../src/plan/selection/known-addresses.ts';
import { change } from './example-changes.ts';

/** More than are remembered for suggestions, before those that are meant. */
const MANY = Array.from({ length: 1_001 }, (_, at) => `contact/others/${at}`);
const ADDRESSES = [
  ...MANY,
  'tag/vip',
  'attribute/contact/Plan',
  'company/acme',
  'contact/beta/ada%40acme.test',
  'contact/Gamma/grace',
  'contact/gamma/grace',
];

it.each([
  ['Tag/VIP', 'tag/vip'],
  ['TAG/V*', 'tag/v*'],
  ['Tag/*', 'tag/*'],
  ['tag/*IP', 'tag/*ip'],
  ['Tag', 'tag/**'],
  ['Company/**', 'company/**'],
  ['Contact/Beta', 'contact/beta/**'],
  ['Contact/Beta/*', 'contact/beta/*'],
  ['CONTACT/**/ADA%40*', 'contact/beta/ada%40acme.test'],
  ['contact/beta/ADA@acme.test', 'contact/beta/ada@acme.test'],
  ['attribute/contact/plan', 'attribute/contact/Plan'],
  ['contact/gamma', 'contact/gamma/**'],
])('of %s, which differs in case only, %s was meant', (written, meant) => {
  const filters = { target: [written], exclude: [] };
  const selection = new AddressSelection(filters);
  for (const address of ADDRESSES) selection.selects(address, []);
  const [offline] = selection.unmatched({ files: [], teams: [] });
  expect(offline).toMatchObject({ code: 'no-such-address', detail: `did you mean "${meant}"?` });

  const known = knownAddresses(filters);
  for (const address of ADDRESSES) known.note(address);
  const tag = { change: change('tag/other', 'create') };
  const [planned] = filterChanges([tag], { ...filters, known }).diagnostics;
  expect(planned).toEqual(offline);
});
