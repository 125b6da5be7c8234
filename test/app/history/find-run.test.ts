import { describe, expect, it } from 'vitest';
import { findRun } from '../../../src/app/runs/find-run.ts';
import { runRecord } from '../../store/run-record.ts';

const IDS = ['20261129T080000Z-0a1b2c', '20261128T164500Z-7f3a9c', '20261128T164400Z-111111'];
const RUNS = IDS.map((id) => runRecord({ id }));

describe('the run that somebody means', () => {
  it.each([
    [IDS[1], IDS[1]],
    ['last', IDS[0]],
    ['20261129', IDS[0]],
    ['20261128T1644', IDS[2]],
    ['20261128t164500z-7F3A9C', IDS[1]],
  ])('%s is %s', (written, id) => {
    expect(findRun(RUNS, String(written)).run?.id).toBe(id);
  });

  it('is not guessed where several begin so', () => {
    const { diagnostic } = findRun(RUNS, '20261128');
    expect(diagnostic).toMatchObject({ code: 'ambiguous-run', detail: `${IDS[1]}, ${IDS[2]}` });
  });

  it.each([
    ['20261128T164500Z-7f3a8c', `did you mean ${IDS[1]}?`],
    ['lasst', 'did you mean last?'],
    ['yesterday', 'interform history lists all'],
    ['', 'interform history lists all'],
  ])('%s is none', (written, help) => {
    const { diagnostic } = findRun(RUNS, written);
    expect(diagnostic).toMatchObject({ code: 'unknown-run', severity: 'error', help });
    expect(diagnostic?.detail).toContain(IDS[0]);
  });

  it('is none where there are no runs', () => {
    expect(findRun([], 'last').diagnostic).toMatchObject({
      code: 'unknown-run',
      detail: 'there are no runs yet',
    });
  });
});
