import { PlannedChanges } from '../../src/app/planning/planned-changes.ts';
import type { SealOptions } from '../../src/app/planning/sealed-changes.ts';
import { buildPlan as build, type PlanInput } from '../../src/plan/build-plan.ts';
import { PlanTally } from '../../src/plan/plan-tally.ts';
import type { Action, Change, FieldChanges } from '../../src/types/change.ts';
import type { Planned } from '../../src/types/kind.ts';
import type { PlanDocument } from '../../src/types/plan.ts';
import type { Level } from '../../src/types/step.ts';

/** A change with everything that a test does not care about filled in. */
export function change(address: string, action: Action, parts: Partial<Change> = {}): Change {
  return {
    address,
    kind: address.split('/')[0] ?? '',
    action,
    id: action === 'create' ? null : `id-${address.replaceAll(/[^a-z0-9]/g, '-')}`,
    requires: [],
    irreversible: false,
    reason: 'declared, not live',
    notes: [],
    also: [],
    fields: {},
    source: null,
    ...parts,
  };
}

export function contact(
  key: string,
  action: Action,
  fields: FieldChanges,
  parts: Partial<Change> = {},
): Change {
  return change(`contact/beta/${key}`, action, { fields, ...parts });
}

export function planned(...changes: readonly Change[]): Planned[] {
  return changes.map((one, order) => ({ state: 'change', change: one, order }));
}

const LEVEL_OF: Readonly<Record<string, Level>> = {
  attribute: 'attributes',
  tag: 'catalog',
  company: 'catalog',
  merge: 'merges',
};

export interface ExampleInput
  extends Omit<PlanInput, 'changes' | 'tally' | 'unchanged' | 'skipped'>,
    SealOptions {
  readonly changes: readonly Planned[];
}

export function planInput(parts: Partial<ExampleInput> = {}): ExampleInput {
  return {
    changes: [],
    meta: {
      tool: '0.1.0',
      workspace: { id: 'ecahpwf5', name: 'Acme', region: 'US' },
      intercom_version: '2.16',
      environment: null,
      manifests: { digest: 'sha256:00', version: '0002' },
    },
    limits: {},
    allowances: new Map(),
    members: new Map(),
    incompleteReads: 0,
    cost: { reads: 5, writes: 1, seconds: 1 },
    diagnostics: [],
    ...parts,
  };
}

/** Builds a plan as planning does, with levels by kind. */
export function buildPlan(input: ExampleInput): PlanDocument {
  const all = new PlannedChanges({
    ...input,
    levelOf: (one) => LEVEL_OF[one.kind] ?? (one.action === 'create' ? 'people' : 'updates'),
  });
  const counts = { unchanged: 0, skipped: 0 };
  for (const item of input.changes) {
    if (item.state === 'change') all.add(item);
    else counts[item.state] += 1;
  }
  const tally = new PlanTally(input.scoped);
  const { changes } = all.seal({ take: (one) => tally.take(one) });
  return build({ ...input, ...counts, tally, changes });
}

/** A plan that touches every kind. */
export function examplePlan(): PlanDocument {
  return buildPlan(
    planInput({
      limits: { max_merge: 5 },
      changes: planned(
        change('attribute/contact/plan', 'create', {
          fields: { type: { after: 'options' }, options: { after: ['free', 'pro'] } },
          source: { file: 'migrations/0001-attributes.yaml', line: 5 },
        }),
        change('tag/vip', 'create', { fields: { name: { after: 'VIP' } } }),
        contact('ada', 'create', {
          email: { after: 'ada@acme.test' },
          name: { after: 'Ada “Countess” Lovelace\u2028\ud800' },
          tags: { add: ['VIP'], remove: [] },
        }),
        contact(
          'grace',
          'update',
          { 'custom_attributes.seats': { before: 3, after: 5 }, phone: { before: null, after: '+15550100' } },
          { context: { role: 'user', set: 'beta' }, notes: ['a note'], also: ['contact/vips/grace'] },
        ),
        change('merge/66b1', 'merge', { id: '66b1', fields: { into: { after: 'contact/beta/ada' } } }),
      ),
    }),
  );
}
