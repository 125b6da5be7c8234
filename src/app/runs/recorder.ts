import type { Journal, Journaled, Noted, StepOutcome } from '../../apply/journal.ts';
import { type AnyKind, kinds } from '../../kinds/index.ts';
import type { JournalWriter } from '../../store/journal.ts';
import type { KeyedHash } from '../../store/keyed-hash.ts';
import { addressSegments, address as toAddress } from '../../types/address.ts';
import { Bits } from '../../types/bits.ts';
import type { Change } from '../../types/change.ts';
import type { ContactKey } from '../../types/contact-key.ts';
import type { Erased } from '../../types/erased.ts';
import type { RequestCounts } from '../../types/intercom.ts';
import { KeyIndex } from '../../types/key-index.ts';
import type { ChangeResult, ResultDocument } from '../../types/result.ts';
import type { Step } from '../../types/step.ts';
import type { JournalChange, JournalIntent, Lock, RecentWrite, RunRecord } from '../../types/store.ts';
import { isByEmailOnly } from './created-keys.ts';
import { LockLost } from './lock-lost.ts';
import type { RecentWrites } from './recent-writes.ts';
import { unsureWrites } from './remembered.ts';
import { keyHash, proofHashes, recentWriteOf } from './shown.ts';

export interface RecorderOptions {
  readonly run: RunRecord;
  readonly writer: JournalWriter;
  readonly recent: RecentWrites;
  readonly hash: KeyedHash;
  readonly lock: Lock;
  /** The longest time that a request may take, in milliseconds. */
  readonly requestMs: number;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
}

/** Writes the journal of a run: each request before it is sent, and its outcome afterwards. */
export class Recorder implements Journal {
  readonly #options: RecorderOptions;
  readonly #kindOf = new Map<string, AnyKind>(kinds.map((kind) => [kind.name, kind]));
  /** The places of the changes that have their entry. */
  readonly #written = new Bits();
  /** How many changes are partly written. */
  #partly = 0;
  /** Creates that Intercom would accept a second time, and of which it is not known whether they took effect. */
  readonly #inDoubt = new Set<number>();
  #requests = 0;
  readonly #erased = new KeyIndex();

  constructor(options: RecorderOptions) {
    this.#options = options;
    options.writer.write({ t: 'run', ...options.run });
  }

  note(of: Journaled, step: Step): Noted {
    const { writer, now } = this.#options;
    const noted = { n: this.#requests, at: now() };
    this.#requests += 1;
    const intent = this.#intentOf(of, step, noted);
    if (!this.#written.has(of.place)) writer.write(this.#changeEntry(of, { withFields: true }));
    this.#written.add(of.place);
    if (intent.unique === false) this.#inDoubt.add(intent.n);
    writer.write(intent);
    return noted;
  }

  async durable(): Promise<void> {
    const { writer, lock, requestMs } = this.#options;
    await writer.commit();
    // Last: the commit may have taken long.
    if (lock.remainingMs() < requestMs) throw new LockLost(lock.owner);
  }

  /** Does not wait for the disk: a lost outcome is an open request, which the next run settles. */
  async after(
    of: Journaled,
    step: Step,
    noted: Noted,
    { state, id, reason, written }: StepOutcome,
  ): Promise<void> {
    const intent = this.#intentOf(of, step, noted);
    if (state !== 'unknown') this.#inDoubt.delete(intent.n);
    const { run, recent, hash, now, writer } = this.#options;
    const taken = state === 'done' || state === 'already' || state === 'failed';
    const writes: readonly RecentWrite[] =
      written !== undefined && taken
        ? written.map((one) => recentWriteOf(one, { run: run.id, at: intent.at, hash }))
        : state === 'done' || state === 'unknown'
          ? unsureWrites(run.id, intent)
          : [];
    // A request whose answer made the change fail took effect nevertheless, whether or not it wrote to contacts.
    const tookEffect = writes.length > 0 || (state === 'failed' && written !== undefined);
    writer.write({
      t: 'outcome',
      n: intent.n,
      at: now(),
      state,
      ...(id === undefined ? {} : { id }),
      ...(reason === undefined || !run.keep_values ? {} : { reason }),
      ...(tookEffect ? { writes } : {}),
    });
    // Last: the disk may have no room for it, and then the journal is what is left.
    for (const write of writes) recent.add(write);
  }

  /** Records the result of a change. Returns it with the proof of an erasure. */
  result(of: Journaled, result: ChangeResult): ChangeResult {
    const { outcome, id, partly, reason, before } = result;
    const { run, writer } = this.#options;
    // Nothing was sent for it, so there is nothing to undo, and its address is enough.
    if (!this.#written.has(of.place)) writer.write(this.#changeEntry(of, { withFields: false }));
    if (partly === true) this.#partly += 1;
    const erased = this.#erasedBy(of.change, outcome);
    writer.write({
      t: 'result',
      c: of.place,
      outcome,
      id,
      ...(partly === undefined ? {} : { partly }),
      ...(reason === undefined || !run.keep_values ? {} : { reason }),
      ...(before === undefined || !run.keep_values ? {} : { before }),
      ...(erased === undefined ? {} : { erased }),
    });
    return erased === undefined ? result : { ...result, erased };
  }

  /** Intercom ids of the people who were deleted for good. */
  get erased(): Pick<KeyIndex, 'size' | 'has'> {
    return this.#erased;
  }

  #erasedBy(change: Change, outcome: ChangeResult['outcome']): Erased | undefined {
    if (outcome !== 'done' && outcome !== 'already') return undefined;
    const ids = this.#kindOf.get(change.kind)?.erases?.(change) ?? [];
    if (ids.length === 0) return undefined;
    for (const id of ids) this.#erased.add(id);
    const { hash, now } = this.#options;
    const keys = [...ids.map((value) => ({ field: 'id', value }) as const), ...keysBefore(change)];
    return { at: new Date(now()).toISOString(), keys: keys.map(proofHashes(hash).of) };
  }

  drain(): Promise<void> {
    return this.#options.writer.commit();
  }

  /** Writes the last entry, and returns the final record of the run. */
  async end(
    result: Pick<ResultDocument, 'exit' | 'summary'> & { readonly requests: RequestCounts },
  ): Promise<RunRecord> {
    const { run, writer, now } = this.#options;
    const end = {
      ended_at: now(),
      exit: result.exit,
      summary: withPartly(result.summary, this.#partly),
      requests: result.requests,
    };
    writer.write({ t: 'end', ...end });
    await writer.close();
    const doubts = this.#inDoubt.size;
    return { ...run, ...end, bytes: writer.bytes, ...(doubts > 0 ? { in_doubt: doubts } : {}) };
  }

  #intentOf({ change, place }: Journaled, step: Step, { n, at }: Noted): JournalIntent {
    const kind = this.#kindOf.get(change.kind);
    const keys = kind?.findableBy?.(change, step) ?? [];
    return {
      t: 'intent',
      n,
      c: place,
      at,
      level: step.level,
      method: step.request.method,
      path: step.request.path,
      creates: step.creates,
      ...(step.creates && isByEmailOnly(keys) ? { unique: false as const } : {}),
      contacts: kind?.contactsOf?.(step) ?? [],
      ...(keys.length === 0 ? {} : { keys: keys.map((key) => keyHash(key, this.#options.hash)) }),
    };
  }

  #changeEntry(
    { place: c, change }: Journaled,
    { withFields }: { readonly withFields: boolean },
  ): JournalChange {
    const { address, also, requires, kind, action, id, fields, context } = change;
    const { run, hash } = this.#options;
    const shown = (one: string) => (run.keep_values ? one : withoutKey(one, hash));
    const named = {
      t: 'change',
      c,
      address: shown(address),
      also: also.map(shown),
      kind,
      action,
      id,
    } as const;
    if (!run.keep_values || !withFields) return named;
    // Nothing brings back what is deleted, so nothing of it is kept.
    if (action === 'delete') return { ...named, requires, fields: {} };
    return { ...named, requires, fields, ...(context ? { context } : {}) };
  }
}

/** What told who a person was, of those keys that a change takes away. */
function keysBefore({ fields }: Change): readonly ContactKey[] {
  return (['external_id', 'email', 'phone'] as const).flatMap((field) => {
    const found = fields[field];
    const value = found !== undefined && 'after' in found ? found.before : undefined;
    return typeof value === 'string' ? [{ field, value }] : [];
  });
}

/** Replaces the key at the end of a contact's address, an email or external_id, by its hash. */
export function withoutKey(address: string, hash: KeyedHash): string {
  const [kind = '', set = '', key] = addressSegments(address);
  return kind === 'contact' && key !== undefined ? toAddress(kind, set, `~${hash(key)}`) : address;
}

/** Counts partly written changes apart; a result document counts them as failed. */
function withPartly(summary: ResultDocument['summary'], partly: number): RunRecord['summary'] & object {
  return partly === 0 ? summary : { ...summary, failed: summary.failed - partly, interrupted: partly };
}
