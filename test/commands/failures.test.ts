import { expect, it } from 'vitest';
import { failureOf } from '../../src/commands/failures.ts';
import { SpoolError } from '../../src/spool/spool-error.ts';

it('tells that temporary data could not be kept, as a finding that was foreseen', async () => {
  const full = Object.assign(new Error('write'), { code: 'ENOSPC' });
  expect(await failureOf(new SpoolError('/var/tmp', full), '1.2.3')).toEqual({
    unknown: false,
    diagnostics: [
      {
        code: 'no-temporary-space',
        severity: 'error',
        summary: 'Cannot keep temporary data in /var/tmp: the disk is full',
        detail: expect.stringContaining('(ENOSPC)'),
        help: expect.stringContaining('set TMPDIR'),
      },
    ],
  });
});
