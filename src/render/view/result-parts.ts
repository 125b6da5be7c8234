import type { ChangeResult, Results } from '../../types/result.ts';
import { selected } from '../../types/stream.ts';
import { Growing } from '../changes/growing.ts';
import { isUnreviewed, RESULT_SORTS, type ResultSort, sortOf } from './result-sorts.ts';

/** Results of one part are held while they are so few; of more, all are read again where they are shown. */
const MOST_HELD = 2000;

/** Results of one sort. */
export interface ResultPart {
  readonly sort: ResultSort;
  readonly entries: Results;
  /** Whether none of them was reviewed. */
  readonly areUnreviewed: boolean;
}

export interface ResultParts {
  /** One for each of RESULT_SORTS, in their order. */
  readonly bySort: readonly ResultPart[];
  /** What was done, or was so already, and needs no attention. */
  readonly done: Results;
  /** How many were written in part. */
  readonly partly: number;
}

/** Parts results by what is to be done about them. Goes through them once. */
export function resultParts(results: Results): ResultParts {
  const sorts = RESULT_SORTS.map((sort) => new Part(sort));
  const [done, others] = [new Part(undefined), new Part(undefined)];
  const parts: readonly AnyPart[] = [...sorts, done, others];
  const partOf = new Growing(Uint8Array);
  let partly = 0;
  for (const result of results) {
    const part: AnyPart = sorts[sortOf(result)] ?? (isDone(result) ? done : others);
    part.take(result);
    partOf.push(parts.indexOf(part));
    if (result.partly === true) partly += 1;
  }
  const entriesOf = (part: AnyPart): Results => {
    const number = parts.indexOf(part);
    return part.held ?? selected(results, part.length, (place) => partOf.at(place) === number);
  };
  return {
    bySort: sorts.map((part) => ({
      sort: part.sort,
      entries: entriesOf(part),
      areUnreviewed: part.unreviewed === part.length,
    })),
    done: entriesOf(done),
    partly,
  };
}

function isDone({ outcome, edited }: ChangeResult): boolean {
  return (outcome === 'done' || outcome === 'already') && edited === undefined;
}

type AnyPart = Part<ResultSort | undefined>;

/** Counts results, and holds them as long as they are few. */
class Part<S extends ResultSort | undefined> {
  readonly sort: S;
  length = 0;
  unreviewed = 0;
  held: ChangeResult[] | undefined = [];

  constructor(sort: S) {
    this.sort = sort;
  }

  take(result: ChangeResult): void {
    this.length += 1;
    if (isUnreviewed(result)) this.unreviewed += 1;
    if (this.length > MOST_HELD) this.held = undefined;
    this.held?.push(result);
  }
}
