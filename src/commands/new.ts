import { resolve } from 'node:path';
import { Args, Flags } from '@oclif/core';
import type { Guess } from '../app/new/guess.ts';
import type { Written } from '../app/new/new.ts';
import type { NewOptions } from '../app/new/options.ts';
import { counted } from '../render/counted.ts';
import { inert } from '../render/inert.ts';
import { BaseCommand } from './base-command.ts';
import { withInterrupt } from './interrupt.ts';
import { planningOptions, projectFlags, selectionFlags } from './planning-flags.ts';
import { UsageError, usageError } from './usage.ts';

export class New extends BaseCommand {
  static override summary = 'Write a contact set and its missing attributes, guessed from a data file.';
  static override description =
    'Reads no workspace and overwrites nothing. Asks on a terminal; without one, with CI set or with --json it takes the flags, and leaves out what it cannot know.';
  static override examples = [
    '<%= config.bin %> new data/customers.csv',
    '<%= config.bin %> new data/customers.csv --name customers --tag imported --country GB --dates DD/MM',
    '<%= config.bin %> new data/leads.xlsx --role lead --column email="Work mail"',
  ];
  static override args = {
    file: Args.string({
      ignoreStdin: true,
      required: true,
      description: 'CSV, JSON, JSON Lines or XLSX, or .gz of them, inside the project.',
    }),
  };
  static override flags = {
    ...projectFlags,
    var: selectionFlags.var,
    name: Flags.string({
      helpValue: 'SET',
      description: 'The name of the set; by default that of the file.',
    }),
    tag: Flags.string({
      multiple: true,
      multipleNonGreedy: true,
      helpValue: 'TAG',
      description: 'A tag for everybody in the file.',
    }),
    role: Flags.string({
      options: ['user', 'lead'],
      description: 'What the people are, where no column says it; default user.',
    }),
    out: Flags.string({
      helpValue: 'FILE',
      description: 'Write one manifest here instead of the next versions.',
    }),
    force: Flags.boolean({ description: 'Replace the file of --out.' }),
    country: Flags.string({
      helpValue: 'CC',
      description: 'Where phone numbers without + are dialled: two letters such as GB.',
    }),
    dates: Flags.string({
      options: ['DD/MM', 'MM/DD'],
      description: 'What comes first in dates that can be read either way.',
    }),
    column: Flags.string({
      multiple: true,
      multipleNonGreedy: true,
      helpValue: 'FIELD=COLUMN',
      description: 'The column of a field, such as email="Work mail"; nothing behind = is none.',
    }),
  };

  protected async answer(): Promise<number> {
    const { args, flags } = await this.parse(New);
    const asks = this.terminal.interactive && !this.isJson;
    const { newFromFile } = await import('../app/new/new.ts');
    const made = await withInterrupt(this.terminal, (signal) => {
      const options: NewOptions = {
        ...planningOptions(flags, this.terminal.cwd),
        file: resolve(this.terminal.cwd, args.file),
        shown: args.file,
        name: flags.name,
        tags: flags.tag ?? [],
        role: flags.role === 'lead' || flags.role === 'user' ? flags.role : undefined,
        out: flags.out === undefined ? undefined : resolve(this.terminal.cwd, flags.out),
        force: flags.force,
        country: flags.country,
        dates: flags.dates === 'DD/MM' || flags.dates === 'MM/DD' ? flags.dates : undefined,
        columns: columnsOf(flags.column ?? []),
        ask: asks ? (question) => this.terminal.ask(inert(question), signal) : undefined,
      };
      return this.withPorts(signal, (ports) => newFromFile(options, ports));
    });
    this.masking = made.masking;
    const { exit, diagnostics, files, guesses } = made;
    if (exit !== 0) return this.failWith(exit, diagnostics, made.sources);
    if (this.isJson) {
      this.printJson({
        format: 'interform-new/1',
        exit,
        diagnostics: this.jsonFindings(diagnostics),
        files,
        guesses: guesses.map(shownGuess),
      });
      return exit;
    }
    this.talkDiagnostics(diagnostics, made.sources);
    this.print(writtenText(made, flags.project ?? '.'));
    return exit;
  }
}

/** What the document says of a guess. */
function shownGuess({ field, columns, written, declare, why }: Guess) {
  return { field, columns, written, declare, why };
}

function columnsOf(written: readonly string[]): ReadonlyMap<string, string> {
  const pairs = written.map((text) => /^([a-z_]+)=(.*)$/s.exec(text) ?? [text]);
  const wrong = pairs.filter(([, field]) => field === undefined).map(([text]) => text);
  if (wrong.length > 0) {
    throw new UsageError(
      wrong.map((text) =>
        usageError(
          'bad-flag-value',
          `--column ${text} is not FIELD=COLUMN`,
          'for example --column email="Work mail"',
        ),
      ),
    );
  }
  return new Map(pairs.map(([, field = '', column = '']) => [field, column]));
}

function writtenText({ files, guesses, rows, name }: Written, project: string): string {
  const columns = (names: readonly string[]) => names.map(inert).join(' + ');
  const mapped = guesses.filter(({ field }) => field !== null);
  const width = Math.max(...mapped.map(({ field }) => field?.length ?? 0));
  const at = project === '.' ? '' : ` -C ${inert(project)}`;
  const left = guesses.filter(({ field }) => field === null);
  return [
    `Set ${inert(name)}, guessed from ${counted(rows, 'row')}:`,
    ...mapped.map(
      (guess) => `  ${(guess.field ?? '').padEnd(width)}  ${columns(guess.columns)} (${inert(guess.why)})`,
    ),
    ...(left.length === 0 ? [] : ['Left out:']),
    ...left.map((guess) => `  ${columns(guess.columns)}: ${inert(guess.why)}`),
    '',
    'Wrote:',
    ...files.map((file) => `  ${inert(file)}`),
    'Look through them, then:',
    `  interform validate${at}`,
    `  interform plan${at}`,
    'on_missing: skip updates people who are there and creates nobody. Change it to create when the plan looks right.',
  ].join('\n');
}
