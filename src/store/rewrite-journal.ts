import type { JournalEntry } from '../types/store.ts';
import type { Journals } from './backend.ts';
import { journalEntries } from './journal.ts';
import { type Link, marked } from './journal-chain.ts';

/** Is no entry, so that it is read as a damage again. */
const DAMAGE = '{}';

/** Writes a journal anew, each entry as `edit` gives it back, and puts it in the place of the old one at once. */
export function rewriteJournal(
  journals: Journals,
  run: string,
  edit: (entry: JournalEntry) => JournalEntry,
): Promise<void> {
  return journals.replace(run, editedLines(journals, run, edit));
}

async function* editedLines(
  journals: Journals,
  run: string,
  edit: (entry: JournalEntry) => JournalEntry,
): AsyncGenerator<string> {
  let link: Link = { lines: 0, sum: 0 };
  for await (const entry of journalEntries(journals, run)) {
    const next = marked(entry.t === 'damage' ? DAMAGE : JSON.stringify(edit(entry)), link);
    link = next.link;
    yield next.line;
  }
}
