import { Command, type Config, Flags, type Interfaces } from '@oclif/core';
import type { Masking } from '../app/masking.ts';
import type { Ports } from '../app/options.ts';
import { renderDiagnostics } from '../render/findings/diagnostics.ts';
import { explainPointer } from '../render/findings/explain-pointer.ts';
import type { Mask } from '../render/mask/mask.ts';
import { fitTerminal } from '../render/terminal/fit-terminal.ts';
import type { Look } from '../render/terminal/look.ts';
import { inert } from '../render/words/inert.ts';
import { jsonPieces, jsonText } from '../render/words/json-text.ts';
import type { Diagnostic } from '../types/diagnostic.ts';
import { ERROR_FORMAT, type ErrorDocument } from '../types/result.ts';
import type { SourceText } from '../types/source-text.ts';
import { failureOf } from './failures.ts';
import { findProject } from './find-project.ts';
import {
  type FindingFormat,
  isFindingFormat,
  repositoryPrefix,
  viewFailure,
  viewFindings,
} from './findings-view.ts';
import { framesOf, maskedSources, withoutMessage, withoutSecrets } from './held-back.ts';
import { orInterrupted, untilInterrupt } from './interrupt.ts';
import { isMasked, maskOf, type Shown } from './masks.ts';
import { NamedPeople } from './named-people.ts';
import { oneDocument } from './one-document.ts';
import { endedLine, fittedLines, type Pieces, pour } from './pour.ts';
import { startProgress } from './progress-meter.ts';
import { hide, redact } from './redact.ts';
import {
  REPORT_FORMATS,
  type ReportFormat,
  type ReportTarget,
  type SavedFormat,
  saveReport,
} from './reports.ts';
import { coloured, isSet, lookOf, type Output, processTerminal, type Terminal } from './terminal.ts';
import { withTokenFrom } from './token-fd.ts';
import { parserFindings, UsageError, wantsJson } from './usage.ts';

/** The report of a command in a format, in pieces. */
type ReportView = (format: SavedFormat) => Pieces | Promise<Pieces>;

/**
 * What all commands share: `--json`, one place that catches errors, and a separation of outputs: the answer goes to stdout,
 * everything else to stderr. A command implements `answer`, which returns the exit code (design 8).
 */
export abstract class BaseCommand extends Command {
  static override baseFlags = {
    color: Flags.boolean({
      allowNo: true,
      description: 'Use colours, or none with --no-color. Without either, the terminal and NO_COLOR decide.',
      helpGroup: 'GLOBAL',
    }),
    json: Flags.boolean({ description: 'Print one JSON document on stdout.', helpGroup: 'GLOBAL' }),
    mask: Flags.boolean({
      allowNo: true,
      description:
        'Mask personal data. By default it is masked in markdown and html, and in text when CI is set.',
      helpGroup: 'GLOBAL',
    }),
    verbose: Flags.boolean({
      description: 'Show where in the code an unexpected error happened.',
      helpGroup: 'GLOBAL',
    }),
  };

  /** Replaced when a token is read from `--token-fd`: its environment then contains the token. */
  protected terminal: Terminal;

  /** What is known about masking, as soon as the use case knows it. */
  protected masking: Masking | undefined;

  private readonly people = new NamedPeople();

  /** Absolute path of the project folder, as soon as it is known. */
  protected project: string | undefined;

  /** `--report`, as soon as the flags are parsed. */
  protected reports: readonly ReportTarget[] = [];

  private hasPointed = false;

  /** Whether the answer, or a part of it, has been written to stdout. */
  private hasBegun = false;

  constructor(argv: string[], config: Config, terminal: Terminal = processTerminal()) {
    super(argv, config);
    this.terminal = coloured(terminal, argv);
  }

  /** Does the work, prints the answer and returns the exit code. */
  protected abstract answer(): Promise<number>;

  /** Also reads the token of `--token-fd`, and finds the project, before the flags are used. */
  protected override async parse<
    F extends Record<string, unknown>,
    B extends Record<string, unknown>,
    A extends Record<string, unknown>,
  >(options?: Interfaces.Input<F, B, A>, argv?: string[]): Promise<Interfaces.ParserOutput<F, B, A>> {
    const parsed = await super.parse(options, argv);
    const flags: Readonly<Record<string, unknown>> = parsed.flags;
    const { 'token-fd': fd, data } = flags;
    if (typeof fd === 'string')
      this.terminal = await withTokenFrom(fd, this.terminal, { readsData: data !== undefined });
    const { flags: taken = {} } = this.ctor;
    if (!('project' in taken) || flags['project'] !== undefined) return parsed;
    return { ...parsed, flags: { ...parsed.flags, project: this.foundProject() } };
  }

  /** Tells the user where the project is, if it is not the working folder, because paths in messages are relative to it. */
  private foundProject(): string {
    const project = findProject(this.terminal);
    if (project !== '.' && !this.isJson) this.talk(`Project folder: ${inert(project)}`);
    return project;
  }

  override async run(): Promise<void> {
    process.exitCode = await this.execute();
  }

  /** Runs the command and returns its exit code; never rejects. */
  async execute(): Promise<number> {
    if (!this.isJson) return this.answered();
    const guard = oneDocument(this.terminal);
    this.terminal = guard.terminal;
    try {
      const exit = await this.answered();
      return guard.killedWith() ?? exit;
    } finally {
      guard.release();
    }
  }

  private async answered(): Promise<number> {
    try {
      return await this.answer();
    } catch (error) {
      return await this.fail(error);
    } finally {
      this.parsed = true;
    }
  }

  protected get isJson(): boolean {
    return wantsJson(this.argv);
  }

  protected masks(shown: Shown): boolean {
    return isMasked(shown, this.argv, this.terminal.env);
  }

  /**
   * The mask for what is shown there; undefined where nothing is masked. Use it only for these findings: it has read the names
   * that they contain, and masks every word of other findings.
   */
  protected async maskFor(shown: Shown, findings: readonly Diagnostic[]): Promise<Mask | undefined> {
    if (!this.masks(shown)) return undefined;
    return maskOf(this.masking, this.terminal.env, await this.people.within(findings, this.masking));
  }

  protected get stdoutLook(): Look {
    return lookOf(this.terminal.stdout, this.terminal.env);
  }

  /** Text for people is fitted to the width of the terminal. */
  protected print(text: string): void {
    const isText = !this.isJson && this.writtenFormat === 'text';
    this.terminal.stdout.write(`${isText ? fitTerminal(text, this.stdoutLook) : text}\n`);
  }

  protected printJson(document: object): Promise<void> {
    return this.printPieces(jsonPieces(document));
  }

  /** Prints a document that may be too long for memory. It is not fitted to the terminal. */
  protected async printPieces(pieces: Pieces): Promise<void> {
    this.hasBegun = true;
    await pour(this.terminal.stdout, endedLine(pieces));
  }

  protected talk(text: string): void {
    const { stderr, env } = this.terminal;
    stderr.write(`${fitTerminal(text, lookOf(stderr, env))}\n`);
  }

  /** Shows findings before the answer. With --json they are part of the document. */
  protected async talkDiagnostics(diagnostics: readonly Diagnostic[], sources?: SourceText): Promise<void> {
    if (this.isJson || diagnostics.length === 0) return;
    this.talk(`${await this.pointedText(diagnostics, sources)}\n`);
  }

  /** Shows a text with its findings: errors right above the last lines, where users look, all others before the text. */
  protected async showWith(
    { body, end }: { readonly body: Pieces; readonly end: string },
    diagnostics: readonly Diagnostic[],
    {
      sources,
      output = this.terminal.stdout,
    }: { readonly sources?: SourceText | undefined; readonly output?: Output },
  ): Promise<void> {
    const isError = ({ severity }: Diagnostic) => severity === 'error';
    // For all findings at once, so that names are read only once.
    if (this.masks('text')) await this.people.within(diagnostics, this.masking);
    const others = diagnostics.filter((one) => !isError(one));
    await this.talkDiagnostics(others, sources);
    const look = lookOf(output, this.terminal.env);
    await pour(output, fittedLines(body, look));
    output.write('\n');
    await this.talkDiagnostics(diagnostics.filter(isError), sources);
    output.write(`${fitTerminal(end, look)}\n`);
  }

  /** Findings as a JSON document contains them: masked if necessary. */
  protected async jsonFindings(diagnostics: readonly Diagnostic[]): Promise<readonly Diagnostic[]> {
    const mask = await this.maskFor('json', diagnostics);
    return mask === undefined ? diagnostics : diagnostics.map(mask.finding);
  }

  /** Ends a command that has nothing to show but findings. */
  protected async failWith(
    exit: number,
    found: readonly Diagnostic[],
    sources?: SourceText,
  ): Promise<number> {
    let diagnostics = found;
    try {
      await this.saveReports(async (format) => [await this.failureIn(format, found, exit, sources)]);
    } catch (error) {
      diagnostics = [...found, ...(await failureOf(error, this.config.version)).diagnostics];
    }
    // Once a document has begun, a second one after it would be of no use.
    if (this.isJson && !this.hasBegun) {
      this.print(await this.errorText(exit, diagnostics));
      return exit;
    }
    this.talk(await this.pointedText(diagnostics, sources));
    const format = this.writtenFormat;
    if (format !== 'text' && !this.hasBegun)
      this.printText(await this.failureIn(format, diagnostics, exit, sources));
    return exit;
  }

  /** Findings in a format that shows nothing else. They are masked. */
  protected async findingsIn(
    format: FindingFormat,
    findings: readonly Diagnostic[],
    exit: number,
  ): Promise<string> {
    const mask = await this.maskFor(format, findings);
    const { env } = this.terminal;
    return viewFindings(
      format,
      (mask === undefined ? findings : findings.map(mask.finding)).map((one) => withoutSecrets(one, env)),
      {
        version: this.config.version,
        exit,
        prefix: this.project === undefined ? '' : repositoryPrefix(this.project, this.terminal),
      },
    );
  }

  /** Writes the files of `--report`. */
  protected async saveReports(view: ReportView): Promise<void> {
    const targets = this.reports;
    // If one cannot be written, the error is not reported to these files again.
    this.reports = [];
    for (const target of targets)
      await saveReport(target, await view(target.format), this.masks(target.format));
  }

  /** The same after the work is done: returns why a report could not be written, and does not throw. */
  protected async unsavedReports(view: ReportView): Promise<readonly Diagnostic[]> {
    try {
      await this.saveReports(view);
      return [];
    } catch (error) {
      return (await failureOf(error, this.config.version)).diagnostics;
    }
  }

  /** Prints a document, unless it is empty: annotations may be none, and an empty line is not printed. */
  protected printText(text: string): void {
    if (text !== '') this.print(text);
  }

  private async errorText(exit: number, found: readonly Diagnostic[]): Promise<string> {
    const diagnostics = await this.jsonFindings(found);
    const document: ErrorDocument = { format: ERROR_FORMAT, exit, diagnostics };
    return redact(jsonText(document), this.terminal.env);
  }

  /** What a format shows when there is no answer. */
  private async failureIn(
    format: SavedFormat,
    diagnostics: readonly Diagnostic[],
    exit: number,
    sources?: SourceText,
  ): Promise<string> {
    if (format === 'json') return this.errorText(exit, diagnostics);
    if (isFindingFormat(format)) return this.findingsIn(format, diagnostics, exit);
    if (format === 'text') return this.findingsText(diagnostics, sources);
    const mask = await this.maskFor(format, diagnostics);
    const { env } = this.terminal;
    const found = mask === undefined ? diagnostics : diagnostics.map(mask.finding);
    return viewFailure(
      format,
      this.id ?? 'interform',
      found.map((one) => withoutSecrets(one, env)),
    );
  }

  /** The format of `--format`, taken from the arguments, since it is needed for parser errors too. Else text. */
  private get writtenFormat(): ReportFormat {
    const { flags: taken = {} } = this.ctor;
    const flag = taken['format'];
    const known: readonly string[] = (flag?.type === 'option' && flag.options) || [];
    const end = this.argv.indexOf('--');
    const words = end === -1 ? this.argv : this.argv.slice(0, end);
    const written = words
      .flatMap((word, index) => {
        if (word === '--format') return [words[index + 1] ?? ''];
        return word.startsWith('--format=') ? [word.slice('--format='.length)] : [];
      })
      .at(-1);
    return REPORT_FORMATS.find((format) => format === written && known.includes(format)) ?? 'text';
  }

  /** Findings for the terminal. The first ones with an error also say where to read more. */
  private async pointedText(diagnostics: readonly Diagnostic[], sources?: SourceText): Promise<string> {
    const pointer = this.hasPointed ? undefined : explainPointer(diagnostics);
    const text = await this.findingsText(diagnostics, sources);
    if (pointer === undefined) return text;
    this.hasPointed = true;
    return `${text}\n${pointer}`;
  }

  private async findingsText(found: readonly Diagnostic[], sources?: SourceText): Promise<string> {
    const mask = await this.maskFor('text', found);
    const look = lookOf(this.terminal.stderr, this.terminal.env);
    const shown = mask === undefined ? found : found.map(mask.finding);
    const text = renderDiagnostics(shown, maskedSources(sources ?? (() => undefined), mask), look);
    return redact(text, this.terminal.env);
  }

  /** Access to the outside world for a use case, with progress. `quiet` removes the progress before something is written. */
  protected async withPorts<T>(
    signal: AbortSignal,
    work: (ports: Ports, quiet: () => void) => Promise<T>,
  ): Promise<T> {
    const { env, now, sleep, stdin } = this.terminal;
    const meter = startProgress(this.terminal);
    try {
      return await work({ env, now, sleep, stdin, signal, progress: meter.update, hide }, meter.clear);
    } finally {
      meter.stop();
    }
  }

  /** The same for work that only reads: the first Ctrl-C ends it at once. */
  protected reading<T>(work: (ports: Ports) => Promise<T>): Promise<T> {
    return untilInterrupt(this.terminal, (signal) =>
      this.withPorts(signal, (ports) => orInterrupted(signal, work(ports))),
    );
  }

  private async fail(error: unknown): Promise<number> {
    const command = { id: this.id ?? 'interform', flags: this.flagNames() };
    const findings = parserFindings(error, command);
    const failure = await failureOf(
      findings === undefined ? error : new UsageError(findings),
      this.config.version,
    );
    if (!failure.unknown) return this.failWith(1, failure.diagnostics);
    if (this.isVerbose && error instanceof Error) {
      const stack = error.stack ?? error.message;
      const told = this.masks('text') ? framesOf(error.name, stack) : stack;
      this.talk(redact(told, this.terminal.env));
    }
    const shown: readonly Shown[] = [
      this.isJson ? 'json' : 'text',
      this.writtenFormat,
      ...this.reports.map(({ format }) => format),
    ];
    const isAnyMasked = shown.some((one) => this.masks(one));
    return this.failWith(1, isAnyMasked ? failure.diagnostics.map(withoutMessage) : failure.diagnostics);
  }

  private get isVerbose(): boolean {
    return this.argv.includes('--verbose') || isSet(this.terminal.env['DEBUG']);
  }

  private flagNames(): string[] {
    return Object.keys({ ...this.ctor.baseFlags, ...this.ctor.flags });
  }
}
