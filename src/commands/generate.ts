import { resolve } from 'node:path';
import { Args, Flags } from '@oclif/core';
import type { GenerateDocument } from '../app/generate/document.ts';
import type { Generated } from '../app/generate/generate.ts';
import { shellWord } from '../app/init-ci/yaml-words.ts';
import { outdatedText } from '../render/generated/outdated-text.ts';
import { inert } from '../render/words/inert.ts';
import type { GeneratedForm } from '../types/generated.ts';
import { nearest } from '../types/nearest.ts';
import { BaseCommand } from './base-command.ts';
import { planningOptions, projectFlags, selectionFlags } from './planning-flags.ts';

import { UsageError, usageError } from './usage.ts';

/** The words behind `interform generate`. */
export const GENERATED_PARTS = ['types', 'docs'] as const;
type GeneratedPart = (typeof GENERATED_PARTS)[number];

const TYPE_FORMS = ['typescript', 'json-schema'] as const satisfies readonly GeneratedForm[];

const { var: variable, to, target, exclude, file, owner } = selectionFlags;

export class Generate extends BaseCommand {
  static override summary = 'Make TypeScript types, a JSON Schema or a data dictionary of the manifests.';
  static override description =
    'generate needs no network, and no data files. types writes the custom attributes of contacts and companies for programs; docs writes a data dictionary in Markdown. Exit codes: 0 done, 1 an error, 2 the file is not up to date (only with --check).';
  static override examples = [
    '<%= config.bin %> generate types --out src/intercom.ts',
    '<%= config.bin %> generate types --format json-schema --out intercom.schema.json',
    '<%= config.bin %> generate docs --out docs/data-dictionary.md',
    '<%= config.bin %> generate types --out src/intercom.ts --check',
  ];
  static override args = {
    part: Args.string({ ignoreStdin: true, description: 'What to make: types or docs.' }),
  };
  static override flags = {
    ...projectFlags,
    ...{ var: variable, to, target, exclude, file, owner },
    format: Flags.option({
      options: TYPE_FORMS,
      description: 'The form of types. Default: typescript.',
    })(),
    out: Flags.string({
      helpValue: 'FILE',
      description: 'The file to write; default: standard output. Only a file that generate made is replaced.',
    }),
    check: Flags.boolean({
      default: false,
      description: 'Write nothing. Exit 2 if the file of --out is missing or not up to date.',
    }),
  };

  protected async answer(): Promise<number> {
    const { args, flags } = await this.parse(Generate);
    const form = formOf(partOf(args.part), flags.format);
    const { out, check } = flags;
    const problem = problemOf({ out, check, masks: this.masks('json') });
    if (problem !== undefined) throw new UsageError([problem]);
    const options = {
      ...planningOptions(flags, this.terminal.cwd),
      ...{ form, check, command: this.withoutCheck() },
      out: out === undefined ? undefined : { path: resolve(this.terminal.cwd, out), shown: out },
    };
    const { generate } = await import('../app/generate/generate.ts');
    const made = await this.reading((ports) => generate(options, ports));
    this.masking = made.masking;
    if (made.document === undefined) return this.failWith(1, made.diagnostics, made.sources);
    return this.show(made, made.document);
  }

  private async show(made: Generated, document: GenerateDocument): Promise<number> {
    const { diagnostics, sources, before } = made;
    const { exit, state, file, text } = document;
    if (this.isJson) {
      await this.printJson({ ...document, diagnostics: await this.jsonFindings(diagnostics) });
      return exit;
    }
    if (before !== undefined && state === 'outdated') {
      // Unlike the file, the difference is for people, and may stand in a log.
      const mask = await this.maskFor('text', []);
      const diff = outdatedText(before, text);
      if (diff !== '') this.print(mask === undefined ? diff : mask.text(diff));
    }
    await this.talkDiagnostics(diagnostics, sources);
    // A file is made for programs: it is not fitted to the terminal.
    if (file === null) await this.printPieces([text.trimEnd()]);
    else if (state === 'written') this.print(`Wrote ${inert(file)}.`);
    else if (state === 'unchanged') this.print(`${inert(file)} is up to date.`);
    return exit;
  }

  /** This command line without what only says how to look at its answer. */
  private withoutCheck(): string {
    const words = this.argv.filter((word) => !ONLY_FOR_LOOKING.has(word));
    return ['interform', 'generate', ...words.map(shellWord)].join(' ');
  }
}

const ONLY_FOR_LOOKING: ReadonlySet<string> = new Set([
  '--check',
  '--json',
  '--color',
  '--no-color',
  '--no-mask',
  '--verbose',
]);

function partOf(written: string | undefined): GeneratedPart {
  const part = GENERATED_PARTS.find((one) => one === written);
  if (part !== undefined) return part;
  if (written === undefined)
    throw new UsageError([usageError('missing-argument', 'generate needs to know what to make', BOTH)]);
  const summary = `generate makes no ${JSON.stringify(written)}`;
  throw new UsageError([usageError('unexpected-argument', summary, helpFor(written))]);
}

const BOTH = 'interform generate types, or interform generate docs';

function helpFor(written: string): string {
  if (/schema/i.test(written)) return 'interform generate types --format json-schema';
  const meant = nearest(written.toLowerCase(), GENERATED_PARTS);
  return meant === undefined ? BOTH : `did you mean interform generate ${meant}?`;
}

function formOf(part: GeneratedPart, format: GeneratedForm | undefined): GeneratedForm {
  if (part === 'types') return format ?? 'typescript';
  if (format === undefined) return 'markdown';
  throw new UsageError([
    usageError(
      'flag-without-effect',
      '--format chooses the form of types, and docs are Markdown',
      `leave it out, or take interform generate types --format ${format}`,
    ),
  ]);
}

/** What is wrong with the flags together. */
function problemOf({
  out,
  check,
  masks,
}: {
  readonly out: string | undefined;
  readonly check: boolean;
  readonly masks: boolean;
}) {
  if (out === '') return usageError('bad-flag-value', '--out names no file');
  if (out === '-')
    return usageError(
      'bad-flag-value',
      '--out names a file',
      'leave out --out: then the text goes to standard output',
    );
  if (check && out === undefined)
    return usageError('bad-flag-value', '--check compares with a file', 'add --out FILE');
  if (masks)
    return usageError(
      'bad-flag-value',
      'what generate makes is not masked',
      'leave out --mask: it holds only what manifests say of attributes, and no values of people',
    );
  return undefined;
}
