import { decodedAddress, globPattern } from './address-glob.ts';

/** Looks among addresses for what a glob would match if case did not count. */
export class CaseOfGlob {
  readonly #glob: string;
  readonly #folder: string;
  readonly #matches: RegExp;
  #meant: string | undefined;

  constructor(glob: string) {
    this.#glob = glob;
    this.#folder = startBelow(glob).toLowerCase();
    this.#matches = globPattern(glob, { ignoreCase: true });
  }

  /** What was meant, by the first address that fits: the glob as that address is spelled, or everything below it. */
  get meant(): string | undefined {
    return this.#meant;
  }

  note(address: string): void {
    if (this.#meant !== undefined) return;
    for (const spelling of address.includes('%') ? [address, decodedAddress(address)] : [address]) {
      const start = spelling.slice(0, this.#folder.length);
      if (this.#matches.test(spelling)) this.#meant = this.#spelledAs(spelling);
      else if (start.toLowerCase() === this.#folder) this.#meant = `${start}**`;
      if (this.#meant !== undefined) return;
    }
  }

  /** Segment by segment as far as they correspond; the address itself where that leads elsewhere. */
  #spelledAs(address: string): string {
    const segments = address.split('/');
    const own = this.#glob.split('/');
    const across = own.findIndex((segment) => segment.includes('**'));
    const spelled = own.map((segment, at) =>
      across !== -1 && at >= across ? segment : segmentAs(segment, segments[at] ?? ''),
    );
    const glob = spelled.join('/');
    return globPattern(glob).test(address) ? glob : address;
  }
}

/** What stands before the first wildcard of a segment, and behind the last, as `spelled` has it. */
function segmentAs(segment: string, spelled: string): string {
  const [head = ''] = segment.split(/[*?]/, 1);
  if (head === segment) return spelled;
  const tail = segment.length - 1 - Math.max(segment.lastIndexOf('*'), segment.lastIndexOf('?'));
  const middle = segment.slice(head.length, segment.length - tail);
  return spelled.slice(0, head.length) + middle + spelled.slice(spelled.length - tail);
}

/** The glob with a slash at the end: the beginning of addresses below it. */
export function startBelow(glob: string): string {
  return `${glob.replace(/(?<!\/)\/+$/, '')}/`;
}
