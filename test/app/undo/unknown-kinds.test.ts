import { expect, it } from 'vitest';
import { turnRound } from '../../../src/app/undo/turn-round.ts';
import { createReader } from '../../../src/intercom/index.ts';
import { kindReader } from '../../../src/kinds/kind-reader.ts';
import { change } from '../../plan/example-changes.ts';

it('says of what a newer version made that this one cannot take it back', async () => {
  const asksNothing = () => Promise.reject(new Error('nothing is to be asked'));
  const reader = kindReader(
    createReader({
      token: 'undo',
      baseUrl: 'https://api.intercom.io',
      version: '2.16',
      fetch: asksNothing,
      now: () => 0,
      sleep: asksNothing,
      random: () => 0,
    }),
  );
  const made = { change: change('macro/greeting', 'create'), id: '7', askedBack: false, c: 0 };
  const { planned, impossible } = await turnRound([made], { reader, now: 0, indexLagMs: 0 });
  expect(planned).toEqual([]);
  expect(impossible).toEqual([
    { address: 'macro/greeting', reason: 'this version of interform does not know the kind macro' },
  ]);
});
