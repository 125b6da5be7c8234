import type { Settled } from '../../types/kind.ts';

/**
 * What a create whose answer was lost came to, where Intercom does not refuse a second item of the same name. `named`: the
 * live items with the name; `isAsSent`: whether an item is what was sent. The create is sent again only where there is no
 * such item.
 */
export function settledCreate<T extends { readonly id: string }>(
  named: readonly T[],
  isAsSent: (item: T) => boolean,
): Settled {
  const [one] = named;
  if (one === undefined) return { state: 'retry', absent: true };
  if (named.length > 1) {
    const ids = named.map(({ id }) => id).join(', ');
    return { state: 'stale', reason: `several of this name exist by now: ${ids}` };
  }
  if (!isAsSent(one))
    return { state: 'stale', reason: `one of this name exists by now and differs: ${one.id}` };
  return { state: 'already', id: one.id };
}
