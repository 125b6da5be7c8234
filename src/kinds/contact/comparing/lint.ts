import type { Report } from '../../../types/diagnostic.ts';
import type { ContactDeclaration } from '../declaration.ts';
import type { ContactSet } from '../sets/set.ts';

/**
 * Counts users without an external_id: their emails may change. The rule is off by default (docs/reference/rules.md). One
 * finding a set, because a set may declare a million people.
 */
export class ContactLint {
  readonly #counts = new Map<string, { first: ContactDeclaration; count: number }>();

  one(declaration: ContactDeclaration, set: ContactSet): void {
    if (declaration.role !== 'user' || declaration.externalId !== undefined) return;
    const found = this.#counts.get(set.name);
    if (found === undefined) this.#counts.set(set.name, { first: declaration, count: 1 });
    else {
      found.count += 1;
      if (declaration.order < found.first.order) found.first = declaration;
    }
  }

  end(report: Report): void {
    for (const { first, count } of this.#counts.values()) {
      report({
        code: 'contact-without-external-id',
        // Shown only where the project asks for it.
        severity: 'info',
        summary: `${count} ${count === 1 ? 'user' : 'users'} of set ${first.set.name} ${count === 1 ? 'has' : 'have'} no external_id`,
        detail: first.address,
        help: 'give users the id that your product knows them by: emails change and may be shared',
        ...first.place,
      });
    }
  }
}
