import { Config, run, settings } from '@oclif/core';
import { renderDiagnostics } from '../render/findings/diagnostics.ts';
import { fitTerminal } from '../render/terminal/fit-terminal.ts';
import { jsonText } from '../render/words/json-text.ts';
import type { Diagnostic } from '../types/diagnostic.ts';
import { nearest } from '../types/nearest.ts';
import { ERROR_FORMAT } from '../types/result.ts';
import { replaceBashCompletion } from './bash-completion.ts';
import { failureOf } from './failures.ts';
import { framesOf, withoutMessage } from './held-back.ts';
import { isMasked, maskOf } from './masks.ts';
import { redact } from './redact.ts';
import { coloured, isColour, isSet, lookOf, processTerminal, type Terminal } from './terminal.ts';
import { tokenInArguments } from './token-in-arguments.ts';
import { beforeDashes, parserFindings, usageError, wantsJson } from './usage.ts';

export interface MainOptions {
  /** The folder of the package, with package.json. */
  readonly root: string;
  readonly terminal?: Terminal;
}

/**
 * Runs one command line and returns its exit code. What oclif would print or return by itself (unknown commands, help in JSON,
 * exit codes 2 and 127) is brought into the form of design 8.
 */
export async function main(argv: readonly string[], options: MainOptions): Promise<number> {
  const terminal = coloured(options.terminal ?? processTerminal(), argv);
  // Always run dist/, whatever NODE_ENV is.
  settings.enableAutoTranspile = false;
  const isJson = wantsJson(argv);
  const secret = tokenInArguments(argv, terminal.env);
  if (secret !== undefined) return end(1, [secret], terminal, argv);
  let unknown: Diagnostic | undefined;
  try {
    const config = await Config.load(options.root);
    if (wantsHelp(argv)) {
      const topic = helpTopic(argv);
      unknown = topic === undefined ? undefined : unknownCommand(config, topic);
      if (unknown !== undefined) return end(1, [unknown], terminal, argv);
      if (isJson) {
        terminal.stdout.write(`${JSON.stringify(helpDocument(config, topic), null, 2)}\n`);
        return 0;
      }
    }
    unknown = unknownFirst(config, argv);
    // On a terminal the not-found plugin asks whether the nearest command is meant.
    const asks = !isJson && terminal.interactive && nearestCommand(config, argv[0] ?? '') !== undefined;
    if (unknown !== undefined && !asks) return end(1, [unknown], terminal, argv);
    await run(argv[0] === 'help' ? argv.filter((word) => !isColour(word)) : [...argv], config);
    if (argv[0]?.startsWith('autocomplete')) {
      const { readCodePages } = await import('../app/code-meanings.ts');
      replaceBashCompletion(
        config,
        (await readCodePages()).map(({ code }) => code),
      );
    }
    return Number(process.exitCode ?? 0);
  } catch (error) {
    const exit = exitOf(error);
    if (exit === 0) return 0;
    if (unknown !== undefined) return end(1, [unknown], terminal, argv);
    return end(1, await findingsOf(error, argv, options), terminal, argv);
  }
}

/**
 * Reports an error that nothing has caught, in the usual form and without secrets; Node.js would print everything in it.
 * Returns the exit code. It is not known what was written before.
 */
export async function crashed(
  error: unknown,
  argv: readonly string[],
  options: MainOptions,
): Promise<number> {
  const terminal = coloured(options.terminal ?? processTerminal(), argv);
  const { env } = terminal;
  const { diagnostics, unknown } = await failureOf(error, `in ${options.root}`);
  const masks = isMasked(wantsJson(argv) ? 'json' : 'text', argv, env);
  if (error instanceof Error && (argv.includes('--verbose') || isSet(env['DEBUG']))) {
    const stack = error.stack ?? error.message;
    const told = isMasked('text', argv, env) ? framesOf(error.name, stack) : stack;
    terminal.stderr.write(`${redact(told, env)}\n`);
  }
  const exit = argv[0] === 'apply' ? 3 : 1;
  return end(exit, unknown && masks ? diagnostics.map(withoutMessage) : diagnostics, terminal, argv);
}

/** As oclif decides it: a help flag anywhere, or the command `help`. */
function wantsHelp(argv: readonly string[]): boolean {
  return argv[0] === 'help' || beforeDashes(argv).some((word) => HELP_FLAGS.has(word));
}

const HELP_FLAGS: ReadonlySet<string> = new Set(['--help', '-h']);

/** The command that help is asked for; undefined where it is asked for all. */
function helpTopic(argv: readonly string[]): string | undefined {
  const words = argv[0] === 'help' ? argv.slice(1) : argv.slice(0, 1);
  return words.find((word) => !word.startsWith('-'));
}

/** The error for an unknown first word; undefined where oclif knows what to do. */
function unknownFirst(config: Config, argv: readonly string[]): Diagnostic | undefined {
  const first = argv[0];
  if (first === undefined || wantsHelp(argv)) return undefined;
  if (first.startsWith('-')) {
    return usageError(
      'unknown-flag',
      `${first} is not a command`,
      'flags come after the command, as in interform plan --no-color; run interform help for the commands',
    );
  }
  return unknownCommand(config, first);
}

function unknownCommand(config: Config, word: string): Diagnostic | undefined {
  if (config.findCommand(word) !== undefined) return undefined;
  const meant = nearestCommand(config, word);
  const help = meant === undefined ? 'run interform help' : `did you mean interform ${meant}?`;
  return usageError('unknown-command', `${JSON.stringify(word)} is not a command`, help);
}

function nearestCommand(config: Config, word: string): string | undefined {
  return nearest(
    word,
    config.commands.filter((command) => !command.hidden).map((command) => command.id),
  );
}

/** Help for programs: commands and their flags. */
function helpDocument(config: Config, topic: string | undefined) {
  const commands = config.commands.filter(
    (command) => !command.hidden && (topic === undefined || topic === command.id),
  );
  return {
    format: 'interform-help/1',
    exit: 0,
    diagnostics: [],
    commands: commands.map((command) => ({
      name: command.id,
      summary: command.summary ?? command.description ?? '',
      args: Object.keys(command.args),
      flags: Object.keys(command.flags),
    })),
  };
}

function exitOf(error: unknown): number {
  if (!(error instanceof Error) || !('oclif' in error)) return 1;
  const { oclif } = error;
  return typeof oclif === 'object' && oclif !== null && 'exit' in oclif ? Number(oclif.exit) : 1;
}

async function findingsOf(
  error: unknown,
  argv: readonly string[],
  options: MainOptions,
): Promise<readonly Diagnostic[]> {
  // Commands of plugins do not catch errors of their parser.
  const found = parserFindings(error, { id: argv[0] ?? 'interform', flags: [] });
  if (found !== undefined) return found;
  return (await failureOf(error, `in ${options.root}`)).diagnostics;
}

function end(
  exit: number,
  found: readonly Diagnostic[],
  terminal: Terminal,
  argv: readonly string[],
): number {
  const isJson = wantsJson(argv);
  const { env } = terminal;
  const masks = isMasked(isJson ? 'json' : 'text', argv, env);
  const diagnostics = masks ? found.map(maskOf(undefined, env).finding) : found;
  if (isJson) {
    terminal.stdout.write(`${redact(jsonText({ format: ERROR_FORMAT, exit, diagnostics }), terminal.env)}\n`);
    return exit;
  }
  const text = renderDiagnostics(diagnostics, () => undefined, lookOf(terminal.stderr, terminal.env));
  const look = lookOf(terminal.stderr, terminal.env);
  terminal.stderr.write(`${fitTerminal(redact(text, terminal.env), look)}\n`);
  return exit;
}
