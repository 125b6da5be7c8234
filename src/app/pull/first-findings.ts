import type { Diagnostic } from '../../types/diagnostic.ts';
import { KeyIndex } from '../../types/key-index.ts';
import { byPlace, type Counted, samePlaceKey, sortKey } from '../group-diagnostics.ts';

/** So many are kept of a sort, and twice as many at most before the rest goes: more than are ever shown apart. */
const KEPT = 50;

/**
 * Findings that come in any order, counted or not: of each sort those are kept that stand first, and how many others there were. What
 * is said of one place again is dropped.
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
