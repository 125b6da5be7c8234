import type { Change } from './change.ts';
import { KeyIndex } from './key-index.ts';
import { Numbers } from './numbers.ts';
import { LEVELS, type Level } from './step.ts';

/** Numbers the addresses that changes require. They are few beside the changes, so tables are kept for these addresses only. */
export class RequiredAddresses {
  readonly #numbers = new KeyIndex();

  note(change: Pick<Change, 'requires'>): void {
    for (const address of change.requires) this.#numbers.add(address);
  }

  /** The number of an address that is required; -1 for any other. */
  find(address: string): number {
    return this.#numbers.size === 0 ? -1 : this.#numbers.find(address);
  }
}

/** The addresses that these changes require. */
export function requiredBy(changes: Iterable<Pick<Change, 'requires'>>): RequiredAddresses {
  const required = new RequiredAddresses();
  for (const change of changes) required.note(change);
  return required;
}

/**
 * Which change stands for each required address: the one with that address, else one that has it in `also`; of several the
 * last.
 */
export class Answers {
  readonly #own = new Numbers();
  readonly #also = new Numbers();
  readonly #required: RequiredAddresses;

  constructor(required: RequiredAddresses) {
    this.#required = required;
  }

  /** `code`: what `of` returns for this change; from 0. */
  take({ address, also }: Pick<Change, 'address' | 'also'>, code: number): void {
    const number = this.#required.find(address);
    if (number !== -1) this.#own.set(number, code + 1);
    for (const other of also) {
      const another = this.#required.find(other);
      if (another !== -1) this.#also.set(another, code + 1);
    }
  }

  /** The code of the change that stands for a numbered address, among those taken so far; -1 where there is none. */
  of(number: number): number {
    const own = this.#own.get(number);
    return (own === 0 ? this.#also.get(number) : own) - 1;
  }

  /** Whether the answer of `of` is final: the change with that very address was taken. */
  isFinal(number: number): boolean {
    return this.#own.get(number) !== 0;
  }
}

/** Stands for no level, where a change has no step. */
const NEVER = LEVELS.length;

/**
 * The requirements that order changes within a level. A requirement that begins in a level where the change has no step
 * orders nothing there, and is not kept: a million people who need one attribute cost nothing here.
 */
export class RequirementGraph {
  readonly #required: RequiredAddresses;
  readonly #answers: Answers;
  #places = 0;
  #edges = 0;
  readonly #from = new Numbers();
  readonly #to = new Numbers();
  readonly #levels = new Numbers();

  /** `required`: the addresses that the changes require, and perhaps more. */
  constructor(required: RequiredAddresses) {
    this.#required = required;
    this.#answers = new Answers(required);
  }

  /** Takes the next change. True where its rank may differ from 0. */
  take(change: Pick<Change, 'address' | 'also' | 'requires'>, levels: Iterable<Level>): boolean {
    const place = this.#places++;
    let bits = 0;
    for (const level of levels) bits |= 1 << LEVELS.indexOf(level);
    this.#answers.take(change, place * (NEVER + 1) + lowest(bits));
    let waits = false;
    for (const address of change.requires) {
      const number = this.#required.find(address);
      if (this.#answers.isFinal(number) && (bits & this.#beginning(number)) === 0) continue;
      this.#from.set(this.#edges, place);
      this.#to.set(this.#edges, number);
      this.#levels.set(this.#edges++, bits);
      waits = true;
    }
    return waits;
  }

  /**
   * The level in which the change that stands for the address begins; undefined where none does, or where it has no step. Final
   * once all changes were taken.
   */
  beginningOf(address: string): Level | undefined {
    const code = this.#codeOf(address);
    return code === -1 ? undefined : LEVELS[code % (NEVER + 1)];
  }

  /** The place of the change that stands for the address; undefined where none does. Final once all changes were taken. */
  placeOf(address: string): number | undefined {
    const code = this.#codeOf(address);
    return code === -1 ? undefined : Math.floor(code / (NEVER + 1));
  }

  /** Level → place of a change → the places of what it requires there. */
  edges(): ReadonlyMap<Level, ReadonlyMap<number, readonly number[]>> {
    const edges = new Map<Level, Map<number, number[]>>();
    for (let edge = 0; edge < this.#edges; edge++) {
      const number = this.#to.get(edge);
      const code = this.#answers.of(number);
      if (code === -1 || (this.#levels.get(edge) & this.#beginning(number)) === 0) continue;
      // The code was made of the index of a level, and NEVER is excluded above.
      const level = LEVELS[code % (NEVER + 1)] as Level;
      const ofLevel = edges.get(level) ?? new Map<number, number[]>();
      edges.set(level, ofLevel);
      const from = this.#from.get(edge);
      const known = ofLevel.get(from);
      const to = Math.floor(code / (NEVER + 1));
      if (known === undefined) ofLevel.set(from, [to]);
      else known.push(to);
    }
    return edges;
  }

  #codeOf(address: string): number {
    const number = this.#required.find(address);
    return number === -1 ? -1 : this.#answers.of(number);
  }

  /** The bit of the first level of the change that stands for the number. */
  #beginning(number: number): number {
    const level = this.#answers.of(number) % (NEVER + 1);
    return level === NEVER ? 0 : 1 << level;
  }
}

function lowest(bits: number): number {
  return bits === 0 ? NEVER : 31 - Math.clz32(bits & -bits);
}
