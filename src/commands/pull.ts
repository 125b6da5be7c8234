import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { Flags } from '@oclif/core';
import type { PullDocument, PullOptions } from '../app/pull/options.ts';
import { flagOf, type PullPart, pulledKinds, pullParts, takesPeople, usualParts } from '../app/pull/parts.ts';
import { renderPull } from '../render/screens/pull-text.ts';
import { counted } from '../render/words/counted.ts';
import type { JsonObject } from '../types/json.ts';
import { BaseCommand } from './base-command.ts';
import { withInterrupt } from './interrupt.ts';
import { planningOptions, pullFlags } from './planning-flags.ts';
import { tokenFlag } from './token-fd.ts';
import { UsageError, usageError } from './usage.ts';

/** A flag for each part. The kinds determine the parts, so no type can list the flags; `chosenParts` reads them. */
function partFlags(): object {
  return Object.fromEntries(
    pulledKinds().map(({ pulling }) => [flagOf(pulling.part), Flags.boolean({ description: pulling.help })]),
  );
}

function chosenParts(flags: object): readonly PullPart[] {
  const given = new Map<string, unknown>(Object.entries(flags));
  return pullParts().filter((part) => given.get(flagOf(part)) === true);
}

export class Pull extends BaseCommand {
  static override summary = 'Write what the workspace holds into manifests, so that the next plan is empty.';
  static override description =
    'pull only reads from Intercom. If a live value differs from a manifest, pull changes the value in the manifest and keeps its comments. It adds what no manifest declares. Exit codes: 0 done, 1 an error, 2 a file would change (only with --check), 5 Intercom did not send everything, so nothing was written.';
  static override examples = [
    '<%= config.bin %> pull',
    '<%= config.bin %> pull --check',
    '<%= config.bin %> pull --contacts --query vip.json',
    '<%= config.bin %> pull --as csv --fields external_id,email --out people.csv',
  ];
  static override flags = {
    ...pullFlags,
    ...tokenFlag,
    ...partFlags(),
    query: Flags.string({
      helpValue: 'FILE',
      description: 'Write only contacts that match the search filter in this JSON file.',
    }),
    as: Flags.string({
      options: ['yaml', 'csv', 'jsonl'],
      default: 'yaml',
      description: 'yaml writes manifests; csv and jsonl export contacts.',
    }),
    fields: Flags.string({
      helpValue: 'A,B',
      description: 'The fields of an export, such as external_id,email,custom_attributes.plan.',
    }),
    out: Flags.string({
      helpValue: 'PATH',
      description: 'The folder for new manifests, or the file for an export.',
    }),
    raw: Flags.boolean({
      default: false,
      description:
        'Write CSV cells unchanged. Careful: a spreadsheet may run a cell that begins with = + - or @.',
    }),
    'all-fields': Flags.boolean({
      default: false,
      description: 'Add the live fields of declared items that no manifest declares yet. Not of contacts.',
    }),
    check: Flags.boolean({
      // Without it oclif leaves the flag undefined, and the JSON document would lack it.
      default: false,
      description: 'Write nothing. Exit 2 if a file would change.',
    }),
  };

  protected async answer(): Promise<number> {
    const { flags } = await this.parse(Pull);
    const chosen = chosenParts(flags);
    checkFlags(flags, { chosen, isJson: this.isJson, masks: this.masks('json') });
    const query =
      flags.query === undefined
        ? undefined
        : await readQuery(resolve(this.terminal.cwd, flags.query), flags.query);
    // A pull makes no change that a guard counts, so --allow is checked but has no effect.
    const { allow: _allow, ...project } = planningOptions(flags, this.terminal.cwd);
    const out = flags.out === undefined ? {} : { out: resolve(this.terminal.cwd, flags.out) };
    const found = { ...project, ...(query === undefined ? {} : { query }), ...out };
    if (flags.as !== 'yaml') {
      const form = flags.as === 'csv' ? 'csv' : 'jsonl';
      return this.export({
        ...found,
        form,
        raw: flags.raw,
        fields: flags.fields?.split(',').map((field) => field.trim()),
      });
    }
    const parts = chosen.length > 0 ? chosen : usualParts();
    return this.pull({ ...found, parts, allFields: flags['all-fields'], check: flags.check });
  }

  private async pull(options: PullOptions): Promise<number> {
    const { pull } = await import('../app/pull/pull.ts');
    const made = await withInterrupt(this.terminal, (signal) =>
      this.withPorts(signal, (ports) => pull(options, ports)),
    );
    this.masking = made.masking;
    if (made.document === undefined) return this.failWith(made.exit, made.diagnostics, made.sources);
    if (this.isJson) {
      await this.printJson({ ...made.document, diagnostics: await this.jsonFindings(made.diagnostics) });
      return made.exit;
    }
    await this.talkDiagnostics(made.diagnostics, made.sources);
    this.print(renderPull(made.document satisfies PullDocument));
    return made.exit;
  }

  private async export(
    options: Parameters<typeof import('../app/pull/people/export-contacts.ts').exportContacts>[0],
  ): Promise<number> {
    const { exportContacts } = await import('../app/pull/people/export-contacts.ts');
    const made = await withInterrupt(this.terminal, (signal) =>
      this.withPorts(signal, (ports) => exportContacts(options, ports)),
    );
    this.masking = made.masking;
    if (made.document === undefined) return this.failWith(made.exit, made.diagnostics);
    if (this.isJson) {
      await this.printJson({ ...made.document, diagnostics: await this.jsonFindings(made.diagnostics) });
      return made.exit;
    }
    await this.talkDiagnostics(made.diagnostics);
    const { contacts, file } = made.document;
    if (made.chunks !== undefined) for (const chunk of made.chunks) this.terminal.stdout.write(chunk);
    else this.print(`Wrote ${counted(contacts, 'contact')} to ${file}.`);
    return made.exit;
  }
}

interface Given {
  readonly as: string;
  readonly check: boolean;
  readonly raw: boolean;
  readonly 'all-fields': boolean;
  readonly query?: string | undefined;
  readonly fields?: string | undefined;
  readonly out?: string | undefined;
  readonly target?: readonly string[] | undefined;
  readonly exclude?: readonly string[] | undefined;
  readonly file?: readonly string[] | undefined;
  readonly owner?: readonly string[] | undefined;
  readonly to?: readonly string[] | undefined;
}

function checkFlags(
  flags: Given,
  {
    chosen,
    isJson,
    masks,
  }: { readonly chosen: readonly PullPart[]; readonly isJson: boolean; readonly masks: boolean },
): void {
  const refuse = (summary: string, help: string): never => {
    throw new UsageError([usageError('bad-flag-value', summary, help)]);
  };
  const isExport = flags.as !== 'yaml';
  if (!isExport && flags.fields !== undefined)
    refuse('--fields chooses what an export holds', 'add --as csv or --as jsonl');
  if (!isExport && flags.query !== undefined && !takesPeople(chosen))
    refuse('--query chooses contacts', 'add --contacts');
  if (flags.raw && flags.as !== 'csv')
    refuse('--raw is about the cells of a CSV export', 'add --as csv, or leave out --raw');
  if (flags['all-fields'] && flags.to !== undefined)
    refuse('--all-fields adds to manifests, and a later version may declare that', 'leave out --to');
  if (!isExport) return;
  if (chosen.some((part) => !takesPeople([part])))
    refuse(`--as ${flags.as} exports contacts only`, 'leave out the other parts');
  for (const flag of ['target', 'exclude', 'file', 'owner', 'to'] as const)
    if (flags[flag] !== undefined)
      refuse(
        `--${flag} selects from manifests`,
        `leave out --as ${flags.as}, or choose contacts with --query`,
      );
  if (flags['all-fields'])
    refuse(`--as ${flags.as} exports contacts, and --all-fields adds to manifests`, 'leave out --all-fields');
  if (masks) refuse('an export is never masked', 'leave out --mask, and choose the fields with --fields');
  if (flags.check) refuse('--check compares manifests', `take --as ${flags.as} out`);
  if (isJson && flags.out === undefined)
    refuse('with --json an export needs a file', `add --out contacts.${flags.as}`);
}

/** Reads a search filter, or a whole search body with a filter in it. */
async function readQuery(path: string, shown: string): Promise<JsonObject> {
  let query: unknown;
  try {
    query = JSON.parse(await readFile(path, 'utf8'));
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw badQuery(shown, 'it is not JSON');
  }
  const whole = isFilter(query) ? query : (query as { query?: unknown } | null)?.query;
  if (!isFilter(whole)) throw badQuery(shown, 'it has no operator and no value');
  return whole;
}

function isFilter(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && 'operator' in value && 'value' in value;
}

function badQuery(shown: string, why: string): UsageError {
  return new UsageError([
    {
      ...usageError(
        'bad-query',
        `${shown} is not a search filter of Intercom`,
        'for example { "field": "tag_id", "operator": "=", "value": "7522907" }',
      ),
      detail: why,
    },
  ]);
}
