import type { Diagnostic } from '../../types/diagnostic.ts';
import { KeyIndex } from '../../types/key-index.ts';
import { byPlace, type Counted, samePlaceKey, sortKey } from '../group-diagnostics.ts';

/**
 * How many findings of a sort are kept: more than are ever shown one by one. Up to twice as many are collected before the rest
 * is dropped.
 */
const KEPT = 50;

/**
 * Collects findings in any order. Of each sort it keeps those that come first by place, and counts the others. Several findings
 * about the same place count once.
 */
export class FirstFindings {
  readonly #sorts = new Map<string, { kept: Diagnostic[]; others: number }>();
  readonly #said = new KeyIndex();

  add(finding: Counted): void {
    const { others = 0, ...one } = finding;
    const { size } = this.#said;
    if (this.#said.add(JSON.stringify(samePlaceKey(one))) < size) return;
    const key = sortKey(one);
    const sort = this.#sorts.get(key) ?? { kept: [], others: 0 };
    this.#sorts.set(key, sort);
    sort.kept.push(one);
    sort.others += others;
    if (sort.kept.length < 2 * KEPT) return;
    sort.kept.sort(byPlace);
    sort.others += sort.kept.length - KEPT;
    sort.kept.length = KEPT;
  }

  all(): readonly Counted[] {
    return [...this.#sorts.values()].flatMap(({ kept, others }) => {
      const [first, ...rest] = kept;
      if (first === undefined || others === 0) return kept;
      return [{ ...first, others }, ...rest];
    });
  }
}
