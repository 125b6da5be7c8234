import type { SampledColumn } from '../file/sample.ts';
import { answer } from './decide.ts';
import type { Decisions } from './decisions.ts';

/** What decides which columns the fields come from. */
export interface Choosing {
  /** All columns of the file. */
  readonly columns: readonly SampledColumn[];
  /** `--column FIELD=COLUMN`; an empty column: none. */
  readonly given: ReadonlyMap<string, string>;
  readonly decisions: Decisions;
}

export function columnNamed(columns: readonly SampledColumn[], name: string): readonly SampledColumn[] {
  const found = columns.find((column) => column.name === name);
  return found === undefined ? [] : [found];
}

/** Asks which column a field comes from. Several names are joined by +; a minus means none. */
export async function confirmed(
  field: string,
  guessed: readonly SampledColumn[],
  columns: readonly SampledColumn[],
  { ask }: Decisions,
): Promise<readonly SampledColumn[]> {
  if (ask === undefined) return guessed;
  const shown = guessed.map(({ name }) => name).join(' + ') || '-';
  for (let tries = 0; tries < 3; tries++) {
    const typed = await answer(ask, `Column for ${field} (- for none)`, shown);
    if (typed === shown) return guessed;
    if (typed === '-') return [];
    const whole = columnNamed(columns, typed);
    if (whole.length > 0) return whole;
    const parts = typed.split('+').map((name) => columnNamed(columns, name.trim())[0]);
    const found = parts.filter((column) => column !== undefined);
    if (found.length === parts.length && (field === 'name' || found.length === 1)) return found;
  }
  return guessed;
}
