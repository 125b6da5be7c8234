import { kindOf, kindOfChange, kinds } from '../../kinds/index.ts';
import type { KindReader } from '../../kinds/kind-reader.ts';
import { type Inverse, inverseOf } from '../../plan/inverse.ts';
import type { Change } from '../../types/change.ts';
import type { Json } from '../../types/json.ts';
import type { Current, Planned } from '../../types/kind.ts';
import type { Undone } from '../../types/undoing.ts';
import { referencedIds } from '../referenced-ids.ts';
import type { Remark } from './findings.ts';
import type { MadeChange } from './made.ts';
import { takenPlaces } from './taken-places.ts';

/** How far Intercom's clock may be behind ours. An item that is older than its request by more than this was not created by it. */
const SKEW_MS = 300_000;

/** What an undo of a run does, and what it leaves. */
export interface Turned {
  readonly planned: readonly Planned[];
  readonly undone: readonly Undone[];
  readonly impossible: readonly Remark[];
  readonly leftAlone: readonly Remark[];
  /** Addresses of contacts that the run may have created, and search may not show yet. */
  readonly unknown: readonly string[];
}

export interface TurningOptions {
  readonly reader: KindReader;
  /** Milliseconds since the epoch. */
  readonly now: number;
  /** How long search may lag behind a write, in milliseconds. */
  readonly indexLagMs: number;
}

/** Finds the inverse of each change of a run, and reverses their requirements. */
export async function turnRound(all: readonly MadeChange[], options: TurningOptions): Promise<Turned> {
  const made = all.filter(({ change }) => kindOf(change.kind) !== undefined);
  const live = await readCurrent(made, options.reader);
  const impossible = all.flatMap(({ change }) => unknownKind(change));
  const leftAlone: Remark[] = [];
  const unknown: string[] = [];
  const back: { readonly made: MadeChange; readonly inverse: Change }[] = [];
  const planned: Planned[] = [];
  for (const one of made) {
    const { address } = one.change;
    const current = live.get(address) ?? { state: 'absent' };
    if (isUnknown(one, current, options)) unknown.push(address);
    const inverse = turn(one, current);
    impossible.push(...inverse.impossible.map((reason) => ({ address, reason })));
    leftAlone.push(...inverse.leftAlone.map((reason) => ({ address, reason })));
    if (inverse.change !== undefined) back.push({ made: one, inverse: inverse.change });
    else planned.push({ state: 'unchanged', address });
  }
  const places = await takenPlaces(
    back.map(({ inverse }) => inverse),
    options.reader,
  );
  for (const [address, lead] of places) {
    leftAlone.push({ address, reason: `lead ${lead} holds its email by now, so it would be there twice` });
    planned.push({ state: 'unchanged', address });
  }
  const turned = back.filter(({ inverse }) => !places.has(inverse.address));
  const requires = reversedRequirements(turned.map(({ made: { change } }) => change));
  const undone = turned.map(({ made: { change, c }, inverse }) => {
    const whole = { ...inverse, requires: requires.get(inverse.address) ?? [] };
    planned.push({ state: 'change', order: c, change: whole });
    return { made: change, inverse: whole };
  });
  return { planned, undone, impossible, leftAlone, unknown };
}

/** A newer version, which knows more kinds, may have written the journal. */
function unknownKind({ address, kind }: Change): readonly Remark[] {
  if (kindOf(kind) !== undefined) return [];
  return [{ address, reason: `this version of interform does not know the kind ${kind}` }];
}

/** Whether the run may have created it without search showing it yet. */
function isUnknown({ change, id, since }: MadeChange, current: Current, options: TurningOptions): boolean {
  if (id !== undefined || since === undefined || current.state !== 'absent') return false;
  return kindOfChange(change).undoing?.found === 'late' && options.now - since < options.indexLagMs;
}

function turn(one: MadeChange, current: Current): Inverse {
  const { change, since, unarchived, askedBack } = one;
  const id = one.id ?? (current.state === 'live' ? current.id : undefined);
  if (id === undefined) return { impossible: [], leftAlone: [] };
  if (since !== undefined && isOlder(current, since)) {
    const reason = 'it came back from the archive, and the run ended before it noted what was there';
    return { impossible: [], leftAlone: askedBack ? [reason] : [] };
  }
  const kind = kindOfChange(change);
  return inverseOf(
    { change, id, current, ...(unarchived === undefined ? {} : { unarchived }) },
    {
      undoing: kind.undoing,
      same: (field, a, b) => kind.same?.(field, a, b) ?? sameText(a, b),
    },
  );
}

/** `created_at` has whole seconds, and the clocks may differ. */
function isOlder(current: Current, since: number): boolean {
  const createdAt = current.state === 'live' ? current.created_at : undefined;
  return createdAt !== undefined && createdAt * 1000 < since - SKEW_MS;
}

/** What required another change has to be undone before that one. */
function reversedRequirements(changes: readonly Change[]): ReadonlyMap<string, readonly string[]> {
  const there = new Set(changes.map((change) => change.address));
  const needs = new Map<string, string[]>();
  for (const { address: at, requires } of changes) {
    for (const needed of requires) {
      if (!there.has(needed)) continue;
      const others = needs.get(needed);
      if (others === undefined) needs.set(needed, [at]);
      else others.push(at);
    }
  }
  return needs;
}

/** The live state of each change's item, read consistently by id; without an id, looked up by its keys. */
async function readCurrent(
  made: readonly MadeChange[],
  reader: KindReader,
): Promise<ReadonlyMap<string, Current>> {
  const referenced = await referencedIds({ changes: made.map(({ change }) => change) }, reader);
  const own = made.flatMap(({ change, id }) => (id === undefined ? [] : [[change.address, id] as const]));
  const ids = new Map([...referenced, ...own]);
  const context = { idOf: (at: string) => ids.get(at), sleep: async () => {}, indexWaitMs: 0 };
  const found = new Map<string, Current>();
  for (const kind of kinds) {
    const changes = made.flatMap(({ change, id }) =>
      change.kind === kind.name ? [{ ...change, id: id ?? null }] : [],
    );
    if (changes.length === 0) continue;
    for (const [at, current] of await kind.current(changes, reader, context, 'each')) found.set(at, current);
  }
  return found;
}

/** Absent, null and "" are equal in what is read. */
function sameText(a: Json, b: Json): boolean {
  if ((a ?? '') === '' && (b ?? '') === '') return true;
  return JSON.stringify(a) === JSON.stringify(b);
}
