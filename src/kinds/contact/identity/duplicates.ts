import type { Diagnostic, Report } from '../../../types/diagnostic.ts';
import { type Place, spot } from '../../../types/place.ts';
import { SeenKeys } from '../../people/seen-keys.ts';
import type { ContactDeclaration } from '../declaration.ts';
import { reportOn } from '../sets/rows.ts';
import type { ContactSet } from '../sets/set.ts';

/** Keeps one declaration per person of a set, by `on_duplicate_row`. Add the declarations in order. */
export class UniqueContacts {
  readonly #kept = new Map<string, ContactDeclaration>();
  readonly #set: ContactSet;
  readonly #report: Report;

  constructor(set: ContactSet, report: Report) {
    this.#set = set;
    this.#report = report;
  }

  add(declaration: ContactDeclaration): void {
    const key = identityKey(declaration);
    const earlier = this.#kept.get(key);
    if (earlier === undefined) {
      this.#kept.set(key, declaration);
      return;
    }
    const winner = settleDuplicate(earlier, declaration, this.#set, this.#report);
    if (winner !== earlier) this.#kept.set(key, { ...winner, order: earlier.order });
  }

  get size(): number {
    return this.#kept.size;
  }

  all(): readonly ContactDeclaration[] {
    return [...this.#kept.values()];
  }
}

/** Reports duplicates within a set without keeping declarations. */
export class SeenContacts {
  readonly #seen = new SeenKeys();
  readonly #set: ContactSet;
  readonly #report: Report;

  constructor(set: ContactSet, report: Report) {
    this.#set = set;
    this.#report = report;
  }

  /** False for a duplicate that does not count. With `last`, which one counts is not known yet, so all are new. */
  isNew(declaration: ContactDeclaration): boolean {
    const earlier = this.#seen.add(identityKey(declaration), declaration.place);
    if (earlier === undefined) return true;
    const policy = this.#set.policy.on_duplicate_row;
    if (policy === 'stop') reportOn([declaration], this.#report)(duplicate(earlier, declaration, this.#set));
    return policy === 'last';
  }
}

/** Which of two declarations of one person within a set counts; reports them where the policy is `stop`. */
export function settleDuplicate(
  earlier: ContactDeclaration,
  later: ContactDeclaration,
  set: ContactSet,
  report: Report,
): ContactDeclaration {
  if (set.policy.on_duplicate_row === 'first') return earlier;
  if (set.policy.on_duplicate_row === 'last') return later;
  reportOn([earlier, later], report)(duplicate(earlier.place, later, set));
  return earlier;
}

function duplicate(earlier: Place, later: ContactDeclaration, set: ContactSet): Diagnostic {
  return {
    code: 'duplicate-contact',
    severity: 'error',
    summary: `set ${set.name} declares one contact twice`,
    detail: `the other one is at ${spot(earlier)}`,
    help: 'remove one of them, or set policy.on_duplicate_row to first or last',
    address: later.address,
    ...later.place,
  };
}

/** External ids keep their case, emails compare without. */
function identityKey(declaration: ContactDeclaration): string {
  return declaration.externalId === undefined ? declaration.address.toLowerCase() : declaration.address;
}
