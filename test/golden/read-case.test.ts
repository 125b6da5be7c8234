import { expect, it } from 'vitest';
import { caseOf } from './golden-case.ts';

it.each([
  ['a key', { title: 'Ada is created', plans: 2 }, 'no golden case has the key plans'],
  [
    'a flag',
    { title: 'Ada is created', flags: { targets: ['tag/vip'] } },
    'no golden case has the key flags.targets',
  ],
  ['no title', { plan: 2 }, 'a golden case needs a title'],
])('of a case %s that nothing reads is refused', (_, value, message) => {
  expect(() => caseOf(JSON.stringify(value))).toThrow(message);
});

it('a case with keys that are read is taken', () => {
  const value = { title: 'Ada is created', plan: 0, flags: { target: ['tag/vip'] } };
  expect(caseOf(JSON.stringify(value))).toEqual(value);
});
