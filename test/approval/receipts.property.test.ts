import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { applyChanges } from '../../src/app/apply.ts';
import { selectRun } from '../../src/app/select.ts';
import { readReceipt } from '../../src/plan/receipt/read-receipt.ts';
import { type Receipt, writeReceipt } from '../../src/plan/receipt/receipt.ts';
import { reviewedChanges } from '../../src/plan/receipt/reviewed.ts';
import type { Change } from '../../src/types/change.ts';
import { GUARD_VERBS, type PlanDocument } from '../../src/types/plan.ts';
import { inSettledWorld, type OpenedWorld } from '../properties/opened-world.ts';
import { createTally, LAW_TIMEOUT, law } from '../properties/tally.ts';
import { worlds } from '../properties/world.ts';

/** What somebody else does to one contact or tag between the review and the apply. */
type Drift = 'rename' | 'archive' | 'nothing';

describe('a receipt, whatever drifts between plan and apply', () => {
  it('lets exactly the reviewed changes run and names the others', LAW_TIMEOUT, async () => {
    const tally = createTally();
    const drifts = fc.infiniteStream(
      fc.constantFrom<Drift>('rename', 'archive', 'nothing', 'nothing', 'nothing', 'nothing'),
    );
    await law(fc.tuple(worlds, drifts), ([world, drift]) =>
      inSettledWorld(world, {}, async (opened) => {
        const reviewed = (await opened.plan()).plan;
        if (reviewed === undefined || !isSound(reviewed)) return tally.see({ reviewed: false });
        const receipt = await receiptOf(reviewed);
        somebodyElse(opened, drift);
        opened.settle();

        const { plan, session } = await opened.plan();
        if (plan === undefined || session === undefined || !isSound(plan)) return;
        const allow = new Map(GUARD_VERBS.map((verb) => [verb, 100_000] as const));
        const selected = selectRun(plan, session, {
          allow,
          masking: undefined,
          expect: { form: 'receipts', receipts: [{ file: 'plan.receipt', receipt }] },
        });
        const runs = runnable([...plan.changes], [...reviewed.changes]);
        const named = [...plan.changes].map(({ address }) => address).filter((address) => !runs.has(address));
        expect([...selected.left.keys()]).toEqual(named);
        expect(selected.refusal?.code).toBe(
          runs.size === 0 && plan.changes.length > 0 ? 'unexpected-plan' : undefined,
        );
        tally.see({ reviewed: true, parted: runs.size > 0 && named.length > 0 });
        if (selected.refusal !== undefined) return;

        const result = await applyChanges(
          session,
          selected.plan,
          { maxErrors: 100_000, left: selected.left },
          opened.ports,
        );
        expect([...result.results].map(({ address }) => address)).toEqual(
          [...plan.changes].map(({ address }) => address),
        );
        const left = [...result.results].filter(({ outcome }) => outcome === 'not_attempted');
        expect(left.map(({ address }) => address)).toEqual(named);
        for (const { reason } of left) expect(reason).toMatch(/not reviewed/);
        const complete = [...result.results].every(
          ({ outcome }) => outcome === 'done' || outcome === 'already',
        );
        const wrote = opened.writes.some(({ status }) => status < 300);
        expect(result.exit === 0).toBe(complete);
        if (named.length > 0) expect(result.exit).toBe(wrote ? 3 : 4);
      }),
    );
    tally.expectShares({ reviewed: 0.4, parted: 0.1 });
  });
});

describe('several receipts, whatever parts of a plan they are of', () => {
  it('let run what one of them holds, and of that what the one within holds too', LAW_TIMEOUT, async () => {
    const tally = createTally();
    const members = fc.infiniteStream(fc.tuple(fc.boolean(), fc.boolean(), fc.boolean()));
    await law(fc.tuple(worlds, members, fc.boolean()), ([world, isMember, isKeyed]) =>
      inSettledWorld(world, {}, async (opened) => {
        const { plan } = await opened.plan();
        if (plan === undefined || !isSound(plan)) return tally.see({ reviewed: false });
        const { changes } = plan;
        const secret = isKeyed ? 'a mask key' : undefined;
        const rows = isMember.take(changes.length);
        const memberships = [...changes].map(() => rows.next().value ?? [false, false, false]);
        const partOf = (index: number) => [...changes].filter((_, at) => memberships[at]?.[index] === true);
        const named = async (part: readonly Change[]) => ({
          file: 'part.receipt',
          receipt: await receiptOf({ ...plan, changes: part }, secret),
        });
        const [first, second, third] = [partOf(0), partOf(1), partOf(2)];
        const receipts = [await named(first), await named(second)];
        const union = [...changes].filter((change) => first.includes(change) || second.includes(change));
        const runs = (by: Parameters<typeof reviewedChanges>[1]) => {
          const { left, counts } = reviewedChanges([...changes], by, secret);
          expect(counts.expect + counts.within + counts.need).toBe(left.size);
          return [...changes].map(({ address }) => address).filter((address) => !left.has(address));
        };
        const ofUnion = runs({ receipts });
        expect(ofUnion).toEqual(runs({ receipts: [await named(union)] }));
        expect(new Set(ofUnion)).toEqual(runnable([...changes], union));
        const within = await named(third);
        const both = union.filter((change) => third.includes(change));
        expect(new Set(runs({ receipts, within }))).toEqual(runnable([...changes], both));
        // Neither the order of receipts nor a second copy of one counts.
        expect(runs({ receipts: [...receipts, ...receipts].reverse(), within })).toEqual(
          runs({ receipts, within }),
        );
        const parted = ofUnion.length > 0 && ofUnion.length < changes.length;
        tally.see({
          reviewed: changes.length > 0,
          parted,
          narrowed: both.length > 0 && both.length < union.length,
        });
      }),
    );
    tally.expectShares({ reviewed: 0.4, parted: 0.2, narrowed: 0.2 });
  });
});

function isSound(plan: PlanDocument): boolean {
  return (
    plan.diagnostics.every(({ severity }) => severity !== 'error') && !plan.guards.some(({ over }) => over)
  );
}

async function receiptOf(plan: PlanDocument, secret?: string): Promise<Receipt> {
  const chunks = async function* () {
    for (const line of writeReceipt(plan, 'ada0'.repeat(8), secret)) yield Buffer.from(line);
  };
  const read = await readReceipt(chunks());
  if (read.receipt === undefined) throw new Error(JSON.stringify(read.diagnostic));
  return read.receipt;
}

function somebodyElse({ emulator }: OpenedWorld, drifts: fc.Stream<Drift>): void {
  for (const { id } of emulator.state.allContacts()) {
    const [drift] = drifts.take(1);
    if (drift === 'rename') emulator.foreign('PUT', `/contacts/${id}`, { name: 'Drifted' });
    if (drift === 'archive') emulator.foreign('POST', `/contacts/${id}/archive`, {});
  }
  for (const { id } of emulator.state.tags()) {
    const [drift] = drifts.take(1);
    if (drift === 'archive') emulator.foreign('DELETE', `/tags/${id}`);
  }
}

/** Addresses of what was reviewed as it is and needs nothing that was not, worked out again from the two plans. */
function runnable(changes: readonly Change[], reviewed: readonly Change[]): ReadonlySet<string> {
  const said = ({ address, action, id, fields }: Change) => JSON.stringify([address, action, id, fields]);
  const seen = new Set(reviewed.map(said));
  const runs = new Map<string, Change>();
  for (const change of changes) if (seen.has(said(change))) runs.set(change.address, change);
  const holderOf = (address: string) =>
    changes.find((change) => change.address === address || change.also.includes(address));
  for (let shrinks = true; shrinks; ) {
    shrinks = false;
    for (const [address, change] of runs) {
      const stranded = change.requires.some((required) => {
        const holder = holderOf(required);
        return holder !== undefined && !runs.has(holder.address);
      });
      if (stranded) shrinks = runs.delete(address);
    }
  }
  return new Set(runs.keys());
}
