import { nearest } from '../../types/nearest.ts';
import { type AddressMatcher, addressGlob } from './address-glob.ts';
import { CaseOfGlob, startBelow } from './case-of-glob.ts';

/** How many addresses are kept for "did you mean". */
const MOST_REMEMBERED = 100_000;

interface Glob {
  readonly matches: AddressMatcher;
  /** The glob with a slash at the end: the beginning of addresses below it. */
  readonly folder: string;
  readonly case: CaseOfGlob;
  found: boolean;
  leads: boolean;
}

/**
 * Tells which globs match one of the addresses that it is shown one after the other. A plan may have a million of them; only
 * some are kept, for "did you mean".
 */
export class KnownAddresses {
  readonly #globs: ReadonlyMap<string, Glob>;
  readonly #samples: string[] = [];

  constructor(globs: Iterable<string>) {
    this.#globs = new Map(
      Array.from(globs, (written) => [
        written,
        {
          ...{ matches: addressGlob(written), folder: startBelow(written), case: new CaseOfGlob(written) },
          ...{ found: false, leads: false },
        },
      ]),
    );
  }

  note(address: string): void {
    if (this.#globs.size === 0) return;
    if (this.#samples.length < MOST_REMEMBERED) this.#samples.push(address);
    for (const glob of this.#globs.values()) {
      if (!glob.found) glob.found = glob.matches(address);
      if (!glob.leads) glob.leads = address.startsWith(glob.folder);
      if (!glob.found) glob.case.note(address);
    }
  }

  /** Whether this glob matches one of the addresses. */
  matches(glob: string): boolean {
    return this.#globs.get(glob)?.found === true;
  }

  /** Whether one of the addresses lies below this glob, taken as a folder. */
  leads(glob: string): boolean {
    return this.#globs.get(glob)?.leads === true;
  }

  /** What was meant by this glob if only its case is wrong. */
  meant(glob: string): string | undefined {
    return this.#globs.get(glob)?.case.meant;
  }

  get samples(): readonly string[] {
    return this.#samples;
  }
}

/** A suggestion for a glob that matches nothing: everything below it, the same in another case, or the address nearest in spelling. */
export function meantAmong(glob: string, known: readonly KnownAddresses[]): string | undefined {
  if (known.some((one) => one.leads(glob))) return `${startBelow(glob)}**`;
  return (
    known.map((one) => one.meant(glob)).find((meant) => meant !== undefined) ??
    nearest(
      glob,
      known.flatMap((one) => one.samples),
    )
  );
}

export function knownAddresses({
  target,
  exclude,
}: {
  readonly target: readonly string[];
  readonly exclude: readonly string[];
}): KnownAddresses {
  return new KnownAddresses([...target, ...exclude]);
}
