import { nearest } from '../../types/nearest.ts';
import { type AddressMatcher, addressGlob } from './address-glob.ts';

/** So many addresses are remembered for "did you mean". */
const MOST_REMEMBERED = 100_000;

interface Glob {
  readonly matches: AddressMatcher;
  /** What is below it, where it is taken for a folder. */
  readonly folder: string;
  found: boolean;
  leads: boolean;
}

/**
 * Which globs match something, of addresses that are shown one after the other: a plan may have a million, of which some are kept
 * for "did you mean".
 */
export class KnownAddresses {
  readonly #globs: ReadonlyMap<string, Glob>;
  readonly #samples: string[] = [];

  constructor(globs: Iterable<string>) {
    this.#globs = new Map(
      Array.from(globs, (written) => [
        written,
        { matches: addressGlob(written), folder: folderOf(written), found: false, leads: false },
      ]),
    );
  }

  note(address: string): void {
    if (this.#globs.size === 0) return;
    if (this.#samples.length < MOST_REMEMBERED) this.#samples.push(address);
    for (const glob of this.#globs.values()) {
      if (!glob.found) glob.found = glob.matches(address);
      if (!glob.leads) glob.leads = address.startsWith(glob.folder);
    }
  }

  /** Whether one of the addresses is meant by one of the globs. */
  matches(glob: string): boolean {
    return this.#globs.get(glob)?.found === true;
  }

  /** Whether one of the addresses is below one of the globs. */
  leads(glob: string): boolean {
    return this.#globs.get(glob)?.leads === true;
  }

  get samples(): readonly string[] {
    return this.#samples;
  }
}

/** What a glob that matches nothing may have meant: what is below it, or what is written nearly so. */
export function meantAmong(glob: string, known: readonly KnownAddresses[]): string | undefined {
  if (known.some((one) => one.leads(glob))) return `${folderOf(glob)}**`;
  return nearest(
    glob,
    known.flatMap((one) => one.samples),
  );
}

/** The same of a list. */
export function meantBy(glob: string, addresses: readonly string[]): string | undefined {
  const folder = folderOf(glob);
  return addresses.some((address) => address.startsWith(folder)) ? `${folder}**` : nearest(glob, addresses);
}

function folderOf(glob: string): string {
  return `${glob.replace(/(?<!\/)\/+$/, '')}/`;
}

/** For the globs of these flags. */
export function knownAddresses({
  target,
  exclude,
}: {
  readonly target: readonly string[];
  readonly exclude: readonly string[];
}): KnownAddresses {
  return new KnownAddresses([...target, ...exclude]);
}
