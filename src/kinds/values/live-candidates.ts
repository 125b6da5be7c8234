interface Candidate {
  readonly id: string;
  /** Unix seconds; null where the answer does not say. */
  readonly created_at: number | null;
}

/** Sorts items by when they were made: ids grow. */
export function byId(a: Pick<Candidate, 'id'>, b: Pick<Candidate, 'id'>): number {
  return Number(a.id) - Number(b.id);
}

/** Describes several live items of one name so that they can be told apart: `31 (list, made 2024-05-01)`. */
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
