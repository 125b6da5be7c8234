import { type FieldChange, isMembership } from '../../types/change.ts';
import type { Diagnostic } from '../../types/diagnostic.ts';
import type { Undone } from '../../types/undoing.ts';

/** A reason that concerns one change of an undo. */
export interface Remark {
  readonly address: string;
  readonly reason: string;
}

const SAMPLES = 3;

/** What cannot be undone, one diagnostic for each reason. */
export function impossible(remarks: readonly Remark[]): Diagnostic[] {
  return byReason(remarks).map(([reason, addresses]) => ({
    code: 'undo-impossible',
    severity: 'warning',
    summary: `${changes(addresses.length)} cannot be taken back`,
    detail: `${reason}: ${samples(addresses)}`,
    help: 'docs/guides/undoing.md lists what stays',
    ...(addresses.length === 1 ? { address: addresses[0] ?? '' } : {}),
  }));
}

/** What is left as it is, because somebody else has changed it since. */
export function leftAlone(remarks: readonly Remark[]): Diagnostic[] {
  return byReason(remarks).map(([reason, addresses]) => ({
    code: 'undo-left-alone',
    severity: 'warning',
    summary: `${changes(addresses.length)} left as they are: changed since by somebody else`,
    detail: `${reason}: ${samples(addresses)}`,
    help: 'look at them in Intercom, and change them by hand or by a manifest',
    ...(addresses.length === 1 ? { address: addresses[0] ?? '' } : {}),
  }));
}

/** What the interrupted run may have created, and search does not show yet. */
export function notKnownYet(run: string, addresses: readonly string[]): Diagnostic[] {
  if (addresses.length === 0) return [];
  return [
    {
      code: 'undo-unknown',
      severity: 'warning',
      summary: `whether ${addresses.length === 1 ? '1 contact was' : `${addresses.length} contacts were`} created is not known yet`,
      detail: `the run got no answer, and Intercom's search may not show it yet: ${samples(addresses)}`,
      help: `undo ${run} again in a few minutes; it then undoes what search shows`,
      ...(addresses.length === 1 ? { address: addresses[0] ?? '' } : {}),
    },
  ];
}

/** Values that had been carried over: without them the attribute is cleared, which counts as arrived. */
export function notCarriedAgain(undone: readonly Undone[]): Diagnostic[] {
  const addresses = undone.flatMap(({ made, inverse }) => {
    const paths = Object.keys(made.context?.carried ?? {});
    const isCleared = (field: FieldChange | undefined) =>
      field !== undefined && !isMembership(field) && field.after === null;
    return paths.some((path) => isCleared(inverse.fields[path])) ? [made.address] : [];
  });
  if (addresses.length === 0) return [];
  return [
    {
      code: 'undo-carried',
      severity: 'warning',
      summary: `no later plan carries values over to ${addresses.length === 1 ? 'this item' : 'these items'} again`,
      detail: `Intercom keeps a value that is taken away as cleared, and what was cleared counts as arrived: ${samples(addresses)}`,
      help: 'to carry the old values over in another way, declare a new attribute with from',
    },
  ];
}

/** What the present manifests would make again. */
export function declaredToday(addresses: readonly string[]): Diagnostic[] {
  if (addresses.length === 0) return [];
  return [
    {
      code: 'undo-declared',
      severity: 'warning',
      summary: `the manifests of today would make ${addresses.length === 1 ? '1 of these changes' : `${addresses.length} of these changes`} again`,
      detail: samples(addresses),
      help: 'change or revert the manifests before the next apply',
    },
  ];
}

/** The error for a run whose values the store did not keep. */
export function withoutValues(run: string): Diagnostic {
  return {
    code: 'undo-without-values',
    severity: 'error',
    summary: `run ${run} cannot be taken back: its values were not kept`,
    detail: 'the store had keep_values: false, which is the default in CI',
    help: 'set store: { keep_values: true } where runs are to be undone; the journal of this run stays as it is',
  };
}

/** Its lines are not in sequence, or the run has ended and the journal lacks its end. */
export function damagedJournal(run: string, where: string): Diagnostic {
  return {
    code: 'store-damaged',
    severity: 'error',
    summary: `the store in ${where} is damaged`,
    detail: `the journal of run ${run} is not complete, so interform cannot know what to undo`,
    help: 'restore the store from a backup, or undo the changes by hand',
  };
}

function byReason(remarks: readonly Remark[]): [string, string[]][] {
  const groups = new Map<string, string[]>();
  for (const { reason, address } of remarks) {
    const addresses = groups.get(reason);
    if (addresses === undefined) groups.set(reason, [address]);
    else addresses.push(address);
  }
  return [...groups];
}

function changes(count: number): string {
  return count === 1 ? '1 change' : `${count} changes`;
}

function samples(addresses: readonly string[]): string {
  const more = addresses.length > SAMPLES ? `, and ${addresses.length - SAMPLES} more` : '';
  return `${addresses.slice(0, SAMPLES).join(', ')}${more}`;
}
