import type { ContactSnapshot, EmulatorState } from '../../src/emulator/index.ts';
import { addressSegments } from '../../src/types/address.ts';
import { type Change, isMembership } from '../../src/types/change.ts';
import type { Json, JsonObject } from '../../src/types/json.ts';

/** What a workspace holds at a moment: object → field → value as text. Empty fields are left out. */
export type Held = ReadonlyMap<string, ReadonlyMap<string, string>>;

/** Ids, times that move with every write, and what Intercom counts itself. */
const MOVING: ReadonlySet<string> = new Set([
  'id',
  'created_at',
  'updated_at',
  'last_request_at',
  'admin_id',
  'user_count',
  'session_count',
]);

export function heldBy(state: EmulatorState): Held {
  const held = new Map<string, ReadonlyMap<string, string>>();
  for (const contact of state.allContacts()) held.set(`contact ${contact.id}`, contactFields(contact));
  for (const attribute of state.attributes())
    held.set(`attribute ${String(attribute['model'])}/${String(attribute['name'])}`, plainFields(attribute));
  for (const company of state.companies())
    held.set(`company ${String(company['company_id'])}`, companyFields(company));
  for (const { name } of state.tags()) held.set(`tag ${name.toLowerCase()}`, new Map());
  return held;
}

function contactFields({
  custom_attributes,
  tags,
  companies,
  ...rest
}: ContactSnapshot): ReadonlyMap<string, string> {
  const { external_id, ...others } = rest;
  return filled({
    ...others,
    // A lead's external_id is random (intercom 4.4).
    ...(rest.role === 'lead' ? {} : { external_id }),
    ...prefixed(custom_attributes),
    tags: tags.toSorted(),
    companies: companies.toSorted(),
  });
}

function plainFields(object: JsonObject): ReadonlyMap<string, string> {
  return filled(object);
}

function companyFields({ custom_attributes, tags, plan, ...rest }: JsonObject): ReadonlyMap<string, string> {
  const names = JSON.stringify(tags ?? null).match(/"name":"[^"]*"/g) ?? [];
  return filled({
    ...rest,
    ...prefixed(custom_attributes as JsonObject),
    plan: JSON.stringify(plan ?? null).match(/"name":"[^"]*"/)?.[0] ?? null,
    tags: names.toSorted(),
  });
}

function prefixed(custom: Readonly<Record<string, Json>>): JsonObject {
  return Object.fromEntries(
    Object.entries(custom).map(([name, value]) => [`custom_attributes.${name}`, value]),
  );
}

function filled(fields: Readonly<Record<string, Json>>): ReadonlyMap<string, string> {
  return new Map(
    Object.entries(fields).flatMap(([path, value]) =>
      MOVING.has(path) || value === null || value === '' || JSON.stringify(value) === '[]'
        ? []
        : [[path, JSON.stringify(value)] as const],
    ),
  );
}

/**
 * What an undo did not bring back, minus the closed list of what cannot go back (docs/guides/undoing.md). Created contacts and
 * attributes count as gone when they are archived.
 */
export function notTakenBack(before: Held, after: Held, changes: readonly Change[]): readonly string[] {
  const stays = closedList(changes);
  const different: string[] = [];
  for (const [object, now] of after) {
    if (before.has(object) || stays(object, '')) continue;
    if (object.startsWith('contact ') ? now.get('state') === '"archived"' : now.get('archived') === 'true')
      continue;
    different.push(`${object} is there`);
  }
  for (const [object, then] of before) {
    const now = after.get(object);
    if (now === undefined) {
      different.push(`${object} is gone`);
      continue;
    }
    for (const path of new Set([...then.keys(), ...now.keys()])) {
      if (then.get(path) === now.get(path) || stays(object, path)) continue;
      different.push(`${object} ${path}: ${then.get(path)} → ${now.get(path)}`);
    }
  }
  return different;
}

/** Told by the plan of the run and Intercom's rules alone: an oracle that knows nothing of how runs are taken back. */
function closedList(changes: readonly Change[]): (object: string, path: string) => boolean {
  const whole = new Set<string>();
  const fields = new Set<string>();
  const idOf = new Map(
    changes.flatMap(({ address, also, id }) => [address, ...also].map((one) => [one, id] as const)),
  );
  for (const { kind, action, id, address, fields: changed } of changes) {
    const [, ...rest] = addressSegments(address);
    const name = rest.join('/');
    if (action === 'convert') whole.add(`contact ${id}`);
    if (kind === 'merge') {
      whole.add(`contact ${id}`);
      const into = changed['into'];
      if (into !== undefined && !isMembership(into))
        whole.add(`contact ${idOf.get(String(into.after)) ?? String(into.after)}`);
    }
    if (kind === 'tag') whole.add(`tag ${name.toLowerCase()}`);
    if (kind === 'company' && action === 'create') whole.add(`company ${name}`);
    for (const [path, field] of Object.entries(changed)) {
      if (isMembership(field) || (field.before ?? null) !== null) continue;
      if (kind === 'contact' && path === 'external_id') fields.add(`contact ${id} external_id`);
      if (kind === 'company' && !path.startsWith('custom_attributes.')) fields.add(`company ${name} ${path}`);
      if (kind === 'attribute' && path === 'options') {
        fields.add(`attribute ${name} options`);
        fields.add(`attribute ${name} data_type`);
      }
    }
  }
  return (object, path) => whole.has(object) || fields.has(`${object} ${path}`);
}
