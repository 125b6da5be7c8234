import type { Diagnostic } from '../types/diagnostic.ts';
import { EndingError } from '../types/ending-error.ts';
import { isIntercomFailure } from '../types/intercom.ts';
import { isStoreFailure } from '../types/store.ts';
import { UsageError } from './usage.ts';

/** A caught error as diagnostics. `unknown`: nobody foresaw it, so it should be reported as a bug. */
export interface Failure {
  readonly diagnostics: readonly Diagnostic[];
  readonly unknown: boolean;
}

/** Turns whatever a command threw into diagnostics. This is the only place that does. */
export async function failureOf(error: unknown, version: string): Promise<Failure> {
  if (error instanceof UsageError) return known(...error.diagnostics);
  if (isIntercomFailure(error)) {
    const { failureDiagnostic } = await import('../app/connect.ts');
    return known(failureDiagnostic(error));
  }
  if (isStoreFailure(error) || error instanceof EndingError) return known(error.diagnostic);
  if (error instanceof Error && error.name === 'AbortError') {
    return known({ code: 'interrupted', severity: 'error', summary: 'Interrupted before it was finished' });
  }
  const file = fileFinding(error);
  if (file !== undefined) return known(file);
  const message = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  const finding: Diagnostic = {
    code: 'internal-error',
    severity: 'error',
    summary: 'interform failed with an unexpected error',
    detail: message,
    help: `run again with --verbose and report what it prints, with interform ${version}, your Node.js version and the command`,
  };
  return { diagnostics: [finding], unknown: true };
}

function known(...diagnostics: Diagnostic[]): Failure {
  return { diagnostics, unknown: false };
}

const FILE_REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'it does not exist',
  EACCES: 'permission denied',
  EPERM: 'permission denied',
  EISDIR: 'it is a folder',
  ENOTDIR: 'a part of its path is not a folder',
  ENOSPC: 'the disk is full',
  EROFS: 'the file system is read-only',
  EDQUOT: 'the disk quota is used up',
  EEXIST: 'it is not a regular file',
  ELOOP: 'it is a link that leads to itself',
  ENAMETOOLONG: 'its name is too long',
};

function fileFinding(error: unknown): Diagnostic | undefined {
  if (!(error instanceof Error) || !('code' in error) || !('path' in error)) return undefined;
  const reason = FILE_REASONS[String(error.code)];
  if (reason === undefined) return undefined;
  return {
    code: 'file-error',
    severity: 'error',
    summary: `Cannot use ${String(error.path)}: ${reason}`,
    help: 'name another file, or make room for it',
  };
}
