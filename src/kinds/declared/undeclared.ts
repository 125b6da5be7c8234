interface Known {
  readonly declared: string | undefined;
  readonly archived?: boolean;
}

/** How many of these live items are declared neither here nor elsewhere. */
export function countUndeclared<K extends Known>(
  live: Iterable<K>,
  isElsewhere: (item: K) => boolean,
): number {
  let count = 0;
  for (const item of live)
    if (item.declared === undefined && item.archived !== true && !isElsewhere(item)) count += 1;
  return count;
}
