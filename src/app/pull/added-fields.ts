import type { Compared } from './compared.ts';
import { checked, type ItemDrift } from './drift-edits.ts';
import type { PullPart } from './parts.ts';
import { type LiveState, readKinds } from './read-live.ts';

/**
 * `--all-fields`: the edits that declare what is live of declared items and no manifest says. Otherwise a field that was at its
 * default when its item was pulled stays unmanaged, whatever it becomes. Rows of data files stay as they are.
 */
export function* addedFields(
  { declared, catalog }: Compared,
  live: LiveState,
  parts: readonly PullPart[],
): Generator<ItemDrift> {
  for (const { kind, read } of readKinds(live, parts)) {
    const { additions } = kind.pulling;
    if (additions === undefined) continue;
    for (const declaration of declared.get(kind.name) ?? []) {
      if (declaration.place.row !== undefined) continue;
      const edits = additions(declaration, { catalog, read });
      if (edits.length > 0)
        yield checked({ address: declaration.address, declarations: [declaration], edits });
    }
  }
}
