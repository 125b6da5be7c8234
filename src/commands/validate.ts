import { Flags } from '@oclif/core';
import type { PlanningOptions } from '../app/options.ts';
import type { Validated } from '../app/validate.ts';
import { countedKind } from '../render/changes/kind-facts.ts';
import { sumUp } from '../render/findings/diagnostics.ts';
import { leftOutWords } from '../render/view/left-out-words.ts';
import { counted, listed } from '../render/words/counted.ts';
import { inert } from '../render/words/inert.ts';
import { BaseCommand } from './base-command.ts';
import { FINDING_FORMATS, isFindingFormat } from './findings-view.ts';
import { findingsFormatFlag, reportFlag } from './format-flag.ts';
import { planningFlags, planningOptions } from './planning-flags.ts';
import { reportTargets, type SavedFormat } from './reports.ts';
import { UsageError, usageError } from './usage.ts';

export class Validate extends BaseCommand {
  static override summary = 'Find everything that is wrong in the manifests. Needs no network.';
  static override examples = [
    '<%= config.bin %> validate',
    '<%= config.bin %> validate -C crm --env staging',
    '<%= config.bin %> validate --format github --report sarif=validate.sarif',
    '<%= config.bin %> validate --list-files',
  ];
  static override flags = {
    ...planningFlags,
    ...findingsFormatFlag,
    ...reportFlag,
    'list-files': Flags.boolean({
      description:
        'Print the files that the project reads, one path a line: those of all environments, or of the one that --env names.',
    }),
  };

  protected async answer(): Promise<number> {
    const { flags } = await this.parse(Validate);
    this.reports = reportTargets(flags.report, { cwd: this.terminal.cwd, formats: FINDING_FORMATS });
    const options = planningOptions(flags, this.terminal.cwd);
    this.project = options.project;
    if (flags['list-files']) return this.list(options, flags);
    const { validate } = await import('../app/validate.ts');
    const found = await this.reading((ports) => validate(options, ports));
    this.masking = found.masking;
    const { diagnostics, files, declared, version } = found;
    const exit = diagnostics.some((one) => one.severity === 'error') ? 1 : 0;
    const viewIn = async (format: SavedFormat) =>
      isFindingFormat(format) ? this.findingsIn(format, diagnostics, exit) : sumText(found, exit === 0);
    await this.saveReports(async (format) => [await viewIn(format)]);
    if (this.isJson) {
      await this.printJson({
        format: 'interform-validate/1',
        exit,
        diagnostics: await this.jsonFindings(diagnostics),
        files,
        declared,
        version,
      });
      return exit;
    }
    await this.talkDiagnostics(diagnostics, found.sources);
    this.printText(await viewIn(flags.format));
    return exit;
  }

  /** Prints paths for programs, one on each line; none where not all are known. */
  private async list(options: PlanningOptions, flags: ListFlags): Promise<number> {
    const others = Object.entries({
      json: this.isJson,
      format: flags.format !== 'text',
      report: flags.report !== undefined,
    }).filter(([, isGiven]) => isGiven);
    if (others.length > 0) throw new UsageError(others.map(([name]) => withListFiles(name)));
    const { listFiles } = await import('../app/reads/list-files.ts');
    const { paths, diagnostics, sources } = await this.reading((ports) => listFiles(options, ports));
    if (paths.length === 0) return this.failWith(1, diagnostics, sources);
    await this.talkDiagnostics(diagnostics, sources);
    this.terminal.stdout.write(paths.map((path) => `${path}\n`).join(''));
    return 0;
  }
}

interface ListFlags {
  readonly format: string;
  readonly report?: readonly string[] | undefined;
}

function withListFiles(name: string) {
  const summary = `--${name} has no effect with --list-files`;
  return usageError('flag-without-effect', summary, 'leave out one of the two');
}

/** The last line of the text. */
function sumText({ diagnostics, files, declared, version, leftOut }: Validated, isValid: boolean): string {
  const read = counted(files, 'file');
  if (!isValid) return `Not valid: ${sumUp(diagnostics)} in ${read}.`;
  const kinds = Object.entries(declared).filter(([, count]) => count > 0);
  const items = kinds.map(([kind, count]) => countedKind(count, kind));
  const upTo = version === null ? '' : ` (version ${inert(version)})`;
  const what = items.length === 0 ? 'nothing' : listed(items);
  return `Valid: ${read}${upTo} ${files === 1 ? 'declares' : 'declare'} ${what}.${
    leftOut.length === 0 ? '' : ` ${leftOutWords(leftOut)}.`
  }`;
}
