import type { Json, JsonObject } from '../../../types/json.ts';
import { isJsonObject } from '../../json.ts';
import type { EmulatorSeed } from './seed.ts';
import { OBSERVED_FIELDS } from './record.ts';

type Report = (path: string, message: string) => void;

const OBSERVED: ReadonlySet<string> = new Set(OBSERVED_FIELDS);

/**
 * A seed whose shape was checked, with what was pasted from answers of the API in the seed's own form: embedded lists as names
 * and company_ids, plan and avatar as text, what Intercom observes under `observed`, built-in attributes left out.
 */
export function plainSeed(json: JsonObject, report: Report): EmulatorSeed {
  const tags = new Map(listOf(json.tags).map((tag) => [idOf(tag), text(tag, 'name')]));
  const companies = new Map(listOf(json.companies).map((one) => [idOf(one), text(one, 'company_id')]));
  const plain = {
    ...json,
    ...mapped('attributes', json, (list) => list.filter((one) => member(one, 'custom') !== false)),
    ...mapped('companies', json, (list) => list.map(plainCompany)),
    ...mapped('contacts', json, (list) =>
      list.map((contact, position) => {
        if (!isJsonObject(contact)) return contact;
        const named = (key: string, names: ReadonlyMap<string, string>): Json | undefined =>
          nameEmbedded(contact[key], names, `contacts[${position}].${key}`, key, report);
        return plainContact(contact, named('tags', tags), named('companies', companies));
      }),
    ),
  };
  // The shape mirrors EmulatorSeed and what differed from it has just been replaced.
  return plain as unknown as EmulatorSeed;
}

function mapped(
  key: string,
  json: JsonObject,
  change: (list: readonly Json[]) => readonly Json[],
): JsonObject {
  return json[key] === undefined ? {} : { [key]: change(listOf(json[key])) };
}

function plainCompany(company: Json): Json {
  if (!isJsonObject(company)) return company;
  const { plan, tags, ...rest } = company;
  const planName = isJsonObject(plan) ? plan.name : plan;
  const tagNames = isJsonObject(tags) ? listOf(tags.tags).map((tag) => text(tag, 'name')) : tags;
  return {
    ...rest,
    ...(planName === undefined ? {} : { plan: planName }),
    ...(tagNames === undefined ? {} : { tags: tagNames }),
  };
}

/** The same object where nothing is to change: a large seed has many. */
function plainContact(contact: JsonObject, tags: Json | undefined, companies: Json | undefined): JsonObject {
  const { avatar, notes } = contact;
  const seen = Object.entries(contact).filter(([key]) => OBSERVED.has(key));
  const kept = seen.length === 0 && !isJsonObject(avatar) && !isJsonObject(notes) && tags === contact.tags;
  if (kept && companies === contact.companies) return contact;
  const observed = isJsonObject(contact.observed) ? contact.observed : {};
  return {
    ...contact,
    ...(isJsonObject(avatar) ? { avatar: avatar.image_url ?? null } : {}),
    // The bodies of embedded notes are not known.
    ...(isJsonObject(notes) ? { notes: [] } : {}),
    ...(tags === undefined ? {} : { tags }),
    ...(companies === undefined ? {} : { companies }),
    observed: { ...Object.fromEntries(seen), ...observed },
  };
}

/** Embedded lists hold ids (api.md 4.1): the seed's tags and companies name them. */
function nameEmbedded(
  value: Json | undefined,
  names: ReadonlyMap<string, string>,
  path: string,
  list: string,
  report: Report,
): Json | undefined {
  if (!isJsonObject(value)) return value;
  return listOf(value.data).flatMap((entry, place) => {
    const name = names.get(idOf(entry));
    if (name === undefined) report(`${path}.data[${place}].id`, `no such id in ${list}: "${idOf(entry)}"`);
    return name ?? [];
  });
}

function listOf(value: Json | undefined): readonly Json[] {
  return Array.isArray(value) ? value : [];
}

function idOf(value: Json): string {
  return text(value, 'id');
}

function text(value: Json, key: string): string {
  const found = member(value, key);
  return typeof found === 'string' ? found : '';
}

function member(value: Json, key: string): Json | undefined {
  return isJsonObject(value) ? value[key] : undefined;
}
