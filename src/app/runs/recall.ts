import type { KindReader } from '../../kinds/kind-reader.ts';
import type { PeopleCalls } from '../../kinds/people-calls.ts';
import { keyCheck } from '../../store/keyed-hash.ts';
import type { Store } from '../../store/store.ts';
import type { BulkMemory } from '../../types/bulk.ts';
import type { Diagnostic } from '../../types/diagnostic.ts';
import type { WorkspaceFacts } from '../../types/facts.ts';
import type { KeyHashes } from '../../types/key-hashes.ts';
import type { Project } from '../../types/project.ts';
import { keptFacts } from '../heeding/kept-facts.ts';
import type { Ports } from '../options.ts';
import { damagedRun, openRun } from './findings.ts';
import { layOver } from './lay-over.ts';
import { openStore } from './open-store.ts';
import { type Remembered, relearnKeys, remember } from './remembered.ts';
import { proofHashes } from './shown.ts';

/** What a plan knows from the store. It takes no lock and writes nothing. */
export interface Recalled {
  readonly findings: readonly Diagnostic[];
  layOver<R extends PeopleCalls>(reader: R): R;
  readonly lastWrote: Remembered['lastWrote'];
  readonly keyHashes: KeyHashes;
  readonly facts: WorkspaceFacts;
  readonly bulk: BulkMemory;
}

/** Undefined where there is no store yet. Rejects with a StoreFailure or an IntercomFailure. */
export async function recall(
  project: Project,
  workspace: string,
  reader: KindReader,
  { env, ports }: { readonly env: Ports['env']; readonly ports: Ports },
): Promise<Recalled | undefined> {
  const store = await openStore(project, env, 'read', ports);
  if (store === undefined) return undefined;
  try {
    const remembered = await remember(store, workspace, { key: keyCheck(store.hash), now: ports.now() });
    await relearnKeys(remembered, reader, store.hash);
    const { recent, lastWrote } = remembered;
    return {
      lastWrote,
      facts: await keptFacts(store, workspace),
      bulk: (await store.bulk(workspace)) ?? {},
      keyHashes: proofHashes(store.hash),
      findings: [
        ...remembered.damaged.map(damagedRun),
        ...(await openRuns(store, remembered.open, workspace)),
      ],
      layOver: (over) => layOver(over, recent, store.hash),
    };
  } finally {
    await store.close();
  }
}

async function openRuns(
  store: Store,
  open: Awaited<ReturnType<typeof remember>>['open'],
  workspace: string,
): Promise<readonly Diagnostic[]> {
  if (open.length === 0) return [];
  const holder = (await store.locks.holders()).find((owner) => owner.workspace === workspace);
  return open.map(({ run, left }) => openRun(run, left.requests.length, holder));
}
