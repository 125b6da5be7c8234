import { resolve } from 'node:path';
import { Args, Flags } from '@oclif/core';
import type { Guess } from '../app/new/guess.ts';
import type { NewOptions } from '../app/new/options.ts';
import { newText } from '../render/screens/new-text.ts';
import { wrap } from '../render/terminal/width.ts';
import { inert } from '../render/words/inert.ts';
import { BaseCommand } from './base-command.ts';
import { withInterrupt } from './interrupt.ts';
import { planningOptions, projectFlags, selectionFlags } from './planning-flags.ts';
import { UsageError, usageError } from './usage.ts';

export class New extends BaseCommand {
  static override summary = 'Write manifests for a data file: a contact set and its attributes.';
  static override description =
    'new guesses from the values in the file. It sends nothing to Intercom and overwrites nothing. On a terminal it asks when a guess is unsure. Without a terminal, with CI set or with --json it asks nothing: it uses the flags and leaves out what it cannot know.';
  static override examples = [
    '<%= config.bin %> new data/customers.csv',
    '<%= config.bin %> new data/customers.csv --name customers --tag imported',
    '<%= config.bin %> new data/customers.csv --country GB --dates DD/MM',
    '<%= config.bin %> new data/leads.xlsx --role lead --column email="Work mail"',
  ];
  static override args = {
    file: Args.string({
      ignoreStdin: true,
      required: true,
      description: 'A CSV, JSON, JSON Lines or XLSX file inside the project; also compressed as .gz.',
    }),
  };
  static override flags = {
    ...projectFlags,
    var: selectionFlags.var,
    name: Flags.string({
      helpValue: 'SET',
      description: 'The name of the set; default: the name of the file.',
    }),
    tag: Flags.string({
      multiple: true,
      multipleNonGreedy: true,
      helpValue: 'TAG',
      description: 'A tag for everybody in the file.',
    }),
    role: Flags.string({
      options: ['user', 'lead'],
      description: 'What the people are if no column says it; default: user.',
    }),
    out: Flags.string({
      helpValue: 'FILE',
      description: 'Write one manifest to this file instead of new numbered files.',
    }),
    force: Flags.boolean({ description: 'Overwrite the file that --out names.' }),
    country: Flags.string({
      helpValue: 'CC',
      description: 'The country of phone numbers without +: two letters such as GB.',
    }),
    dates: Flags.string({
      options: ['DD/MM', 'MM/DD'],
      description: 'Whether the day or the month comes first in dates such as 01/02/2024.',
    }),
    yes: Flags.boolean({ description: 'Ask nothing, even on a terminal: accept all guesses.' }),
    column: Flags.string({
      multiple: true,
      multipleNonGreedy: true,
      helpValue: 'FIELD=COLUMN',
      description:
        'The column of a field, such as email="Work mail"; nothing after = means that there is no such column.',
    }),
  };

  protected async answer(): Promise<number> {
    const { args, flags } = await this.parse(New);
    const asks = this.terminal.interactive && !this.isJson && !flags.yes;
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
        ask: asks ? (question) => this.terminal.ask(this.#wrapped(question), signal) : undefined,
      };
      return this.withPorts(signal, (ports) => newFromFile(options, ports));
    });
    this.masking = made.masking;
    const { exit, diagnostics, files, guesses } = made;
    if (exit !== 0) return this.failWith(exit, diagnostics, made.sources);
    if (this.isJson) {
      await this.printJson({
        format: 'interform-new/1',
        exit,
        diagnostics: await this.jsonFindings(diagnostics),
        files,
        guesses: guesses.map(shownGuess),
        columns: made.columns,
      });
      return exit;
    }
    await this.talkDiagnostics(diagnostics, made.sources);
    const at = (flags.project ?? '.') === '.' ? '' : ` -C ${inert(flags.project ?? '')}`;
    this.print(newText(made, this.terminal.stdout.columns, at));
    return exit;
  }

  /** Wraps a question. What the user types follows it directly. */
  #wrapped(question: string): string {
    const text = inert(question);
    const lines = wrap(text.trimEnd(), this.terminal.stderr.columns);
    return `${lines.join('\n')}${text.endsWith(' ') ? ' ' : ''}`;
  }
}

/** The form of a guess in the JSON document. */
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
