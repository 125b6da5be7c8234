import type { Json } from '../../../types/json.ts';
import type { Role } from '../../../types/person.ts';
import type { SampledColumn } from '../file/sample.ts';
import type { Guess } from '../guess.ts';
import { roleNameRank, roleWord } from '../words/role-words.ts';
import type { Decisions } from './decisions.ts';

/** The column that tells users from leads, and columns that mention leads without being clear. */
export interface RoleColumns {
  readonly role: SampledColumn | undefined;
  readonly unclear: readonly SampledColumn[];
}

/**
 * Finds the column of roles by name and values. Every value has to mean user or lead, and either one of them is that very word
 * or both roles occur: `Lead` and `Customer` are enough. A column with any other value is not used.
 */
export function roleColumns(columns: readonly SampledColumn[]): RoleColumns {
  const named = columns
    .flatMap((column) => {
      const rank = roleNameRank(column.name);
      return rank === undefined || column.twin || column.texts.length === 0 ? [] : [{ column, rank }];
    })
    .sort((a, b) => a.rank - b.rank);
  const clear = named.filter(({ column }) => isClear(column));
  const role = clear[0]?.column;
  return {
    role,
    unclear: role === undefined ? named.flatMap(({ column }) => (speaksOfLeads(column) ? [column] : [])) : [],
  };
}

/**
 * The guess for a column of roles, with a map of its values unless they are `user` and `lead`. Values that mean neither are
 * reported, and missing in the map.
 */
export function roleGuess(column: SampledColumn, { report }: Decisions): Guess {
  const values = valuesOf(column);
  const unknown = values.filter((text) => roleWord(text) === undefined);
  if (unknown.length > 0) {
    report({
      code: 'role-unclear',
      severity: 'warning',
      summary: `${unknown.length} values of column ${JSON.stringify(column.name)} are neither user nor lead`,
      detail: unknown.slice(0, 5).join(', '),
      help: 'say under values: of the column role what each is; until then their rows are bad',
    });
  }
  const known = values.flatMap((text) => {
    const word = roleWord(text);
    return word === undefined ? [] : [[text, word.role] as const];
  });
  const isPlain = known.every(([text, role]) => text === role);
  const written: Json = isPlain ? column.name : { column: column.name, values: Object.fromEntries(known) };
  const leads = column.texts.filter((text) => roleWord(text)?.role === 'lead').length;
  return {
    ...{ field: 'role', columns: [column.name], written },
    // `Customer` or `prospect` only suggests a role.
    sure: values.every((text) => roleWord(text)?.plain) ? 'sure' : 'doubtful',
    why: `${leads} of ${column.texts.length} are leads`,
  };
}

/** Warns of columns that mention leads and were not used. */
export function reportUnclear(
  { unclear }: RoleColumns,
  role: Role,
  { report }: Pick<Decisions, 'report'>,
): void {
  for (const column of unclear) {
    report({
      code: 'role-unclear',
      severity: 'warning',
      summary: `column ${JSON.stringify(column.name)} speaks of leads and was not used as role`,
      detail: `it holds ${valuesOf(column).slice(0, 8).join(', ')}; everybody is a ${role}`,
      help: `if it tells users from leads: --column role=${JSON.stringify(column.name)}, then values: for each; or --role lead for a file of leads`,
    });
  }
}

function isClear(column: SampledColumn): boolean {
  const words = valuesOf(column).map(roleWord);
  if (words.some((word) => word === undefined)) return false;
  const roles = new Set(words.map((word) => word?.role));
  return words.some((word) => word?.plain) || roles.size === 2;
}

function speaksOfLeads(column: SampledColumn): boolean {
  const words = valuesOf(column);
  return words.length <= mostRoles && words.some((text) => /^leads?$/i.test(text));
}

/** A column with more different values is not about roles. */
const mostRoles = 20;

function valuesOf({ texts }: SampledColumn): readonly string[] {
  return [...new Set(texts.map((text) => text.trim()))];
}
