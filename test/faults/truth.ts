import type { ContactSnapshot, Emulator, EmulatorState } from '../../src/emulator/index.ts';
import { type Change, isMembership } from '../../src/types/change.ts';
import type { Json, JsonObject } from '../../src/types/json.ts';
import type { PlanDocument } from '../../src/types/plan.ts';
import type { ChangeResult, ResultDocument } from '../../src/types/result.ts';
import type { MadeEdit } from './foreign.ts';
import type { Run, Served } from './run.ts';

export interface Told {
  readonly run: Run;
  readonly plan: PlanDocument;
  readonly result: ResultDocument;
  readonly emulator: Emulator;
  /** What others edited so far. */
  readonly edits: readonly MadeEdit[];
  /** Whether an earlier process was killed or left something unknown, so that this one may have met what that left. */
  readonly inherits: boolean;
}

/** Faults after which nobody can know from the answer whether Intercom did it. */
const HIDING: ReadonlySet<string> = new Set([
  '500',
  '502',
  '503',
  '504',
  '408',
  '500-before',
  '500-after',
  'lost',
  'reset',
  'empty',
  'html',
  'delay',
]);

/**
 * What a report says that is not so, in the instant in which it is made:
 *
 *   done, already            what the change wants is there, but for what somebody else edited meanwhile
 *   stale, skipped,          this process wrote nothing of it
 *   not_attempted
 *   unknown                  an answer was lost on the way, in this process or in one that it follows
 */
export function untruths(told: Told): readonly string[] {
  const changeOf = new Map([...told.plan.changes].map((change) => [change.address, change]));
  return [...told.result.results].flatMap((result) => {
    const change = changeOf.get(result.address);
    if (change === undefined) return [`${result.address} is reported and was not planned`];
    return untrue(result, change, told).map(
      (what) =>
        `${result.outcome} ${change.action} ${result.address}: ${what}${result.reason === undefined ? '' : ` (${result.reason})`}`,
    );
  });
}

function untrue(result: ChangeResult, change: Change, told: Told): readonly string[] {
  switch (result.outcome) {
    case 'done':
    case 'already':
      return missing(result, change, told);
    case 'stale':
    case 'skipped':
    case 'not_attempted':
      return writesOf(change, told.run.served).length === 0 ? [] : ['it was written'];
    case 'unknown':
      return told.inherits ||
        told.run.isSuspended ||
        told.run.served.some((served) => isHidden(served) || isInBulk(change, served))
        ? []
        : ['every answer came'];
    case 'failed':
      return [];
  }
}

function isHidden({ fault, answer, writes }: Served): boolean {
  return (fault !== undefined && HIDING.has(fault)) || (writes && answer.delayMs > 0);
}

/** The answer to a bulk request tells nothing of its contacts. */
function isInBulk({ id, fields: { external_id: key } }: Change, { request, answer }: Served): boolean {
  if (answer.status !== 202) return false;
  if (request.method === 'PUT') return id !== null && request.body.includes(JSON.stringify(id));
  if (key === undefined || isMembership(key)) return false;
  return request.method === 'POST' && request.body.includes(JSON.stringify(key.after));
}

/** What the change wants and Intercom does not hold. */
function missing(result: ChangeResult, change: Change, { emulator, run, edits }: Told): readonly string[] {
  const { state } = emulator;
  const id = result.id ?? change.id;
  switch (change.kind) {
    case 'contact':
    case 'merge': {
      const contact = id === null ? undefined : state.contact(id);
      if (contact === undefined) return [`there is no contact ${id}`];
      if (change.kind === 'merge') return contact.state === 'merged' ? [] : [`it is ${contact.state}`];
      const excused = new Set(
        edits.filter((edit) => edit.id === id && edit.at >= run.startedAt).map(({ path }) => path),
      );
      return missingOfContact(change, contact, excused);
    }
    case 'tag':
      return state.tags().some(({ name }) => `tag/${name.toLowerCase()}` === change.address)
        ? []
        : ['no tag'];
    case 'company':
      return missingOfObject(change, companyOf(state, change.address));
    case 'attribute':
      return missingOfObject(change, attributeOf(state, change.address));
    default:
      return [];
  }
}

function missingOfContact(
  change: Change,
  contact: ContactSnapshot,
  excused: ReadonlySet<string>,
): readonly string[] {
  const archived = change.fields['archived'];
  const wanted =
    archived !== undefined && !isMembership(archived) && archived.after === true ? 'archived' : 'live';
  // It may have been merged or archived by somebody since; then its fields say nothing.
  if (contact.state !== wanted) return [`it is ${contact.state}, not ${wanted}`];
  return Object.entries(change.fields).flatMap(([path, field]) => {
    if (path === 'archived' || excused.has(path)) return [];
    if (isMembership(field)) {
      const held: readonly string[] = path === 'tags' ? contact.tags : contact.companies;
      const has = new Set(held.map((name) => (path === 'tags' ? name.toLowerCase() : name)));
      const key = (name: string) => (path === 'tags' ? name.toLowerCase() : name);
      return [
        ...field.add.filter((name) => !has.has(key(name))).map((name) => `without ${path} ${name}`),
        ...field.remove.filter((name) => has.has(key(name))).map((name) => `still with ${path} ${name}`),
      ];
    }
    const held: Json = path.startsWith('custom_attributes.')
      ? (contact.custom_attributes[path.slice('custom_attributes.'.length)] ?? null)
      : ((Reflect.get(contact, path) as Json | undefined) ?? null);
    return isSame(held, field.after)
      ? []
      : [`${path} is ${JSON.stringify(held)}, not ${JSON.stringify(field.after)}`];
  });
}

function missingOfObject(change: Change, object: JsonObject | undefined): readonly string[] {
  if (object === undefined) return ['it is not there'];
  return Object.entries(change.fields).flatMap(([path, field]) => {
    if (isMembership(field) || !(path in object)) return [];
    const held = object[path] ?? null;
    return isSame(held, field.after) ? [] : [`${path} is ${JSON.stringify(held)}`];
  });
}

/** Absent, null and cleared are one. */
function isSame(held: Json, wanted: Json): boolean {
  const blank = (value: Json) => value === null || value === '';
  return (blank(held) && blank(wanted)) || JSON.stringify(held) === JSON.stringify(wanted);
}

function companyOf(state: EmulatorState, address: string): JsonObject | undefined {
  const company = state.companies().find((one) => `company/${String(one['company_id'])}` === address);
  if (company === undefined) return undefined;
  const { plan: _plan, tags: _tags, custom_attributes: _custom, ...plain } = company;
  return plain;
}

function attributeOf(state: EmulatorState, address: string): JsonObject | undefined {
  const attribute = state
    .attributes()
    .find((one) => `attribute/${String(one['model'])}/${String(one['name'])}` === address);
  if (attribute === undefined) return undefined;
  const { description, archived } = attribute;
  return { description: description ?? null, archived: archived ?? false };
}

/** Requests of the process that took effect on what the change is about, and on nothing else that it did. */
function writesOf(change: Change, served: readonly Served[]): readonly Served[] {
  if (change.kind !== 'contact') return [];
  return served.filter(({ request, answer, writes, fault }) => {
    if (!writes || fault === '500-before' || fault === 'reset') return false;
    // A refusal stays what it is whatever strikes afterwards.
    if (answer.status >= 400 && !(fault === '500-after' && answer.status === 500)) return false;
    const { pathname } = new URL(request.url);
    if (change.id !== null) return pathname === `/contacts/${change.id}`;
    if (pathname !== '/contacts') return false;
    const body = JSON.parse(request.body) as JsonObject;
    const wanted = (path: string) => {
      const field = change.fields[path];
      return field === undefined || isMembership(field) ? undefined : field.after;
    };
    const [externalId, email] = [wanted('external_id'), wanted('email')];
    return externalId !== undefined ? body['external_id'] === externalId : body['email'] === email;
  });
}
