import { basename } from 'node:path';
import { cellArray, splitCell } from '../../sources/index.ts';
import type { Diagnostic } from '../../types/diagnostic.ts';
import { answer } from './columns/decide.ts';
import type { Existing } from './existing.ts';
import type { Sample } from './file/sample.ts';
import type { Guess } from './guess.ts';
import type { NewOptions } from './options.ts';
import { wordsOf } from './words/header-forms.ts';

/** With more tags, a column is not a vocabulary that somebody maintains. */
const mostTags = 50;

/** The name of the set: given, typed, or derived from the file, with a number where that is taken. */
export async function setName(
  { file, name, ask }: Pick<NewOptions, 'file' | 'name' | 'ask'>,
  { sets }: Existing,
): Promise<{ readonly name: string; readonly finding?: Diagnostic }> {
  const base = slugOf(basename(file).replace(/(?<=.)\..*$/, ''));
  let free = base;
  for (let number = 2; sets.has(free); number++) free = `${base}-${number}`;
  const chosen = name?.trim() || (ask === undefined ? free : await answer(ask, 'Name of the set', free));
  if (!sets.has(chosen)) return { name: chosen };
  const finding: Diagnostic = {
    code: 'set-exists',
    severity: 'error',
    summary: `there is a contact set ${JSON.stringify(chosen)} already`,
    help: 'give another --name, or add the file to that set as one more source',
  };
  return { name: chosen, finding };
}

/** A text in a form that is good for file names. */
export function slugOf(text: string): string {
  return wordsOf(text).replaceAll('_', '-').slice(0, 60).replace(/-$/, '') || 'contacts';
}

/** The tags that the set puts on contacts: those given for all, and those in the column of tags if the file was read completely. */
export function tagsIn(
  sample: Sample,
  guesses: readonly Guess[],
  given: readonly string[],
): readonly string[] {
  const guess = guesses.find(({ field }) => field === 'tags');
  const column = sample.columns.find(({ name }) => name === guess?.columns[0]);
  const written = guess?.written;
  // A preset splits its column of tags at commas.
  const split =
    guess !== undefined && written === undefined
      ? ','
      : typeof written === 'object' && written !== null && 'split' in written
        ? String(written['split'])
        : undefined;
  const cells = (column?.texts ?? []).map((text) => {
    const listed = cellArray(text);
    // A broken list makes its row bad, so it has no tags.
    if (listed === 'broken') return [];
    return listed ?? (split === undefined ? [text.trim()] : splitCell(text, split));
  });
  const found = new Map<string, string>();
  for (const tag of given) found.set(tag.toLowerCase(), tag);
  const inFile = new Map([...cells, ...(column?.lists ?? [])].flat().map((tag) => [tag.toLowerCase(), tag]));
  if (sample.complete && inFile.size <= mostTags) {
    for (const [key, tag] of inFile) if (!found.has(key) && tag !== '') found.set(key, tag);
  }
  return [...found.values()];
}
