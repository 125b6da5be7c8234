interface Candidate {
  readonly id: string;
  /** Unix seconds; null where the answer does not say. */
  readonly created_at: number | null;
}

/** In the order in which they were made, whatever that of the answer. */
export function byId(a: Pick<Candidate, 'id'>, b: Pick<Candidate, 'id'>): number {
  return Number(a.id) - Number(b.id);
}

/** What several live items of one name can be told apart by: `31 (list, made 2024-05-01)`. */
export function candidates<T extends Candidate>(
  live: readonly T[],
  told: (item: T, made: string) => readonly string[],
): readonly string[] {
  return [...live].sort(byId).map((item) => {
    const { id, created_at: at } = item;
    const made = at === null ? '' : `made ${new Date(at * 1000).toISOString().slice(0, 10)}`;
    const words = told(item, made).filter((word) => word !== '');
    return words.length === 0 ? id : `${id} (${words.join(', ')})`;
  });
}
