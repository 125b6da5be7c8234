import type { CarryRule, HeldValues } from '../../types/carrying.ts';
import type { Json } from '../../types/json.ts';
import type { Carried } from './carried.ts';

/** How many different old values of a rule are told apart; further ones are counted together. */
const MOST_VALUES = 1000;
/** How many holders of a value are named. */
const MOST_SAMPLES = 3;

/** The holders of one old value. */
export interface ValueGroup {
  readonly old: Json;
  /** The new value; undefined where there is none. */
  readonly value: Json | undefined;
  /** Why it cannot be converted; undefined where it can. */
  readonly why: string | undefined;
  count: number;
  /** Addresses of the first. */
  readonly samples: string[];
}

/** What the holders of one rule hold that did not arrive yet. */
export class RuleTally implements HeldValues {
  /** Holders whose value this plan carries. */
  carried = 0;
  faulty = 0;
  /** Holders for whom a contact set decides, or who are left alone or merged first: a later plan sees the rest. */
  others = 0;
  /** Old values, as trimmed text, of which nothing is carried: the manifest says so, or they are blank. */
  readonly left = new Set<string>();
  readonly #groups = new Map<string, ValueGroup>();
  /** Carried holders whose value is in no group, and those that cannot be converted. */
  readonly ungrouped = { carried: 0, faulty: 0 };

  get waiting(): number {
    return this.carried + this.others;
  }

  /** Largest first. */
  groups(holds: (group: ValueGroup) => boolean): readonly ValueGroup[] {
    return [...this.#groups.values()].filter(holds).sort((a, b) => b.count - a.count || order(a, b));
  }

  add({ old, result }: Carried, address: string): void {
    if (result.state === 'dropped') {
      this.left.add(String(old).trim());
      return;
    }
    const kind = result.state === 'value' ? 'carried' : 'faulty';
    this[kind]++;
    const key = JSON.stringify(old);
    let group = this.#groups.get(key);
    if (group === undefined && this.#groups.size < MOST_VALUES) {
      const value = result.state === 'value' ? result.value : undefined;
      const why = result.state === 'fault' ? result.why : undefined;
      group = { old, value, why, count: 0, samples: [] };
      this.#groups.set(key, group);
    }
    if (group === undefined) {
      this.ungrouped[kind]++;
      return;
    }
    group.count++;
    if (group.samples.length < MOST_SAMPLES) group.samples.push(address);
  }
}

function order(a: ValueGroup, b: ValueGroup): number {
  return JSON.stringify(a.old) < JSON.stringify(b.old) ? -1 : 1;
}

/** The tallies of all rules of a plan. */
export class CarryTally {
  readonly #rules = new Map<CarryRule, RuleTally>();

  constructor(rules: Iterable<CarryRule>) {
    for (const rule of rules) this.#rules.set(rule, new RuleTally());
  }

  of(rule: CarryRule): RuleTally {
    const tally = this.#rules.get(rule);
    if (tally === undefined) throw new Error(`no tally of ${rule.address}`);
    return tally;
  }

  [Symbol.iterator](): Iterator<[CarryRule, RuleTally]> {
    return this.#rules.entries();
  }
}
