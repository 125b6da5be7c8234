import { Args, Flags } from '@oclif/core';
import type { Resolution } from '../app/history/resolve.ts';
import type { Ports } from '../app/options.ts';
import { renderHistoryRun, renderResolved } from '../render/history/history-run-text.ts';
import { renderHistory } from '../render/history/history-text.ts';
import type { Mask } from '../render/mask/mask.ts';
import { maskHistory } from '../render/mask/mask-history.ts';
import type { HistoryDocument } from '../types/history.ts';
import { BaseCommand } from './base-command.ts';
import { withInterrupt } from './interrupt.ts';
import { planningOptions, projectFlags } from './planning-flags.ts';
import { UsageError, usageError } from './usage.ts';

/** How many runs are listed by default. */
const LISTED = 20;
/** 24 hex digits (intercom 4.1). */
const CONTACT_ID = /^[0-9a-f]{24}$/;

export class History extends BaseCommand {
  static override summary = 'List what apply did, or show one run.';
  static override description =
    `history reads the store of the project. It needs no token and sends nothing to Intercom.
Exit codes: 0 shown, 1 an error, 6 --resolve was used while an apply is running.`;
  static override examples = [
    '<%= config.bin %> history',
    '<%= config.bin %> history last',
    '<%= config.bin %> history 20261128T164400Z-7f3a9c --full',
    '<%= config.bin %> history last --resolve contact/visitors/customer-9001=absent',
  ];
  static override args = {
    run: Args.string({
      ignoreStdin: true,
      description: 'The id of a run or the beginning of the id, or last for the newest run.',
    }),
  };
  static override flags = {
    ...projectFlags,
    limit: Flags.integer({
      min: 1,
      helpValue: 'N',
      description: `How many runs to list; default: ${LISTED}.`,
    }),
    full: Flags.boolean({ description: 'Show every change of the run, not only samples.' }),
    resolve: Flags.string({
      multiple: true,
      multipleNonGreedy: true,
      helpValue: 'ADDRESS=ID|absent',
      description: 'Say whether a contact was created, where interform could not find out; repeat for more.',
    }),
    'lock-timeout': Flags.integer({
      min: 0,
      helpValue: 'SECONDS',
      description: 'With --resolve: how long to wait if an apply to this workspace is running; default: 0.',
    }),
  };

  protected async answer(): Promise<number> {
    const { args, flags } = await this.parse(History);
    refuseWithoutEffect(args.run, flags);
    const { project, environment } = planningOptions(flags, this.terminal.cwd);
    this.project = project;
    const resolutions = resolutionsOf(flags.resolve ?? []);
    const { history } = await import('../app/history/history.ts');
    const options = {
      project,
      ...(environment === undefined ? {} : { environment }),
      ...(args.run === undefined ? {} : { run: args.run }),
      limit: flags.limit ?? LISTED,
      resolutions,
      lockTimeoutMs: (flags['lock-timeout'] ?? 0) * 1000,
    };
    const work = (ports: Ports) => history(options, ports);
    // Writing is finished even after Ctrl-C.
    const read =
      resolutions.length === 0
        ? await this.reading(work)
        : await withInterrupt(this.terminal, (signal) => this.withPorts(signal, work));
    this.masking = read.masking;
    if (read.document === undefined) return this.failWith(read.exit, read.diagnostics, read.sources);
    const mask = await this.maskFor(this.isJson ? 'json' : 'text', read.document.diagnostics);
    const document = mask === undefined ? read.document : maskHistory(read.document, mask);
    if (this.isJson) {
      await this.printJson(document);
      return read.exit;
    }
    await this.talkDiagnostics(read.diagnostics, read.sources);
    this.print(this.textOf(document, { ...flags, project: flags.project ?? '.', mask }));
    return read.exit;
  }

  private textOf(
    document: HistoryDocument,
    flags: {
      readonly project: string;
      readonly env?: string | undefined;
      readonly full: boolean;
      readonly mask: Mask | undefined;
    },
  ): string {
    const { project, env, full, mask } = flags;
    const where = [
      ...(project === '.' ? [] : ['-C', shellWord(project)]),
      ...(env === undefined ? [] : ['--env', shellWord(env)]),
    ];
    const options = { ...this.stdoutLook, full, flags: where.join(' '), mask };
    if (document.resolved !== undefined) return renderResolved(document, options);
    return document.changes === undefined
      ? renderHistory(document, this.stdoutLook)
      : renderHistoryRun(document, options);
  }
}

function refuseWithoutEffect(
  run: string | undefined,
  flags: {
    readonly limit?: number | undefined;
    readonly full: boolean;
    readonly resolve?: readonly string[] | undefined;
    readonly 'lock-timeout'?: number | undefined;
  },
): void {
  const without = (name: string, help: string) =>
    usageError('flag-without-effect', `--${name} has no effect here`, help);
  const ofOneRun = 'name a run as well: interform history RUN, or interform history last';
  const findings = [
    ...(run !== undefined && flags.limit !== undefined
      ? [without('limit', 'leave it out: it limits the list of runs; --full shows all of one run')]
      : []),
    ...(run === undefined && flags.full ? [without('full', ofOneRun)] : []),
    ...(run === undefined && flags.resolve !== undefined ? [without('resolve', ofOneRun)] : []),
    ...(flags.resolve === undefined && flags['lock-timeout'] !== undefined
      ? [without('lock-timeout', 'leave it out: only --resolve waits for an apply')]
      : []),
  ];
  if (findings.length > 0) throw new UsageError(findings);
}

/** Parses --resolve. Throws a UsageError that names every bad value. */
function resolutionsOf(written: readonly string[]): readonly Resolution[] {
  const resolutions: Resolution[] = [];
  const findings = written.flatMap((text) => {
    // Addresses contain no =, but an email that is typed as it is may contain one.
    const at = text.lastIndexOf('=');
    const address = text.slice(0, Math.max(0, at));
    const found = text.slice(at + 1);
    if (address === '')
      return [
        usageError(
          'bad-flag-value',
          '--resolve is not ADDRESS=ID',
          // Not with an email: where personal data is masked, the example would be masked too.
          'for example --resolve contact/visitors/customer-9001=6657add46abd0167d9419c50, or =absent if it was not created',
        ),
      ];
    if (found !== 'absent' && !CONTACT_ID.test(found))
      return [
        usageError(
          'bad-flag-value',
          'the value after = in --resolve is neither the ID of a contact nor the word absent',
          "an ID has 24 digits and letters from a to f; it is the last part of the contact's address in Intercom. absent means that the contact does not exist",
        ),
      ];
    resolutions.push({ address, id: found === 'absent' ? undefined : found });
    return [];
  });
  if (findings.length > 0) throw new UsageError(findings);
  return resolutions;
}

/** A text as one word of a shell command. */
function shellWord(text: string): string {
  return /^[\w./~-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}
