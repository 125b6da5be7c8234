import { Bits } from '../../../types/bits.ts';
import type { LeftOutOfSet } from '../../../types/catalog.ts';
import { KeyIndex } from '../../../types/key-index.ts';
import type { DeclareContext } from '../../../types/kind.ts';
import type { RejectedRow } from '../../../types/mapped-row.ts';

/** Declarations are told apart by their positions. */
type Positioned = { readonly order: number };

interface Keys {
  readonly size: number;
  has(key: string): boolean;
  add(key: string): unknown;
}

/** What an earlier reading of the set has found already. */
export interface FoundEarlier {
  readonly keys: Keys;
  readonly doubt: LeftOutOfSet['doubt'];
}

/**
 * Collects what is left out of a contact set: every phase adds what it finds, and knows at once what was found before. While
 * a part of the contacts is planned, findings about rows go to `uncertain` instead, and come back if they hold in the end.
 */
export class SetRejects implements LeftOutOfSet, FoundEarlier {
  /** Of each key only a hash is kept. */
  readonly keys: Keys;
  readonly #set: { readonly name: string; readonly order: number };
  readonly #context: Pick<DeclareContext, 'reject' | 'uncertain'>;
  readonly #positions = new Bits();
  #rows = 0;
  #doubt: LeftOutOfSet['doubt'];

  constructor(
    set: { readonly name: string; readonly order: number },
    context: Pick<DeclareContext, 'reject' | 'uncertain'>,
    { keys = new KeyIndex(), doubt }: Partial<FoundEarlier> = {},
  ) {
    this.#set = set;
    this.#context = context;
    this.keys = keys;
    this.#doubt = doubt;
  }

  get rows(): number {
    return this.#rows;
  }

  get doubt(): LeftOutOfSet['doubt'] {
    return this.#doubt;
  }

  has(declared: Positioned): boolean {
    return this.#positions.has(this.#positionOf(declared)) || this.#uncertain?.has(declared) === true;
  }

  /** Takes a row, with its id, external_id and email. A declared row that comes again changes nothing. */
  add(row: RejectedRow, keys: readonly string[], declared?: Positioned): void {
    if (declared !== undefined) {
      const uncertain = this.#uncertain;
      if (uncertain !== undefined) {
        uncertain.reject(this.#set.name, row, keys, declared);
        return;
      }
      const position = this.#positionOf(declared);
      if (this.#positions.has(position)) return;
      this.#positions.add(position);
    }
    for (const key of keys) this.keys.add(key);
    this.#rows += 1;
    this.#context.reject(row);
  }

  /** Notes that an error was overlooked in what is declared of the person with these keys. */
  overlook(keys: readonly string[]): void {
    const uncertain = this.#uncertain;
    if (uncertain !== undefined) {
      uncertain.overlook(this.#set.name, keys);
      return;
    }
    this.#doubt ??= 'somebody';
    for (const key of keys) this.keys.add(key);
  }

  /** Notes that an error was overlooked that may concern everybody in the set. */
  overlookAll(): void {
    this.#doubt = 'everybody';
  }

  get #uncertain() {
    return this.#context.uncertain?.();
  }

  /** The positions of contacts follow that of their set. */
  #positionOf(declared: Positioned): number {
    return declared.order - this.#set.order;
  }
}
