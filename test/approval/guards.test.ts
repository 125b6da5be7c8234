import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  GUARD_VERBS as ALL_VERBS,
  type GuardVerb as AnyVerb,
  type PlanDocument,
} from '../../src/types/plan.ts';
import { openProject, type Project } from './project.ts';

const MEMBERS = 40;
const PEOPLE = Array.from({ length: MEMBERS }, (_, index) => `customer-${index}`);

/** Something for every verb. `beta` has forty live members; three of them lose a tag. */
const MANIFESTS = `apiVersion: interform/v1
kind: DataAttributes
model: contact
attributes:
  plan: { type: options, options: [free, pro] }
  old: { type: string, archived: true }
  tier: { type: options, options: [gold, silver] }
---
apiVersion: interform/v1
kind: Tags
tags: [vip]
---
apiVersion: interform/v1
kind: ContactSet
name: beta
policy: { tags: exact }
defaults: { tags: [] }
contacts:
${PEOPLE.map((id) => `  - { external_id: ${id} }\n`).join('')}---
apiVersion: interform/v1
kind: ContactSet
name: others
identity: { leads: absorb }
contacts:
  - { external_id: ada, email: new@acme.test }
  - { external_id: grace, unsubscribed_from_emails: false }
  - { external_id: alan, email: lead@acme.test }
  - { external_id: joan, name: Joan }
---
apiVersion: interform/v1
kind: Merges
merges:
  - { from: { email: visitor@acme.test }, into: { external_id: joan }, skip_duplicate_validation: true }
`;
const SEED = {
  attributes: [
    {
      model: 'contact' as const,
      name: 'plan',
      data_type: 'options' as const,
      options: ['free', 'pro', 'team'],
    },
    { model: 'contact' as const, name: 'old', data_type: 'string' as const },
    { model: 'contact' as const, name: 'tier', data_type: 'string' as const },
  ],
  tags: ['vip'],
  contacts: [
    ...PEOPLE.map((external_id, index) => ({
      role: 'user' as const,
      external_id,
      tags: index < 3 ? ['vip'] : [],
    })),
    { role: 'user' as const, external_id: 'ada', email: 'old@acme.test' },
    { role: 'user' as const, external_id: 'grace', unsubscribed_from_emails: true },
    { role: 'lead' as const, email: 'lead@acme.test' },
    { role: 'lead' as const, email: 'visitor@acme.test' },
  ],
};
/** A plan names `delete` only where it deletes something. */
type GuardVerb = Exclude<AnyVerb, 'delete'>;
const GUARD_VERBS = ALL_VERBS.filter((verb) => verb !== 'delete');
const COUNTS: Readonly<Record<GuardVerb, number>> = {
  archive: 1,
  merge: 1,
  convert: 1,
  drop_option: 1,
  retype: 1,
  resubscribe: 1,
  skip: 0,
  rekey: 1,
  detach: 3,
  create: 1,
  update: 5,
};
const DEFAULTS: Readonly<Record<GuardVerb, number | string | null>> = {
  archive: 0,
  merge: 0,
  convert: 0,
  drop_option: 0,
  retype: 0,
  resubscribe: 0,
  skip: '5%',
  rekey: 10,
  detach: '5%',
  create: null,
  update: null,
};

async function withProject<T>(work: (project: Project) => Promise<T>): Promise<T> {
  const project = await openProject({ seed: SEED });
  project.write('manifests.yaml', MANIFESTS);
  try {
    return await work(project);
  } finally {
    await project.close();
  }
}

type Limits = Partial<Record<GuardVerb, number | string>>;

function configured(limits: Limits): string {
  const guards = Object.fromEntries(Object.entries(limits).map(([verb, limit]) => [`max_${verb}`, limit]));
  return `apiVersion: interform/v1\nkind: Project\nmanifests: .\nguards: ${JSON.stringify(guards)}\n`;
}

const allowing = (allowed: Limits) =>
  Object.entries(allowed).flatMap(([verb, limit]) => ['--allow', `${verb}=${limit}`]);

describe('guards', () => {
  it('count every verb with its default', () =>
    withProject(async (project) => {
      const { guards, summary, members } = JSON.parse((await project.plan('--json')).out) as PlanDocument;
      expect(Object.fromEntries(guards.map(({ verb, count }) => [verb, count]))).toEqual(COUNTS);
      expect(guards.filter(({ over }) => over).map(({ verb, limit }) => [verb, limit])).toEqual([
        ['archive', 0],
        ['merge', 0],
        ['convert', 0],
        ['drop_option', 0],
        ['retype', 0],
        ['resubscribe', 0],
        ['detach', 2],
      ]);
      expect(members).toEqual({ beta: MEMBERS });
      expect(summary.blocked).toBe(9);
    }));

  it('take a percentage of the set, in a plan file as in a fresh plan', () =>
    withProject(async (project) => {
      const others = { archive: 1, merge: 1, convert: 1, drop_option: 1, retype: 1, resubscribe: 1 };
      project.write('interform.yaml', configured({ ...others, detach: '5%' }));
      const { exit, err } = await project.plan('--out', 'plan.jsonl');
      expect(exit).toBe(5);
      expect(err).toContain('contact set beta would lose 3 memberships, more than its share');
      expect((await project.result('plan.jsonl')).exit).toBe(5);
      expect((await project.result('plan.jsonl', '--allow', 'detach=2')).exit).toBe(5);
      expect(project.writes()).toEqual([]);
      project.write('interform.yaml', configured({ ...others, detach: '7.5%' }));
      expect((await project.result('plan.jsonl')).exit).toBe(0);
    }));

  it('are over where a plan file does not say how many members a set has', () =>
    withProject(async (project) => {
      const { members, ...plan } = JSON.parse((await project.plan('--json')).out) as PlanDocument;
      expect(members).toBeDefined();
      const { reevaluateGuards } = await import('../../src/plan/guards/reguard.ts');
      const limits = { max_detach: '100%' };
      const detach = (document: PlanDocument) =>
        reevaluateGuards(document, { limits, allowances: new Map() }).guards.find(
          ({ verb }) => verb === 'detach',
        );
      expect(detach({ ...plan, members: { beta: MEMBERS } })).toMatchObject({ over: false });
      expect(detach(plan)).toMatchObject({ limit: 0, over: true });
      expect(detach({ ...plan, members: { beta: -1 } })).toMatchObject({ over: true });
      expect(detach({ ...plan, members: { beta: Number.NaN } })).toMatchObject({ over: true });
    }));

  it.each([
    ['max_merge: lots'],
    ['max_merge: -1'],
    ['max_merge: 1.5'],
    ['max_merge: 5%'],
    ['max_merge: null'],
    ['max_merge: .inf'],
    ['max_detach: 101%'],
    ['max_detach: -5%'],
    ['max_detach: 5 %'],
    ['max_detach: all'],
    ['max_merges: 5'],
    ['merge: 5'],
  ])('refuse guards: { %s }, before any request', (text) =>
    withProject(async (project) => {
      project.write(
        'interform.yaml',
        `apiVersion: interform/v1\nkind: Project\nmanifests: .\nguards: { ${text} }\n`,
      );
      for (const ran of [await project.plan(), await project.apply('--allow', 'merge=5')]) {
        expect(ran.exit).toBe(1);
        expect(ran.err).toContain('--> interform.yaml:4:');
      }
      expect(project.emulator.requests).toHaveLength(0);
    }),
  );

  it('law 9: no combination of settings and flags runs a blocked change without the allowance', {
    timeout: 600_000,
  }, async () => {
    const near = (verb: GuardVerb) =>
      fc.constantFrom(0, Math.max(0, COUNTS[verb] - 1), COUNTS[verb], COUNTS[verb], COUNTS[verb] + 1, 1_000);
    const perVerb = <T>(value: (verb: GuardVerb) => fc.Arbitrary<T>) =>
      fc.record(Object.fromEntries(GUARD_VERBS.map((verb) => [verb, value(verb)])), {
        requiredKeys: [],
      }) as fc.Arbitrary<Partial<Record<GuardVerb, T>>>;
    const limits = perVerb<number | string>((verb) =>
      verb === 'detach'
        ? fc.oneof(near(verb), fc.constantFrom('0%', '5%', '7.4%', '7.5%', '100%'))
        : near(verb),
    );
    // Many are permissive, so that some plans pass all nine guards.
    const generous = fc.constant<Limits>(Object.fromEntries(GUARD_VERBS.map((verb) => [verb, COUNTS[verb]])));
    const settings = fc.oneof(limits, generous);
    const forms = fc.constantFrom('fresh', 'file', 'receipt', 'digest', 'file and receipt');
    const seen = { ran: 0, blocked: 0 };
    await fc.assert(
      fc.asyncProperty(
        settings,
        fc.oneof(perVerb(near), fc.constant<Partial<Record<GuardVerb, number>>>({})),
        forms,
        (limit, allowed, form) =>
          withProject(async (project) => {
            // It is reviewed and saved under settings that allow everything, and run under others.
            project.write(
              'interform.yaml',
              configured(Object.fromEntries(GUARD_VERBS.map((verb) => [verb, 1_000]))),
            );
            const saved = await project.plan('--out', 'plan.jsonl', '--receipt', 'plan.receipt', '--json');
            const { digest } = JSON.parse(saved.out) as PlanDocument;
            project.write('interform.yaml', configured(limit));
            const flags = {
              fresh: [],
              file: ['plan.jsonl'],
              receipt: ['--expect', 'plan.receipt'],
              digest: ['--expect', digest],
              'file and receipt': ['plan.jsonl', '--expect', 'plan.receipt'],
            }[form];
            const result = await project.result(...flags, ...allowing(allowed));
            const over = GUARD_VERBS.filter((verb) => {
              const written = allowed[verb] ?? limit[verb] ?? DEFAULTS[verb];
              if (written === null) return false;
              const most =
                typeof written === 'number'
                  ? written
                  : Math.floor((MEMBERS * Number.parseFloat(written)) / 100);
              return COUNTS[verb] > most;
            });
            expect([over, result.exit]).toEqual([over, over.length > 0 ? 5 : 0]);
            if (over.length > 0) {
              seen.blocked += 1;
              expect(project.writes()).toEqual([]);
            } else seen.ran += 1;
          }),
      ),
      { numRuns: 60, seed: 20_261_122 },
    );
    expect(seen.ran).toBeGreaterThan(5);
    expect(seen.blocked).toBeGreaterThan(20);
  });
});
