import { describe, expect, it } from 'vitest';
import {
  declaredToday,
  impossible,
  leftAlone,
  notKnownYet,
  withoutValues,
} from '../../../src/app/undo/findings.ts';

const remarks = (reason: string, count: number) =>
  Array.from({ length: count }, (_, n) => ({ address: `contact/beta/${n}`, reason }));

describe('what an undo says', () => {
  it('is nothing where there is nothing to say', () => {
    expect([...impossible([]), ...leftAlone([]), ...declaredToday([]), ...notKnownYet('run', [])]).toEqual(
      [],
    );
  });

  it('is one finding for each reason, with the first addresses', () => {
    const found = impossible([...remarks('a merge stays', 5), ...remarks('a conversion stays', 1)]);
    expect(found).toMatchObject([
      {
        code: 'undo-impossible',
        severity: 'warning',
        summary: '5 changes cannot be taken back',
        detail: 'a merge stays: contact/beta/0, contact/beta/1, contact/beta/2, and 2 more',
      },
      { summary: '1 change cannot be taken back', address: 'contact/beta/0' },
    ]);
    expect(found[0]).not.toHaveProperty('address');
  });

  it('counts what was left alone', () => {
    expect(leftAlone(remarks('name changed since', 2))).toMatchObject([
      {
        code: 'undo-left-alone',
        summary: '2 changes left as they are: changed since by somebody else',
        detail: 'name changed since: contact/beta/0, contact/beta/1',
      },
    ]);
  });

  it('names what the manifests want still, and what is not known yet', () => {
    expect(declaredToday(['tag/vip'])).toMatchObject([
      { code: 'undo-declared', summary: 'the manifests of today would make 1 of these changes again' },
    ]);
    expect(notKnownYet('20261128T164400Z-7f3a9c', ['contact/beta/0', 'contact/beta/1'])).toMatchObject([
      {
        code: 'undo-unknown',
        summary: 'whether 2 contacts were created is not known yet',
        help: expect.stringContaining('20261128T164400Z-7f3a9c'),
      },
    ]);
  });

  it('is an error where the store kept no values', () => {
    expect(withoutValues('20261128T164400Z-7f3a9c')).toMatchObject({
      code: 'undo-without-values',
      severity: 'error',
      help: expect.stringContaining('keep_values: true'),
    });
  });
});
