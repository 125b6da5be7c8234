import { ADMINS } from '../../kinds/contact/calls.ts';
import type { Diagnostic } from '../../types/diagnostic.ts';
import type { IntercomReader } from '../../types/intercom.ts';
import type { Json } from '../../types/json.ts';
import type { SnapshotDocument } from '../../types/snapshot.ts';
import { SnapshotGap } from './gap.ts';
import { keptKinds, rowsOf } from './kept.ts';
import { peopleAnswers } from './people.ts';

/**
 * Answers from a snapshot what a plan asks of Intercom. What the snapshot cannot know is refused as Intercom refuses a query; of a kind
 * that it says nothing of there is nothing. `gaps` tells what was asked and could not be told.
 */
export function snapshotReader(snapshot: SnapshotDocument): {
  readonly reader: IntercomReader;
  gaps(): readonly Diagnostic[];
} {
  const lists = new Map<string, readonly Json[]>([
    [ADMINS.path, (snapshot.people?.admins ?? []) as unknown as readonly Json[]], // The document is JSON.
  ]);
  const own = keptKinds().flatMap(({ snapshot: kept }) => {
    if (kept.call === undefined) return [kept.answer(snapshot)];
    lists.set(kept.call.path, rowsOf(snapshot, kept) ?? []);
    return [];
  });
  const list: IntercomReader['list'] = async ({ path, row }) => {
    const rows = lists.get(path);
    if (rows === undefined) throw new SnapshotGap('this list');
    return rows.map(row);
  };
  const { workspace } = snapshot;
  const me: IntercomReader['me'] = async () => ({
    id: '',
    app: { id_code: workspace.id, name: workspace.name, region: workspace.region },
  });
  let calls: Unpeopled = { ...beyond, me, list };
  for (const answers of own) calls = { ...calls, ...answers.calls };
  return {
    reader: { ...calls, ...peopleAnswers(snapshot, calls) },
    gaps: () => own.flatMap((answers) => answers.gaps()),
  };
}

type Unpeopled = Omit<IntercomReader, keyof ReturnType<typeof peopleAnswers>>;

/** What no kind answers, and the snapshot holds nothing of. */
const beyond = {
  company: () => gap('companies'),
  companies: () => gap('companies'),
  scanCompanies: () => gap('companies'),
};

function gap(what: string): Promise<never> {
  return Promise.reject(new SnapshotGap(what));
}
