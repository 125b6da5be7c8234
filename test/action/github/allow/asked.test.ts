import { describe, expect, it } from 'vitest';
import { askedIn, linesOf, VERBS } from '../../../../action/github/allow/asked.js';
import { GUARD_VERBS } from '../../../../src/types/plan.ts';

describe('what a label asks for', () => {
  it('knows the verbs of the command line', () => {
    expect(VERBS).toEqual(GUARD_VERBS);
  });

  it.each([
    ['interform/allow merge=50', '', { verb: 'merge', limit: 50 }],
    ['  interform/allow drop_option=0  ', '', { verb: 'drop_option', limit: 0 }],
    ['Interform/allow merge=50', '', { verb: 'merge', limit: 50 }],
    ['interform/allow merge=50 in production', 'production', { verb: 'merge', limit: 50 }],
    [
      'interform/allow merge=50 in eu west@crm/zwölf + 1',
      'eu west@crm/zwölf + 1',
      { verb: 'merge', limit: 50 },
    ],
    ['interform/allow merge=50 in @crm', '@crm', { verb: 'merge', limit: 50 }],
  ])('%j for %j', (text, subject, asked) => {
    expect(askedIn(text, subject)).toEqual(asked);
  });

  it.each([
    ['another environment', 'interform/allow merge=50 in staging', 'production'],
    ['an environment where the project has none', 'interform/allow merge=50 in production', ''],
    ['another project', 'interform/allow merge=50 in production@billing', 'production@crm'],
    ['an environment whose name begins alike', 'interform/allow merge=50 in production-eu', 'production'],
    ['something else', 'bug', ''],
    ['words around it', 'please: interform/allow merge=50', ''],
    ['a quote of it', '> interform/allow merge=50', ''],
  ])('is nothing for %s', (_, text, subject) => {
    expect(askedIn(text, subject)).toBeUndefined();
  });

  it.each([
    ['an unknown verb', 'interform/allow merges=50', '', 'verbs are archive, merge'],
    ['an incomplete read', 'interform/allow incomplete_read=1', '', 'cannot be allowed'],
    ['a percentage', 'interform/allow detach=5%', '', 'write it as interform/allow merge=50'],
    ['a negative number', 'interform/allow merge=-1', '', 'write it as'],
    ['a number that is no number any more', `interform/allow merge=${'9'.repeat(16)}`, '', 'write it as'],
    ['two at once', 'interform/allow merge=5 convert=5', '', 'write it as'],
    ['an option after it', 'interform/allow merge=5 --auto-approve', '', 'write it as'],
    ['a second line', 'interform/allow merge=5\n--auto-approve', '', 'write it as'],
    ['no name where there is one', 'interform/allow merge=5', 'production', 'allow merge=5 in production'],
  ])('says what is wrong with %s', (_, text, subject, problem) => {
    expect(askedIn(text, subject)).toEqual({ problem: expect.stringContaining(problem) });
  });
});

describe('the lines of a review', () => {
  it('are none of code, and none that is not shown', () => {
    const body = [
      'Looks right.',
      '```sh',
      'interform/allow merge=1',
      '```',
      '<!-- interform/allow merge=2',
      'interform/allow merge=3 -->',
      '    interform/allow merge=4',
      '~~~',
      '```',
      'interform/allow merge=5',
      '~~~~',
      'interform/allow merge=6\r\ninterform/allow convert=7',
      '<!--',
      'interform/allow merge=8',
    ].join('\n');
    expect(linesOf(body).filter((line) => askedIn(line, '') !== undefined)).toEqual([
      'interform/allow merge=6',
      'interform/allow convert=7',
    ]);
  });
});
