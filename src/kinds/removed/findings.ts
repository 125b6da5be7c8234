import type { Diagnostic } from '../../types/diagnostic.ts';
import type { LivePerson, PeopleIndex } from '../../types/person.ts';
import type { RemovedContact } from './declaration.ts';
import { type Meant, missedKeys } from './who.ts';

/** What has to be said of whom a declaration means; undefined where it is clear, or nobody is left. */
export function findingAbout(
  declaration: RemovedContact,
  { state, found, others }: Meant,
  people: PeopleIndex,
): Diagnostic | undefined {
  const { keys, address, place } = declaration;
  const at = { address, ...place };
  if (state === 'several') return severalMatch(declaration, { found });
  const [first, ...rest] = keys;
  if (first === undefined) return undefined;
  switch (state) {
    case 'one':
      return undefined;
    case 'another': {
      const missed = found.flatMap((person) => missedKeys(rest, person).map(({ field }) => field));
      return {
        code: 'removed-another',
        severity: 'error',
        summary: `who has this ${first.field} does not have the rest`,
        detail: `${told(found)}: another ${[...new Set(missed)].join(' and ')}`,
        help: 'find out who is meant, and leave the keys that are right: contacts are deleted for good',
        ...at,
      };
    }
    case 'nobody': {
      const fate = first.field === 'id' ? people.fate(first.value) : undefined;
      if (fate?.state === 'merged')
        return {
          code: 'removed-merged',
          severity: 'warning',
          summary: 'the contact was merged into another one, which holds its data now',
          detail: `${first.value} is part of ${fate.into ?? 'another contact'} now`,
          help: `remove that one too, or take this entry out`,
          ...at,
        };
      if (others.length === 0) return undefined;
      return {
        code: 'removed-other-key',
        severity: 'warning',
        summary: `nobody has this ${first.field}, but somebody has another of the keys`,
        detail: told(others),
        help: 'where that is the same person, give them an entry of their own',
        ...at,
      };
    }
  }
}

/** The error for keys or a hash that mean several people. */
export function severalMatch(
  { address, place }: RemovedContact,
  { found }: Pick<Meant, 'found'>,
): Diagnostic {
  return {
    code: 'removed-several',
    severity: 'error',
    summary: 'several live contacts match, and nobody is deleted by a guess',
    detail: told(found),
    help: `name the one by its id, such as { id: ${found[0]?.id ?? ''} }, or each of them in an entry of its own; role: user or role: lead tells users from leads`,
    address,
    ...place,
  };
}

/** Samples, and how many more there are. */
const shown = 5;

function told(people: readonly LivePerson[]): string {
  const words = people.slice(0, shown).map(({ id, role, created_at }) => {
    const made = new Date(created_at * 1000).toISOString().slice(0, 10);
    return `${id} (${role}, made ${made})`;
  });
  const more = people.length - words.length;
  return more > 0 ? `${words.join(', ')} and ${more} more` : words.join(', ');
}
