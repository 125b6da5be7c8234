import type { Keyv } from 'keyv';
import type { BulkMemory } from '../types/bulk.ts';
import type { FactsDocument } from '../types/facts.ts';
import type { JournalDamage, JournalEntry, RecentWrite, RunRecord } from '../types/store.ts';
import type { Backend, Locks } from './backend.ts';
import { JournalWriter, journalEntries } from './journal.ts';
import type { KeyedHash } from './keyed-hash.ts';
import { rewriteJournal } from './rewrite-journal.ts';

/** How many records go to the backend at a time. */
const RECORDS_A_BATCH = 500;

/** What the runs of one project left behind, whatever it is kept in. */
export class Store {
  readonly hash: KeyedHash;
  readonly #backend: Backend;
  readonly #runs: Keyv<RunRecord>;

  constructor(backend: Backend, hash: KeyedHash) {
    this.#backend = backend;
    this.hash = hash;
    this.#runs = backend.records('runs');
  }

  get kind(): Backend['kind'] {
    return this.#backend.kind;
  }

  get where(): string {
    return this.#backend.where;
  }

  get durable(): boolean {
    return this.#backend.durable;
  }

  get locks(): Locks {
    return this.#backend.locks;
  }

  /** All runs of all workspaces, newest first. */
  async runs(): Promise<readonly RunRecord[]> {
    const found: RunRecord[] = [];
    for await (const [, record] of entriesOf(this.#runs)) found.push(record);
    // The id of a run tells its start to the second only.
    return found.sort((a, b) => b.started_at - a.started_at || (a.id < b.id ? 1 : -1));
  }

  async run(id: string): Promise<RunRecord | undefined> {
    return this.#runs.get(id);
  }

  async saveRun(record: RunRecord): Promise<void> {
    await this.#runs.set(record.id, record);
  }

  /** Forgets a run and its journal. */
  async removeRun(id: string): Promise<void> {
    await this.#backend.journals.remove(id);
    await this.#runs.delete(id);
  }

  journal(run: string): Promise<JournalWriter> {
    return JournalWriter.open(this.#backend.journals, run);
  }

  /** The runs that have a journal, also those without a record. */
  journals(): Promise<readonly string[]> {
    return this.#backend.journals.list();
  }

  /** The size of a run's journal. */
  async journalBytes(run: string): Promise<number> {
    let bytes = 0;
    for await (const line of this.#backend.journals.read(run)) bytes += Buffer.byteLength(line) + 1;
    return bytes;
  }

  entries(run: string): AsyncIterable<JournalEntry | JournalDamage> {
    return journalEntries(this.#backend.journals, run);
  }

  /** Writes the journal of a run anew, each entry as `edit` gives it back. Nobody may append to it meanwhile. */
  async rewrite(run: string, edit: (entry: JournalEntry) => JournalEntry): Promise<void> {
    await rewriteJournal(this.#backend.journals, run, edit);
  }

  async *recentWrites(workspace: string): AsyncIterable<RecentWrite> {
    for await (const [, record] of entriesOf(this.#recent(workspace))) yield record;
  }

  async saveRecentWrites(
    workspace: string,
    { put, drop }: { readonly put: Iterable<RecentWrite>; readonly drop: Iterable<string> },
  ): Promise<void> {
    const records = this.#recent(workspace);
    for (const batch of batchesOf(put))
      await records.setMany(batch.map((write) => ({ key: write.contact, value: write })));
    for (const batch of batchesOf(drop)) await records.deleteMany(batch);
  }

  /** What a probe found in a workspace; undefined where nobody has probed it. */
  async facts(workspace: string): Promise<FactsDocument | undefined> {
    return this.#backend.records<FactsDocument>('facts').get(workspace);
  }

  /** Keeps what a probe found, in the place of what an earlier one did. */
  async saveFacts(document: FactsDocument): Promise<void> {
    await this.#backend.records<FactsDocument>('facts').set(document.workspace.id, document);
  }

  /** What applies to a workspace learned of bulk requests; undefined where there is nothing. */
  async bulk(workspace: string): Promise<BulkMemory | undefined> {
    return this.#backend.records<BulkMemory>('bulk').get(workspace);
  }

  async saveBulk(workspace: string, memory: BulkMemory): Promise<void> {
    await this.#backend.records<BulkMemory>('bulk').set(workspace, memory);
  }

  close(): Promise<void> {
    return this.#backend.close();
  }

  #recent(workspace: string): Keyv<RecentWrite> {
    return this.#backend.records(`recent:${workspace}`);
  }
}

function* batchesOf<T>(all: Iterable<T>): Generator<T[]> {
  let batch: T[] = [];
  for (const one of all) {
    batch.push(one);
    if (batch.length < RECORDS_A_BATCH) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}

/** All records of a namespace. */
async function* entriesOf<T>(records: Keyv<T>): AsyncIterable<readonly [string, T]> {
  const iterate = records.iterator;
  if (iterate === undefined) throw new Error('the backend of the store cannot list its records');
  for await (const [key, value] of iterate({})) yield [key, value as T];
}
