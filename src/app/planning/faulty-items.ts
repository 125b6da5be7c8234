import type { Report } from '../../types/diagnostic.ts';
import type { Planned } from '../../types/kind.ts';

/** The items of which errors are found while they are compared. */
export class FaultyItems {
  readonly #addresses = new Set<string>();

  /** Notes on the way what each error is about. */
  noting(report: Report): Report {
    return (finding) => {
      if (finding.severity === 'error' && finding.address !== undefined) this.#addresses.add(finding.address);
      report(finding);
    };
  }

  has(address: string): boolean {
    return this.#addresses.has(address);
  }

  /** Without those that seem to need no change: an error kept some of them from being compared. */
  without(planned: readonly Planned[]): readonly Planned[] {
    return planned.filter(
      (item) =>
        item.state !== 'unchanged' ||
        ![item.address, ...(item.also ?? [])].some((address) => this.has(address)),
    );
  }
}
