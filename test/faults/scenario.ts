import { type FaultPlan, parseFaults, type Switches } from '../../src/emulator/index.ts';
import type { World } from '../properties/world.ts';
import { COURSE_NAMES, type CourseName } from './courses.ts';
import type { StoreKind } from './desk.ts';
import { type Dice, throwDice } from './dice.ts';
import { drawWorld } from './people.ts';

/** Everything that happens in one run of the suite. It is determined by the seed alone. */
export interface Scenario {
  readonly seed: number;
  readonly world: World;
  readonly course: CourseName;
  /** Names of the faults, for the table. */
  readonly faults: readonly string[];
  readonly plan: FaultPlan | undefined;
  /** Whether somebody else edits meanwhile. */
  readonly edits: boolean;
  /** Whether somebody else uses up the attributes that a workspace may have. */
  readonly fillsAttributes: boolean;
  /** Requests per ten seconds; 0: no limit. */
  readonly rateLimit: number;
  readonly store: StoreKind;
  /** How Intercom differs from what it usually does. */
  readonly switches?: Partial<Switches>;
}

/** How far the index lags, in milliseconds. */
const LAGS = [0, 0, 2_000, 10_000, 60_000, 120_000, 240_000];

const COMMON: readonly string[] = [
  '429',
  '500',
  '503',
  '500-before',
  '500-after',
  'lost',
  'reset',
  'empty',
  'html',
];

export function drawScenario(seed: number): Scenario {
  const dice = throwDice(seed);
  const course = dice.one(COURSE_NAMES);
  const faults = drawFaults(dice);
  const fillsAttributes = dice.chance(0.05);
  const edits = dice.chance(0.3);
  const rateLimit = dice.chance(0.15) ? dice.between(12, 60) : 0;
  const world = drawWorld(dice.apart('world'), dice.one(LAGS));
  const names = faults.map((entry) => entry.split(/[:#]/, 1)[0] ?? entry);
  return {
    seed,
    world,
    course,
    faults: [...names, ...(fillsAttributes ? ['attribute cap'] : []), ...(edits ? ['foreign edits'] : [])],
    plan:
      faults.length === 0 ? undefined : parseFaults([...faults, `seed=${dice.between(1, 9999)}`].join(',')),
    edits,
    fillsAttributes,
    rateLimit,
    store: { locks: dice.one(['folder', 'redis']), slowestMs: dice.one([4, 4, 80]) },
  };
}

/** A third of the runs have no faults: only the lag of the index and the course. */
function drawFaults(dice: Dice): readonly string[] {
  if (dice.chance(0.33)) return [];
  const names = new Set(Array.from({ length: dice.between(1, 3) }, () => dice.one(COMMON)));
  const faults = [...names].map((name) => `${name}:${dice.one(['0.02', '0.05', '0.1', '0.2', '0.4'])}`);
  // One of the delays exceeds the client's timeout of thirty seconds.
  if (dice.chance(0.15)) faults.push(`delay:0.1@${dice.one([200, 3_000, 45_000])}`);
  if (dice.chance(0.1)) faults.push(`revoked#${dice.between(3, 40)}`);
  return faults;
}

/** How many attributes the workspace of a scenario may hold: those of the manifests and two more. */
export const ATTRIBUTE_LIMIT: Partial<Switches> = { attributeLimit: 5 };
