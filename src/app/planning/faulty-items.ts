import type { Report } from '../../types/diagnostic.ts';
import type { Planned } from '../../types/kind.ts';

/** Collects the items that errors are about, while they are compared. */
export class FaultyItems {
  readonly #addresses = new Set<string>();

  /** Passes diagnostics on, and notes the address of each error. */
  noting(report: Report): Report {
    return (finding) => {
      if (finding.severity === 'error' && finding.address !== undefined) this.#addresses.add(finding.address);
      report(finding);
    };
  }

  has(address: string): boolean {
    return this.#addresses.has(address);
  }

  /** Without faulty items that seem unchanged: the error may have kept them from being compared. */
  without(planned: readonly Planned[]): readonly Planned[] {
    return planned.filter(
      (item) =>
        item.state !== 'unchanged' ||
        ![item.address, ...(item.also ?? [])].some((address) => this.has(address)),
    );
  }
}
