import { resolve } from 'node:path';
import { Flags } from '@oclif/core';
import type { SnapshotDocument } from '../app/snapshot/document.ts';
import { keptKinds, rowCounts, withoutRows } from '../app/snapshot/kept.ts';
import { kindOfSets } from '../kinds/declared/sets.ts';
import { counted, listed } from '../render/words/counted.ts';
import { inert } from '../render/words/inert.ts';
import { BaseCommand } from './base-command.ts';
import { planningOptions, projectFlags, selectionFlags } from './planning-flags.ts';
import { isSet } from './terminal.ts';
import { tokenFlag } from './token-fd.ts';
import { UsageError, usageError } from './usage.ts';

export class Snapshot extends BaseCommand {
  static override summary = 'Save what the workspace holds, to plan later without a token.';
  static override description =
    `A snapshot has the ${listed(keptKinds().map(({ words }) => words.many))} of the workspace; plan --snapshot compares with it. snapshot only reads from Intercom. Exit codes: 0 saved, 1 an error, 5 Intercom sent fewer rows than it has.`;
  static override examples = [
    '<%= config.bin %> snapshot --out workspace.snapshot.json',
    '<%= config.bin %> plan --snapshot workspace.snapshot.json',
  ];
  static override flags = {
    ...projectFlags,
    var: selectionFlags.var,
    'base-url': selectionFlags['base-url'],
    ...tokenFlag,
    out: Flags.string({ helpValue: 'FILE', description: 'The file to write; default: standard output.' }),
    contacts: Flags.boolean({
      description: 'Save contacts as well. They are personal data, so this is refused when CI is set.',
    }),
  };

  protected async answer(): Promise<number> {
    const { flags } = await this.parse(Snapshot);
    const { contacts, out } = flags;
    if (contacts && isSet(this.terminal.env['CI'])) throw new UsageError([NOT_IN_CI]);
    if (contacts && this.masks('json')) throw new UsageError([NEVER_MASKED]);
    if (out === '') throw new UsageError([usageError('bad-flag-value', '--out names no file')]);
    const options = { ...planningOptions(flags, this.terminal.cwd), contacts };
    const { takeSnapshot } = await import('../app/snapshot/take.ts');
    const taken = await this.reading((ports) => takeSnapshot(options, ports));
    this.masking = taken.masking;
    const { document } = taken;
    if (document === undefined) return this.failWith(taken.exit, taken.diagnostics, taken.sources);
    const { saveSnapshot, snapshotChunks } = await import('../app/snapshot/file.ts');
    await this.talkDiagnostics(taken.diagnostics);
    if (out === undefined) {
      // A snapshot is JSON, with --json or without.
      for (const text of snapshotChunks(document)) this.terminal.stdout.write(text);
      return 0;
    }
    await saveSnapshot(document, resolve(this.terminal.cwd, out));
    if (this.isJson) await this.printJson(savedDocument(document, out));
    else this.print(savedText(document, out));
    return 0;
  }
}

const NOT_IN_CI = usageError(
  'contacts-in-ci',
  'A snapshot with contacts is refused when CI is set: it could stay in artifacts and logs',
  'leave --contacts out; plan --snapshot then lists contact sets as not compared',
);

const NEVER_MASKED = usageError(
  'bad-flag-value',
  'a snapshot with contacts cannot be masked',
  'leave out --mask or --contacts',
);

/** Facts about the saved snapshot, without its rows. */
function savedDocument(document: SnapshotDocument, file: string): object {
  const counts = rowCounts(document).map(({ kind, count }) => [kind.snapshot.key, count] as const);
  const contacts = document.people?.contacts.length ?? null;
  return { ...withoutRows(document), file, counts: { ...Object.fromEntries(counts), contacts } };
}

function savedText(document: SnapshotDocument, file: string): string {
  const { name, id } = document.workspace;
  const { people } = document;
  const parts = [
    ...rowCounts(document).flatMap(({ kind: { words, shownWhenZero }, count }) =>
      count === 0 && !shownWhenZero ? [] : counted(count, words.one, words.many),
    ),
    ...(people === undefined ? [] : [peopleCounted(people.contacts.length)]),
  ];
  const personal = people === undefined ? '' : ' It contains personal data: do not share it.';
  return `Saved ${listed(parts)} of ${inert(name)} (${inert(id)}) to ${inert(file)}.${personal}\nPlan with it: interform plan --snapshot ${inert(file)}`;
}

function peopleCounted(count: number): string {
  const { one, many } = kindOfSets().words;
  return counted(count, one, many);
}
