import type { Diagnostic } from '../types/diagnostic.ts';
import { nearest } from '../types/nearest.ts';

/** The command line is wrong, and nothing was done. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
  readonly diagnostics: readonly Diagnostic[];

  constructor(diagnostics: readonly Diagnostic[]) {
    super(diagnostics.map((one) => one.summary).join('; '));
    this.diagnostics = diagnostics;
  }
}

/** True when stdout must contain exactly one JSON document. It reads the arguments, because errors of the parser need it too. */
export function wantsJson(argv: readonly string[]): boolean {
  return beforeDashes(argv).some((word) => word === '--json' || word.startsWith('--json='));
}

/** The words before a lone `--`, which may be flags. */
export function beforeDashes(argv: readonly string[]): readonly string[] {
  const end = argv.indexOf('--');
  return end === -1 ? argv : argv.slice(0, end);
}

/** An error about the command line, for a UsageError. */
export function usageError(code: string, summary: string, help?: string): Diagnostic {
  return { code, severity: 'error', summary, ...(help === undefined ? {} : { help }) };
}

/**
 * The errors of oclif's parser as diagnostics; undefined for other errors. Errors of oclif are recognised by their fields,
 * since their classes are not exported.
 */
export function parserFindings(
  error: unknown,
  command: { readonly id: string; readonly flags: readonly string[] },
): Diagnostic[] | undefined {
  if (!(error instanceof Error) || !('oclif' in error || 'parse' in error)) return undefined;
  const help = `run interform help ${command.id}`;
  if ('flags' in error && Array.isArray(error.flags)) {
    return error.flags.map((flag) =>
      usageError('unknown-flag', `${flag} is not a flag of ${command.id}`, flagHelp(String(flag), command)),
    );
  }
  if ('args' in error && Array.isArray(error.args)) {
    if (error.args.every((arg) => typeof arg === 'string')) {
      return error.args.map((arg) =>
        usageError('unexpected-argument', `${command.id} takes no argument ${JSON.stringify(arg)}`, help),
      );
    }
    const names = error.args.map((arg) => String(arg.name).toUpperCase()).join(', ');
    return [usageError('missing-argument', `${command.id} needs ${names}`, help)];
  }
  return [usageError('bad-flag-value', firstWords(error.message), help)];
}

function flagHelp(flag: string, command: { readonly id: string; readonly flags: readonly string[] }): string {
  const written = flag.replace(/^-+/, '').replaceAll('_', '-');
  if (written === 'dry-run') return 'use interform plan: it shows the changes and makes none';
  const known = nearest(written, command.flags);
  return known === undefined ? `run interform help ${command.id}` : `did you mean --${known}?`;
}

/** oclif's message on one line, without its hints. */
function firstWords(message: string): string {
  return message
    .replace(/\n?See more help with --help/g, '')
    .replace(/\s+/g, ' ')
    .replace(/^Parsing (--\S+) E/, '$1: e')
    .trim();
}
