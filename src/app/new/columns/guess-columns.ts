import type { Diagnostic } from '../../../types/diagnostic.ts';
import type { Existing } from '../existing.ts';
import { reportErrors, type Sample, type SampledColumn } from '../file/sample.ts';
import type { Guess } from '../guess.ts';
import type { NewOptions } from '../options.ts';
import type { Choosing } from './choose-column.ts';
import { guessAttributes } from './guess-attributes.ts';
import { guessConsent, guessRole } from './guess-consent-and-role.ts';
import { guessFields } from './guess-fields.ts';
import { layoutOf, presetGuesses } from './layouts.ts';
import { isOwnExport, ownGuesses } from './own-export.ts';

export interface Guessed {
  readonly guesses: readonly Guess[];
  /** The name of a known export layout. */
  readonly preset: string | undefined;
  /** True where interform exported the file, so that its attributes and tags are live. */
  readonly own: boolean;
}

/** Guesses what every column is: by a known layout first, then as a field of the contact, then as an attribute. */
export async function guessColumns(
  sample: Sample,
  existing: Existing,
  options: Pick<NewOptions, 'role' | 'columns' | 'dates' | 'country' | 'ask'> & {
    readonly report: (diagnostic: Diagnostic) => void;
  },
): Promise<Guessed> {
  const { columns: given, dates, country, ask, report } = options;
  const role = options.role ?? 'user';
  const decisions = { dates, country, ask, report };
  if (isOwnExport(sample.columns)) {
    const own = (await ownGuesses(sample.columns, existing.attributes, report)).map((guess) =>
      overridden(guess, given),
    );
    return { guesses: own, preset: undefined, own: true };
  }
  for (const column of sample.columns) reportErrors(column, report);
  const preset = given.size === 0 ? layoutOf(sample.columns) : undefined;
  const fields = [
    ...(preset === undefined
      ? await guessFields(sample.columns, { role, given, decisions })
      : presetGuesses(preset, sample.columns)),
  ];
  const chosen: Choosing = { columns: sample.columns, given, decisions };
  const roles = await guessRole(chosen, without(sample.columns, fields), options.role);
  fields.push(...roles);
  fields.push(...(await guessConsent(chosen, without(sample.columns, fields), fields)));
  const rest = without(sample.columns, fields);
  const attributes = await guessAttributes(rest, {
    ...{ declared: existing.attributes, decisions, complete: sample.complete },
  });
  const guesses = [...fields, ...attributes];
  reportSecrets(guesses, report);
  const keys = role === 'lead' ? ['id', 'email'] : ['id', 'external_id', 'email'];
  if (!guesses.some(({ field }) => field !== null && keys.includes(field))) {
    report({
      code: 'nothing-to-guess',
      severity: 'error',
      summary: `no column tells one ${role} from another`,
      detail: `columns are ${sample.columns
        .map(({ name }) => name)
        .slice(0, 20)
        .join(', ')}`,
      help: `say which with --column email=COLUMN${role === 'lead' ? '' : ' or --column external_id=COLUMN'}`,
    });
  }
  return { guesses, preset: preset?.name, own: false };
}

/** Applies `--column` to the guess for an export of interform itself. */
function overridden(guess: Guess, given: ReadonlyMap<string, string>): Guess {
  const column = guess.field === null ? undefined : given.get(guess.field);
  if (column === undefined) return guess;
  const { field, columns } = guess;
  if (column === '') return { field: null, columns, why: 'left out by --column' };
  return { field, columns: [column], written: column, why: 'named with --column' };
}

function without(columns: readonly SampledColumn[], guesses: readonly Guess[]): readonly SampledColumn[] {
  const used = new Set(guesses.flatMap((guess) => guess.columns));
  return columns.filter(({ name }) => !used.has(name));
}

function reportSecrets(guesses: readonly Guess[], report: (diagnostic: Diagnostic) => void): void {
  const names = guesses.filter(({ secret }) => secret).flatMap(({ columns }) => columns);
  if (names.length === 0) return;
  report({
    code: 'secrets-left-out',
    severity: 'warning',
    summary: `${names.length === 1 ? 'a column' : `${names.length} columns`} of passwords, tokens or card numbers left out`,
    detail: names.slice(0, 20).join(', '),
    help: 'take them out of the file as well: it lies in a project that others read',
  });
}
