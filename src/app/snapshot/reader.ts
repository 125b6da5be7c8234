import { type KindReader, kindReader } from '../../kinds/kind-reader.ts';
import type { Diagnostic } from '../../types/diagnostic.ts';
import type { IntercomReader } from '../../types/intercom.ts';
import type { Json } from '../../types/json.ts';
import { firstCall, listKey } from '../../types/wire-call.ts';
import type { SnapshotDocument } from './document.ts';
import { SnapshotGap } from './gap.ts';
import { keptKinds, snapshotRows } from './kept.ts';
import { peopleAnswers, peopleList } from './people.ts';

/**
 * A reader that answers the questions of a plan from a snapshot. It refuses what the snapshot cannot know, as Intercom refuses
 * a query. A kind that the snapshot does not contain has no items. `gaps` reports what was asked and could not be answered.
 */
export function snapshotReader(snapshot: SnapshotDocument): {
  readonly reader: KindReader;
  gaps(): readonly Diagnostic[];
} {
  const lists = new Map<string, readonly Json[]>([peopleList(snapshot)]);
  for (const { snapshot: kept } of keptKinds())
    if (kept.call !== undefined) lists.set(listKey(kept.call), snapshotRows(snapshot, kept) ?? []);
  const gaps: (() => readonly Diagnostic[])[] = [];
  let reader = kindReader({
    ...beyond,
    async list(list) {
      const rows = lists.get(listKey(list));
      if (rows === undefined) throw new SnapshotGap('this list');
      const call = firstCall(list);
      return rows.map((row) => call.row(row));
    },
  });
  for (const { snapshot: kept } of keptKinds()) {
    if (kept.call !== undefined) continue;
    const answers = kept.answer(snapshot, reader);
    reader = answers.reader;
    gaps.push(() => answers.gaps());
  }
  return {
    reader: { ...reader, ...peopleAnswers(snapshot, reader) },
    gaps: () => gaps.flatMap((tell) => tell()),
  };
}

/** Reads that no snapshot answers. */
const beyond: Omit<IntercomReader, 'list'> = {
  get: ({ path }) => gap(path),
  find: ({ path }) => gap(path),
  page: ({ path }) => gap(path),
  async *pages(list) {
    yield await gap(list(undefined).path);
  },
  async each(items, work) {
    for (const item of items) await work(item);
  },
};

function gap(what: string): Promise<never> {
  return Promise.reject(new SnapshotGap(what));
}
