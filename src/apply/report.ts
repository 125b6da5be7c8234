import { kindOfSets, setOf } from '../kinds/declared/sets.ts';
import type { Diagnostic } from '../types/diagnostic.ts';
import { sortOfReason } from '../types/reason-sort.ts';
import type { ChangeResult } from '../types/result.ts';
import { isStoreFailure } from '../types/store.ts';
import type { Stop } from './run.ts';

/** How many addresses a message lists. */
const SAMPLES = 3;

/** Diagnostics for what went wrong, with similar failures joined into one, and for why the run stopped. */
export function reportFindings(
  results: readonly ChangeResult[],
  stop: Stop | undefined,
  internal: readonly unknown[],
): Diagnostic[] {
  return [
    ...internal.map((failure) => (isStoreFailure(failure) ? failure.diagnostic : internalError(failure))),
    ...(stop === undefined || stop.cause === 'internal' || stop.cause === 'store'
      ? []
      : [stopped(stop, results)]),
    ...grouped(results, ({ outcome, partly }) => outcome === 'failed' && partly !== true, FINDINGS.failed),
    ...grouped(results, ({ partly }) => partly === true, FINDINGS.partly),
    ...grouped(results, ({ outcome }) => outcome === 'unknown', FINDINGS.unknown),
    ...grouped(results, ({ outcome }) => outcome === 'stale', FINDINGS.stale),
    ...editedMeanwhile(results),
  ];
}

interface Finding {
  readonly code: string;
  readonly severity: 'error' | 'warning';
  /** Wording for one change and for several. */
  readonly what: readonly [string, string];
  readonly help: string;
}

const FINDINGS = {
  failed: {
    code: 'change-failed',
    severity: 'error',
    what: ['failed', 'failed'],
    help: 'correct what the reason names, then apply again: it repeats nothing that is done',
  },
  partly: {
    code: 'change-partly-written',
    severity: 'warning',
    what: ['is only partly written', 'are only partly written'],
    help: 'apply again: it makes the rest of them',
  },
  unknown: {
    code: 'change-unknown',
    severity: 'error',
    what: ['may or may not have been written', 'may or may not have been written'],
    help: 'apply again: it first looks for what this run may have created',
  },
  stale: {
    code: 'change-stale',
    severity: 'error',
    what: ['changed after the plan was made', 'changed after the plan was made'],
    help: 'make a new plan to see what Intercom holds now, then review and apply it',
  },
} satisfies Record<string, Finding>;

/** One diagnostic for each reason. Reasons that differ only in ids, numbers and quoted values are joined. */
function grouped(
  results: readonly ChangeResult[],
  isOne: (result: ChangeResult) => boolean,
  { code, severity, what: [ofOne, ofMany], help }: Finding,
): Diagnostic[] {
  const groups = new Map<string, ChangeResult[]>();
  for (const result of results) {
    if (!isOne(result)) continue;
    const sort = sortOfReason(result.reason ?? '');
    const group = groups.get(sort);
    if (group === undefined) groups.set(sort, [result]);
    else group.push(result);
  }
  return [...groups.values()].flatMap((group): Diagnostic[] => {
    const [first] = group;
    if (first === undefined) return [];
    const reason = first.reason ?? '';
    const requestId = first.request_id === undefined ? {} : { request_id: first.request_id };
    if (group.length === 1) {
      const summary = `${first.address} ${ofOne}`;
      return [{ code, severity, summary, detail: reason, help, address: first.address, ...requestId }];
    }
    const samples = group.slice(0, SAMPLES).map((result) => result.address);
    const more = group.length > SAMPLES ? `, and ${group.length - SAMPLES} more` : '';
    const detail = `${samples.join(', ')}${more}; the first: ${reason}`;
    return [{ code, severity, summary: `${group.length} changes ${ofMany}`, detail, help, ...requestId }];
  });
}

/** How many fields the message lists; the results hold all of them. */
const FIELDS = 10;

/**
 * Fields that somebody else changed between a read and the write. As Intercom has no conditional writes, an edit of the written
 * fields themselves cannot be seen (law 8).
 */
function editedMeanwhile(results: readonly ChangeResult[]): Diagnostic[] {
  const edited = results.filter((result) => result.edited !== undefined);
  const [first] = edited;
  if (first === undefined) return [];
  const fields = [
    ...new Set(edited.flatMap((result) => (result.edited ?? []).map(({ field }) => field))),
  ].sort();
  const named =
    fields.length > FIELDS ? [...fields.slice(0, FIELDS), `${fields.length - FIELDS} more`] : fields;
  const ofSets = edited.every(({ address }) => setOf(address) !== undefined);
  const what = ofSets ? kindOfSets().words.one : 'item';
  const samples = edited.slice(0, SAMPLES).map(({ address }) => address);
  const more = edited.length > SAMPLES ? `, and ${edited.length - SAMPLES} more` : '';
  const them = edited.length === 1 ? 'it was' : 'they were';
  return [
    {
      code: 'edited-meanwhile',
      severity: 'warning',
      summary: `somebody else edited ${edited.length} ${what}${edited.length === 1 ? '' : 's'} while ${them} written`,
      detail: `Fields: ${named.join(', ')}. If they also edited the fields that were written, those edits may be lost: ${samples.join(', ')}${more}`,
      help: 'each result lists what else was edited under `edited`; --recheck each makes the time between read and write as short as possible',
      ...(edited.length === 1 ? { address: first.address } : {}),
    },
  ];
}

function stopped(stop: Stop, results: readonly ChangeResult[]): Diagnostic {
  const left = leftWords(results);
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
function leftWords(results: readonly ChangeResult[]): string {
  const partly = results.filter((result) => result.partly === true).length;
  const left = results.filter((result) => result.outcome === 'not_attempted').length;
  const parts = [
    ...(partly > 0 ? [`${countedChanges(partly)} only partly written`] : []),
    ...(left > 0 ? [`${countedChanges(left)} not attempted`] : []),
  ];
  return parts.join(', ');
}

function countedChanges(count: number): string {
  return count === 1 ? '1 change was' : `${count} changes were`;
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
