import { type Preset, presetNamed } from '../../../sources/index.ts';
import type { SampledColumn } from '../file/sample.ts';
import type { Guess } from '../guess.ts';

/** Columns that only this export has, and how many of them have to be there. */
const SIGNS: Readonly<Record<string, { readonly columns: readonly string[]; readonly least: number }>> = {
  mailchimp: {
    columns: ['MEMBER_RATING', 'OPTIN_TIME', 'CONFIRM_TIME', 'LEID', 'EUID', 'UNSUB_TIME', 'CLEAN_TIME'],
    least: 2,
  },
  mixpanel: { columns: ['$distinct_id', 'Distinct ID'], least: 1 },
};

/** The known export layout of these columns; undefined where they have none. */
export function layoutOf(columns: readonly SampledColumn[]): Preset | undefined {
  const names = new Set(columns.map(({ name }) => name));
  for (const [name, { columns: signs, least }] of Object.entries(SIGNS)) {
    const preset = presetNamed(name);
    if (preset === undefined || !preset.recognisedBy.some((column) => names.has(column))) continue;
    if (signs.filter((sign) => names.has(sign)).length >= least) return preset;
  }
  return undefined;
}

/** The guesses of a preset: the columns that it maps, and those that it leaves out. */
export function presetGuesses(preset: Preset, columns: readonly SampledColumn[]): readonly Guess[] {
  const names = new Set(columns.map(({ name }) => name));
  const guesses: Guess[] = [];
  for (const [field, { columns: alternatives }] of Object.entries(preset.columns)) {
    const used = [...new Set(alternatives.flat())].filter((name) => names.has(name));
    if (used.length > 0) guesses.push({ field, columns: used, why: `preset ${preset.name}` });
  }
  const mapped = new Set(guesses.flatMap((guess) => guess.columns));
  for (const name of names) {
    const inner = name.slice(name.indexOf('.') + 1);
    if (mapped.has(name) || !(preset.dropped.has(name) || preset.dropped.has(inner))) continue;
    guesses.push({ field: null, columns: [name], why: `preset ${preset.name} has no place for it` });
  }
  return guesses;
}
