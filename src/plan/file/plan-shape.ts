import { ACTIONS, type Change } from '../../types/change.ts';
import { PLAN_FORMAT } from '../../types/plan.ts';
import { RECHECK_MODES } from '../../types/recheck.ts';
import {
  absentOr,
  array,
  boolean,
  literal,
  mapOf,
  matching,
  nullOr,
  number,
  object,
  type Shape,
  string,
} from '../../types/shape.ts';
import type { PlanHeader } from './write-plan-file.ts';

/**
 * Intercom's ids are hex digits, decimal digits or a UUID. No other characters are allowed, so that an id cannot lead to
 * another path of the API.
 */
const id = matching(/^[A-Za-z0-9_-]{1,100}$/, 'an Intercom id');

/** Field values become request bodies, which are never nested this deeply. */
const MAX_DEPTH = 32;

const json: Shape = (value, path) => {
  if (value === undefined) return `${path} is missing`;
  return isDeeper(value, MAX_DEPTH) ? `${path} is nested too deeply` : undefined;
};

const membership = object({ add: array(string), remove: array(string) });
const valueChange = object({ before: absentOr(json), after: json });

const contactKey = object({ field: literal('id', 'external_id', 'email', 'phone'), value: string });

/** An object with `add` is a membership, as `isMembership` decides it. */
const field: Shape = (value, path) =>
  typeof value === 'object' && value !== null && 'add' in value
    ? membership(value, path)
    : valueChange(value, path);

const preview = object({
  allowed: boolean,
  reasons: array(object({ code: string, message: string })),
  fields: array(
    object({
      path: string,
      outcome: literal('adopted', 'discarded', 'merged'),
      from: json,
      into: json,
      after: json,
    }),
  ),
  fields_total: number,
  moves: mapOf(number),
});

const change = object({
  address: matching(/^[a-z_]+(\/[A-Za-z0-9._~%-]+)+$/, 'an address'),
  kind: string,
  action: literal(...ACTIONS),
  id: nullOr(id),
  requires: array(string),
  irreversible: boolean,
  reason: string,
  notes: array(string),
  also: array(string),
  fields: mapOf(field),
  source: nullOr(object({ file: string, line: absentOr(number), row: absentOr(number) })),
  context: absentOr(
    object({
      role: absentOr(literal('user', 'lead')),
      on_archived: absentOr(literal('unarchive')),
      clear_unarchived: absentOr(array(string)),
      keep_unarchived: absentOr(array(string)),
      on_create: absentOr(array(string)),
      before_merge: absentOr(array(string)),
      matched: absentOr(array(contactKey)),
      into_matched: absentOr(array(contactKey)),
      owner_tags: absentOr(array(string)),
      held_tags: absentOr(array(string)),
      carried: absentOr(mapOf(object({ from: string, value: json }))),
      emptied: absentOr(
        object({
          model: string,
          attribute: string,
          options: absentOr(array(string)),
          into: absentOr(array(string)),
          left: absentOr(array(string)),
        }),
      ),
      former_tags: absentOr(mapOf(nullOr(string))),
      preview: absentOr(preview),
      set: absentOr(string),
      owners: absentOr(array(string)),
    }),
  ),
});

const diagnostic = object({
  code: string,
  severity: literal('error', 'warning', 'info'),
  summary: string,
  detail: absentOr(string),
  help: absentOr(string),
  address: absentOr(string),
  file: absentOr(string),
  line: absentOr(number),
  column: absentOr(number),
  row: absentOr(number),
  request_id: absentOr(string),
});

const BULK_COUNT = { contacts: number, requests: number, reads: number };

const header = object({
  format: literal(PLAN_FORMAT),
  tool: string,
  workspace: object({ id: string, name: string, region: string }),
  intercom_version: string,
  environment: nullOr(string),
  manifests: object({ digest: string, version: nullOr(string) }),
  digest: string,
  filtered: absentOr(literal(true)),
  limited: absentOr(literal(true)),
  undoes: absentOr(string),
  snapshot: absentOr(literal(true)),
  sensitive: absentOr(array(string)),
  masked: absentOr(literal(true)),
  members: absentOr(mapOf(number)),
  left_out: absentOr(array(object({ source: string, rows: number, left_out: number }))),
  summary: object({
    create: number,
    update: number,
    convert: number,
    merge: number,
    archive: number,
    unarchive: number,
    delete: absentOr(number),
    unchanged: number,
    skipped: number,
    blocked: number,
  }),
  guards: array(object({ verb: string, count: number, limit: nullOr(number), over: boolean })),
  cost: object({
    reads: number,
    writes: number,
    seconds: number,
    recheck: absentOr(object({ mode: literal(...RECHECK_MODES), reads: number })),
    bulk: absentOr(object({ ...BULK_COUNT, updates: absentOr(object(BULK_COUNT)) })),
  }),
  diagnostics: array(diagnostic),
});

/** What is wrong with a value that should be a change, such as `fields.email: must be …`; undefined when it is a change. */
export function changeProblem(value: unknown): string | undefined {
  return change(value, '');
}

/** What is wrong with a value that should be the header line; undefined when it is one. */
export function headerProblem(value: unknown): string | undefined {
  return header(value, '');
}

/** Only for a value that `changeProblem` accepts. */
export function asChange(value: unknown): Change {
  return value as Change; // Its shape was checked.
}

/** Only for a value that `headerProblem` accepts. */
export function asHeader(value: unknown): PlanHeader {
  return value as PlanHeader; // Its shape was checked.
}

function isDeeper(value: unknown, depth: number): boolean {
  if (typeof value !== 'object' || value === null) return false;
  if (depth === 0) return true;
  for (const member of Object.values(value)) if (isDeeper(member, depth - 1)) return true;
  return false;
}
