import type { Json, JsonObject } from '../../../types/json.ts';
import { badRequest, invalid } from '../../errors.ts';
import type { Call } from '../../router.ts';
import { type ApiVersion, V2_16 } from '../../version.ts';
import type { Workspace } from '../../workspace.ts';
import { attributesOf } from '../attributes/store.ts';
import { attributeSwitchesOf } from '../attributes/switches.ts';
import { mergeCustomAttributes } from '../attributes/values.ts';
import type { CompanyRecord } from './record.ts';

type Writable<T> = { -readonly [K in keyof T]: T[K] };
type FieldChanges = Partial<Writable<CompanyRecord>>;

/** Largest monthly_spend (intercom 5.2). */
const SPEND_LIMIT = 2_147_483_647;

const KNOWN_KEYS = new Set([
  ...['company_id', 'name', 'plan', 'size', 'website', 'industry', 'remote_created_at', 'monthly_spend'],
  ...['custom_attributes', 'update_last_request_at'],
]);
/** Keys that came later (intercom 0.4). */
const SINCE: Readonly<Record<string, ApiVersion>> = { update_last_request_at: V2_16 };
/** Written on POST only; PUT leaves them as they are (intercom 5.2). */
const POST_ONLY = new Set(['remote_created_at', 'update_last_request_at']);

/**
 * The fields of a company write, checked. An unknown key is refused (intercom 5.2); null leaves a standard field as it is, which
 * no source settles.
 */
export function readCompanyFields(
  body: JsonObject,
  before: CompanyRecord,
  method: 'POST' | 'PUT',
  { workspace, version }: Pick<Call, 'workspace' | 'version'>,
): FieldChanges {
  const known = (key: string): boolean =>
    (KNOWN_KEYS.has(key) || (key === 'id' && method === 'POST')) && version >= (SINCE[key] ?? 0);
  const unknown = Object.keys(body).find((key) => !known(key));
  // The spec's example has `request_id: null`.
  if (unknown !== undefined) throw badRequest(`bad '${unknown}' parameter`, 'null');
  const changes: FieldChanges = {};
  for (const [name, value] of Object.entries(body)) {
    if (value === null || (method === 'PUT' && POST_ONLY.has(name))) continue;
    readField(name, value, changes, workspace);
  }
  changes.custom_attributes = mergeCustomAttributes(
    before.custom_attributes,
    body.custom_attributes,
    'company',
    attributesOf(workspace),
    attributeSwitchesOf(workspace),
  );
  return changes;
}

function readField(name: string, value: Json, changes: FieldChanges, workspace: Workspace): void {
  switch (name) {
    case 'name':
    case 'plan':
    // The website is never validated (intercom 6).
    case 'website':
    case 'industry':
      changes[name] = text(name, value);
      break;
    case 'size':
      changes.size = Math.trunc(number(name, value));
      break;
    case 'monthly_spend':
      // Floats are truncated (intercom 6).
      changes.monthly_spend = Math.min(Math.trunc(number(name, value)), SPEND_LIMIT);
      break;
    case 'remote_created_at':
      changes.remote_created_at = Math.trunc(number(name, value));
      break;
    case 'update_last_request_at':
      if (value === true) changes.last_request_at = workspace.now();
      break;
  }
}

function text(name: string, value: Json): string {
  if (typeof value === 'string') return value;
  throw invalid(`${name} must be a string`);
}

function number(name: string, value: Json): number {
  if (typeof value === 'number') return value;
  throw invalid(`${name} must be a number`);
}
