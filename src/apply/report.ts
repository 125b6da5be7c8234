import type { Diagnostic } from '../types/diagnostic.ts';
import { EndingError } from '../types/ending-error.ts';
import type { Results } from '../types/result.ts';
import { isStoreFailure } from '../types/store.ts';
import { EditedMeanwhile } from './edited-meanwhile.ts';
import { FailedChanges } from './failed-changes.ts';
import type { Stop } from './run.ts';

/**
 * Diagnostics for what went wrong, with similar failures joined into one, and for why the run stopped. Goes through the results
 * once.
 */
export function reportFindings(
  results: Results,
  stop: Stop | undefined,
  internal: readonly unknown[],
): Diagnostic[] {
  const failed = new FailedChanges();
  const edited = new EditedMeanwhile();
  const left = { partly: 0, unattempted: 0 };
  for (const result of results) {
    failed.take(result);
    edited.take(result);
    if (result.partly === true) left.partly += 1;
    if (result.outcome === 'not_attempted') left.unattempted += 1;
  }
  return [
    ...crashes(internal),
    ...(stop === undefined || stop.cause === 'internal' || stop.cause === 'store'
      ? []
      : [stopped(stop, leftWords(left))]),
    ...failed.findings(),
    ...edited.findings(),
  ];
}

/** `left`: what was not done, in words. */
function stopped(stop: Stop, left: string): Diagnostic {
  const detail = left === '' ? {} : { detail: left };
  switch (stop.cause) {
    case 'interrupted':
      return {
        code: 'interrupted',
        severity: 'warning',
        summary: 'the run was interrupted',
        ...detail,
        help: 'apply again: it continues where this run stopped',
      };
    case 'max-errors':
      return {
        code: 'max-errors',
        severity: 'error',
        summary: stop.reason,
        ...detail,
        help: 'correct the failures first. --max-errors N sets after how many failures a run stops',
      };
    case 'unauthorized':
      return {
        code: 'unauthorized',
        severity: 'error',
        summary: 'the run stopped: Intercom no longer accepts the token',
        ...detail,
        help: 'check the token with interform doctor, then apply again',
      };
    case 'forbidden':
      return {
        code: 'forbidden',
        severity: 'error',
        summary: 'the run stopped: this token may not write to Intercom',
        ...detail,
        help: 'give the app the permissions that interform doctor names, then apply again',
      };
    case 'restricted':
      return {
        code: 'plan-restricted',
        severity: 'error',
        summary: 'the run stopped: the subscription of the workspace does not include this',
        ...detail,
        help: 'ask the owner of the workspace, then apply again. Intercom allows this request only with a paid subscription',
      };
    case 'store':
    case 'internal':
      return internalError(stop.reason);
  }
}

/** What was not done because of the stop, in words; empty where there is nothing. */
function leftWords({
  partly,
  unattempted,
}: {
  readonly partly: number;
  readonly unattempted: number;
}): string {
  const parts = [
    ...(partly > 0 ? [`${countedChanges(partly)} only partly written`] : []),
    ...(unattempted > 0 ? [`${countedChanges(unattempted)} not attempted`] : []),
  ];
  return parts.join(', ');
}

function countedChanges(count: number): string {
  return count === 1 ? '1 change was' : `${count} changes were`;
}

/** Why the run could not go on: the store or the disk failed, which all changes under way meet, or interform did. */
function crashes(failures: readonly unknown[]): readonly Diagnostic[] {
  const foreseen = new Map<string, Diagnostic>();
  const internal: Diagnostic[] = [];
  for (const failure of failures) {
    if (isStoreFailure(failure) || failure instanceof EndingError)
      foreseen.set(failure.diagnostic.code, failure.diagnostic);
    else internal.push(internalError(failure));
  }
  return [...foreseen.values(), ...internal];
}

function internalError(failure: unknown): Diagnostic {
  return {
    code: 'internal-error',
    severity: 'error',
    summary: 'interform stopped because of an error of its own',
    detail: failure instanceof Error ? failure.message : String(failure),
    help: 'this is a bug in interform. Plan again to see what was written',
  };
}
