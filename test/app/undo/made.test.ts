import { describe, expect, it } from 'vitest';
import { readJournal } from '../../../src/app/runs/read-journal.ts';
import { madeBy } from '../../../src/app/undo/made.ts';
import type {
  JournalChange,
  JournalEntry,
  JournalIntent,
  JournalOutcome,
  JournalResult,
  JournalSettled,
} from '../../../src/types/store.ts';
import { runRecord } from '../../store/run-record.ts';

const ID = '6657add46abd0167d9419c50';
const AT = Date.UTC(2026, 10, 28, 16, 44);

const change = (more: Partial<JournalChange> = {}): JournalChange => ({
  t: 'change',
  c: 0,
  address: 'contact/beta/ada',
  also: [],
  requires: [],
  kind: 'contact',
  action: 'update',
  id: ID,
  fields: { name: { before: null, after: 'Ada' } },
  ...more,
});
const create = change({ action: 'create', id: null, fields: { name: { after: 'Ada' } } });
const intent = (more: Partial<JournalIntent> = {}): JournalIntent => ({
  t: 'intent',
  n: 0,
  c: 0,
  at: AT,
  level: 'people',
  method: 'PUT',
  path: `/contacts/${ID}`,
  creates: false,
  contacts: [ID],
  ...more,
});
const creating = intent({ creates: true, method: 'POST', path: '/contacts', contacts: [] });
const outcome = (state: JournalOutcome['state'], more: Partial<JournalOutcome> = {}): JournalOutcome => ({
  t: 'outcome',
  n: 0,
  at: AT,
  state,
  ...more,
});
const result = (more: Partial<JournalResult> = {}): JournalResult => ({
  t: 'result',
  c: 0,
  outcome: 'done',
  id: ID,
  ...more,
});
const settled = (state: JournalSettled['state'], more: Partial<JournalSettled> = {}): JournalSettled => ({
  t: 'settled',
  n: 0,
  at: AT,
  state,
  by: 'person',
  ...more,
});

async function madeIn(...entries: JournalEntry[]) {
  async function* all() {
    yield* entries;
  }
  return madeBy(await readJournal({ entries: all }, runRecord()));
}

describe('what a run made', () => {
  it.each<[string, readonly JournalEntry[], object]>([
    ['an update that is done', [change(), intent(), outcome('done'), result()], { id: ID }],
    ['an update whose answer never came', [change(), intent()], { id: ID }],
    ['an update of which is not known what it came to', [change(), intent(), outcome('unknown')], { id: ID }],
    [
      'a request that took effect and did not stick',
      [change(), intent(), outcome('failed', { writes: [] })],
      { id: ID },
    ],
    ['a create that brought an id', [create, creating, outcome('done', { id: ID }), result()], { id: ID }],
    ['a create that a person found', [create, creating, settled('done', { id: ID })], { id: ID }],
    ['a create whose answer never came', [create, creating], { id: undefined, since: AT }],
    [
      'a create that was there when it was sent again',
      [create, creating, outcome('already', { id: ID })],
      { id: ID, since: AT },
    ],
    [
      'a create that brought somebody back',
      [create, creating, outcome('done', { id: ID }), result({ before: { name: 'Countess' } })],
      { id: ID, unarchived: { name: 'Countess' } },
    ],
    [
      'a create that had begun to bring somebody back',
      [create, creating, intent({ n: 1, path: `/contacts/${ID}/unarchive`, method: 'POST' })],
      { id: undefined, since: AT, askedBack: true },
    ],
  ])('%s', async (_name, entries, wanted) => {
    const [one, ...more] = await madeIn(...entries);
    expect(more).toEqual([]);
    expect(one).toMatchObject({ c: 0, askedBack: false, ...wanted });
    if (!('since' in wanted)) expect(one).not.toHaveProperty('since');
  });

  it.each<[string, readonly JournalEntry[]]>([
    ['a refused request', [change(), intent(), outcome('failed'), result({ outcome: 'failed' })]],
    ['a refused create', [create, creating, outcome('failed')]],
    ['what was stale', [change(), intent(), outcome('stale')]],
    ['what was so already', [change(), intent(), outcome('already')]],
    ['a create that a person looked for in vain', [create, creating, settled('absent')]],
    [
      'what was not sent',
      [change({ fields: undefined } as unknown as JournalChange), result({ outcome: 'skipped' })],
    ],
    [
      'what a store without values tells nothing of',
      [{ ...change(), fields: undefined } as unknown as JournalChange, intent(), outcome('done')],
    ],
  ])('is not %s', async (_name, entries) => {
    expect(await madeIn(...entries)).toEqual([]);
  });

  it('comes in the order of the plan, whatever was sent first', async () => {
    const second = change({ c: 1, address: 'contact/beta/grace' });
    const made = await madeIn(second, intent({ n: 0, c: 1 }), change(), intent({ n: 1, c: 0 }));
    expect(made.map((one) => one.change.address)).toEqual(['contact/beta/ada', 'contact/beta/grace']);
  });
});
