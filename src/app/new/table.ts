import type { Guess, Sure } from './guess.ts';

/** What was guessed for a column, as a row of the table for the user. */
export interface ColumnRow {
  readonly columns: readonly string[];
  /** Null where it is not used. */
  readonly field: string | null;
  /** What the field holds; null where it is not used. */
  readonly type: string | null;
  readonly sure: Sure | null;
  readonly why: string;
}

/** One row for each guess, the used columns first. */
export function columnRows(guesses: readonly Guess[]): readonly ColumnRow[] {
  const used = guesses.filter(({ field }) => field !== null);
  const left = guesses.filter(({ field }) => field === null);
  return [...used, ...left].map((guess) => ({
    columns: guess.columns,
    field: guess.field,
    type: guess.field === null ? null : typeOf(guess, guess.field),
    sure: guess.field === null ? null : (guess.sure ?? 'sure'),
    why: guess.declare?.['sensitive'] === true ? `${guess.why}; marked sensitive` : guess.why,
  }));
}

function typeOf({ type, declare }: Guess, field: string): string {
  if (type !== undefined) return type;
  if (typeof declare?.['type'] === 'string') return declare['type'];
  return FIELD_TYPES[field] ?? 'text';
}

const FIELD_TYPES: Readonly<Record<string, string>> = {
  ...{ id: 'id', external_id: 'id', role: 'role', email: 'email', phone: 'phone', owner: 'email' },
  ...{ signed_up_at: 'time', last_seen_at: 'time', unsubscribed_from_emails: 'boolean' },
  ...{ tags: 'list', companies: 'list', avatar: 'URL' },
};
