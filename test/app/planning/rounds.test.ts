import { describe, expect, it } from 'vitest';
import { makePlan } from '../../../src/app/plan.ts';
import type { EmulatorRequest, EmulatorSeed } from '../../../src/emulator/index.ts';
import { inWorld, type OpenedWorld } from '../../properties/opened-world.ts';
import { inParts, shownPlan } from '../../properties/parts.ts';

/** More than there were rounds of planning once. */
const PEOPLE = 75;
const idOf = (at: number) => `person-${String(at).padStart(2, '0')}@acme.test`;
const ALL = Array.from({ length: PEOPLE }, (_, at) => at);
const FILES = new Map([
  [
    'migrations/people.yaml',
    'apiVersion: interform/v1\nkind: ContactSet\nname: people\nsource: { file: people.csv }\n',
  ],
  [
    'migrations/people.csv',
    ['external_id,name', ...ALL.map((at) => `${idOf(at)},Person ${at}`), ''].join('\n'),
  ],
]);

function seedOf(emailOf: (at: number) => string): EmulatorSeed {
  const contacts = ALL.map((at) => ({ id: `live-${at}`, external_id: idOf(at), email: emailOf(at) }));
  return { contacts };
}

function inChain(seed: EmulatorSeed, work: (opened: OpenedWorld) => Promise<void>): Promise<void> {
  return inWorld({ seed, documents: [], files: 1, indexLagMs: 0 }, { files: FILES }, work);
}

/** Whose external_ids a search asks for. */
function askedFor({ url, body }: Pick<EmulatorRequest, 'url' | 'body'>): readonly number[] {
  return url.endsWith('/contacts/search') ? ALL.filter((at) => body.includes(`"${idOf(at)}"`)) : [];
}

describe('people each of whom is known to meet the next only once they are looked up', () => {
  it('are looked up twice, however many they are', () =>
    // Each has the email that is the external_id of the next.
    inChain(
      seedOf((at) => (at + 1 < PEOPLE ? idOf(at + 1) : 'last@acme.test')),
      async (opened) => {
        const whole = await makePlan(inParts(opened.planning, undefined), opened.ports);
        opened.reads.length = 0;
        const parts = await makePlan(inParts(opened.planning, 1), opened.ports);
        expect(shownPlan(parts)).toBe(shownPlan(whole));
        expect(parts.plan?.summary).toMatchObject({ update: PEOPLE });
        const searches = opened.reads.filter((read) => askedFor(read).includes(0));
        expect(searches.map((read) => askedFor(read).length)).toEqual([1, PEOPLE]);
      },
    ));

  it('are planned, though each comes to meet the next only while they are looked up again', () =>
    inChain(
      seedOf((at) => (at === 0 ? idOf(1) : `own-${at}@acme.test`)),
      async (opened) => {
        opened.setBetween((request, answer) => {
          const asked = askedFor(request);
          const last = asked.at(-1) ?? 0;
          if (asked.length > 1 && last + 1 < PEOPLE)
            opened.emulator.foreign('PUT', `/contacts/live-${last}`, { email: idOf(last + 1) });
          return answer(request);
        });
        const { plan, diagnostics } = await makePlan(inParts(opened.planning, 1), opened.ports);
        expect(diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
        expect([...(plan?.changes ?? [])].map(({ id }) => id)).toEqual(ALL.map((at) => `live-${at}`));
      },
    ));
});
