import { inOrder } from '../../../kinds/contact/comparing/wanted.ts';
import type { ContactDeclaration } from '../../../kinds/contact/declaration.ts';
import { declarationOf, declarationText } from '../../../kinds/contact/sets/declaration-text.ts';
import { Spool } from '../../../spool/spool.ts';
import type { Change } from '../../../types/change.ts';
import { KeyIndex } from '../../../types/key-index.ts';
import { Numbers } from '../../../types/numbers.ts';
import { DeclaredPeople, deaf } from '../../planning/declared-people.ts';
import type { StreamedComparison } from '../compared.ts';

/** The declarations of streamed contacts that plan would change, kept on disk. */
export class DeclaredInChanges {
  readonly #streamed: StreamedComparison;
  readonly #isWanted: (change: Change) => boolean;
  readonly #people: DeclaredPeople;
  readonly #addresses = new KeyIndex();
  /** Number of an address → position of its declaration in `#kept`, plus one. */
  readonly #entry = new Numbers();
  readonly #kept: Spool<ContactDeclaration>;

  private constructor(streamed: StreamedComparison, isWanted: (change: Change) => boolean) {
    this.#streamed = streamed;
    this.#isWanted = isWanted;
    const { surveyed, contextOf } = streamed.people;
    this.#people = new DeclaredPeople(surveyed.sets, contextOf(deaf()));
    const { sets } = this.#people;
    this.#kept = new Spool<ContactDeclaration>({
      encode: (declaration) => `${sets.indexOf(declaration.set)} ${declarationText(declaration)}`,
      decode(text) {
        const end = text.indexOf(' ');
        const set = sets[Number(text.slice(0, end))];
        if (set === undefined) throw new Error('a declaration is of no set');
        return declarationOf(text.slice(end + 1), { set, layout: undefined });
      },
    });
  }

  /** Reads all rows once more, if there are changes. */
  static async read(
    streamed: StreamedComparison,
    isWanted: (change: Change) => boolean,
  ): Promise<DeclaredInChanges> {
    const found = new DeclaredInChanges(streamed, isWanted);
    for (const change of streamed.changes())
      if (isWanted(change)) for (const address of addressesOf(change)) found.#addresses.add(address);
    if (found.#addresses.size === 0) return found;
    const context = streamed.people.contextOf(deaf());
    for await (const rows of found.#people.read(context, { first: false }))
      for (const { declaration } of rows) found.#take(declaration);
    return found;
  }

  /** Each change with its declarations, and its fields in the order in which they are compared. */
  *changes(): Generator<{
    readonly change: Change;
    readonly declarations: readonly ContactDeclaration[];
    readonly paths: readonly string[];
  }> {
    if (this.#addresses.size === 0) return;
    for (const change of this.#streamed.changes()) {
      if (!this.#isWanted(change)) continue;
      const declarations = addressesOf(change).flatMap((address) => this.#at(address) ?? []);
      yield { change, declarations, paths: pathsOf(change) };
    }
  }

  /** Frees the disk space; nothing can be read afterwards. */
  close(): void {
    this.#kept.close();
  }

  /** Of two rows for one contact, `on_duplicate_row` of the set decides. */
  #take(declaration: ContactDeclaration): void {
    const at = this.#addresses.find(declaration.address);
    if (at === -1) return;
    if (this.#entry.get(at) > 0 && declaration.set.policy.on_duplicate_row === 'first') return;
    this.#entry.set(at, this.#kept.length + 1);
    this.#kept.add(declaration, { rank: 0, order: 0, owner: -1 });
  }

  #at(address: string): ContactDeclaration | undefined {
    const entry = this.#entry.get(this.#addresses.find(address));
    return entry === 0 ? undefined : this.#kept.at(entry - 1);
  }
}

function addressesOf({ address, also }: Change): readonly string[] {
  return [address, ...also];
}

const LISTS: readonly string[] = ['tags', 'companies'];

/** A plan has fields sorted by name. They are compared in the order of the reference, with lists last. */
function pathsOf({ fields }: Change): readonly string[] {
  const scalars = new Map(
    Object.keys(fields).flatMap((path) => (LISTS.includes(path) ? [] : [[path, path]])),
  );
  return [...inOrder(scalars).keys(), ...LISTS.filter((path) => Object.hasOwn(fields, path))];
}
