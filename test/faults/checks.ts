import type { ContactSnapshot, EmulatorState } from '../../src/emulator/index.ts';
import type { ResultDocument } from '../../src/types/result.ts';
import { emailHolders } from '../properties/live-state.ts';
import type { Run, RunEnd } from './run.ts';

/** What is wrong with a run of the suite, by sort; the sorts are the columns of the table. */
const SORTS = ['doubled', 'untrue', 'exit code', 'not empty at once', 'end state', 'crashed'] as const;
export type Sort = (typeof SORTS)[number];

export interface Problem {
  readonly sort: Sort;
  readonly what: string;
}

/** Who is there more often than a fault-free first run leaves them. Objects without people are refused twice by Intercom. */
export function doubled(expected: EmulatorState, got: EmulatorState): readonly string[] {
  const wanted = emailHolders(expected.liveContacts());
  const people = [...emailHolders(got.liveContacts())]
    .filter(([key, count]) => count > Math.max(1, wanted.get(key) ?? 0))
    .map(([key, count]) => `${key} is there ${count} times`);
  return [
    ...people,
    ...repeated(got.liveContacts().flatMap(userKey)),
    ...repeated(got.tags().map(({ name }) => `tag ${name.toLowerCase()}`)),
    ...repeated(got.companies().map(({ company_id }) => `company ${String(company_id)}`)),
    ...repeated(got.attributes().map(({ model, name }) => `attribute ${String(model)} ${String(name)}`)),
  ];
}

function userKey({ role, external_id }: ContactSnapshot): readonly string[] {
  return role === 'user' && external_id !== null ? [`user ${external_id}`] : [];
}

function repeated(keys: readonly string[]): readonly string[] {
  const seen = new Set<string>();
  return keys.filter((key) => seen.size === seen.add(key).size).map((key) => `${key} is there twice`);
}

/** The exit code that the results call for, where it is another one (design 8). */
export function wrongExit(result: ResultDocument, exit: number): readonly string[] {
  const outcomes = new Set([...result.results].map(({ outcome }) => outcome));
  const wrote = outcomes.has('done') || outcomes.has('unknown');
  const complete = [...outcomes].every((outcome) => outcome === 'done' || outcome === 'already');
  // Before the first write another finding may have decided; what was written in part counts as written too.
  const right = complete ? [0, 3, 1, 5, 6] : wrote ? [3] : [1, 3, 4, 5, 6];
  const said = result.exit === exit ? [] : [`the document says ${result.exit}, the process ${exit}`];
  if (complete && result.results.length > 0 && exit !== 0 && !result.diagnostics.some(isError))
    return [...said, `exit ${exit}, and everything is done`];
  if (exit === 0 && !complete) return [...said, `exit 0 with ${[...outcomes].join(', ')}`];
  return right.includes(exit) ? said : [...said, `exit ${exit} with ${[...outcomes].join(', ')}`];
}

function isError({ severity, code }: { readonly severity: string; readonly code: string }): boolean {
  return severity === 'error' || code === 'interrupted';
}

/** Exit 6 is said of a lock, and of nothing else; and only where somebody holds it or died with it. */
export function wrongLock(run: Run, { exit, document }: Ended, isHeld: boolean): readonly string[] {
  const codes = new Set(document.diagnostics.map(({ code }) => code));
  const isLocked = codes.has('locked');
  return [
    ...(isLocked === (exit === 6) ? [] : [`exit ${exit} with ${[...codes].join(', ')}`]),
    ...(isLocked && !isHeld ? ['it is locked, and every other apply has ended'] : []),
    ...(codes.has('lock-lost') && !run.isSuspended ? ['the lock was lost while the process was awake'] : []),
  ];
}

type Ended = Extract<RunEnd, { readonly state: 'ended' }>;
