import { kinds } from '../../kinds/index.ts';
import type { Catalog } from '../../types/catalog.ts';
import type { Report } from '../../types/diagnostic.ts';
import type { Planned } from '../../types/kind.ts';
import type { Loaded } from '../loaded.ts';

interface Compared {
  readonly declared: Loaded['declared'];
  readonly catalog: Catalog;
  readonly report: Report;
  /** Kind → what its `observe` returned. */
  readonly live: ReadonlyMap<string, unknown>;
  /** Addresses that the plan changes. */
  readonly changes: ReadonlySet<string>;
}

/** What each kind loses for good, once everybody was read. */
export function lastChanges({ declared, catalog, report, live, changes }: Compared): readonly Planned[] {
  return kinds.flatMap((kind) =>
    live.has(kind.name) && kind.ends !== undefined
      ? kind.ends(declared.get(kind.name) ?? [], live.get(kind.name), { catalog, changes, report })
      : [],
  );
}

/** The addresses of the changes among these. */
export function changingIn(planned: readonly Planned[]): readonly string[] {
  return planned.flatMap((item) => (item.state === 'change' ? [item.change.address] : []));
}
