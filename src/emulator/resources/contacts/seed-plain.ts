import { isJsonObject, type Json, type JsonObject } from '../../../types/json.ts';
import { pastedList, pastedText } from '../../seed/pasted.ts';
import type { ReportProblem } from '../../seed/problem.ts';
import { OBSERVED_FIELDS } from './record.ts';

const OBSERVED: ReadonlySet<string> = new Set(OBSERVED_FIELDS);

/**
 * The contacts of a seed with what was pasted from answers of the API in the seed's own form: embedded lists as names and
 * company_ids, avatar as text, what Intercom observes under `observed`.
 */
export function plainContacts(part: Json, seed: JsonObject, report: ReportProblem): Json {
  const tags = namesById(seed.tags, 'name');
  const companies = namesById(seed.companies, 'company_id');
  return pastedList(part).map((contact, position) => {
    if (!isJsonObject(contact)) return contact;
    const named = (key: string, names: ReadonlyMap<string, string>): Json | undefined =>
      nameEmbedded(contact[key], names, `contacts[${position}].${key}`, key, report);
    return plainContact(contact, named('tags', tags), named('companies', companies));
  });
}

function namesById(part: Json | undefined, key: string): ReadonlyMap<string, string> {
  return new Map(pastedList(part).map((one) => [pastedText(one, 'id'), pastedText(one, key)]));
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

/** Embedded lists hold ids (intercom 4.1): the seed's tags and companies name them. */
function nameEmbedded(
  value: Json | undefined,
  names: ReadonlyMap<string, string>,
  path: string,
  list: string,
  report: ReportProblem,
): Json | undefined {
  if (!isJsonObject(value)) return value;
  return pastedList(value.data).flatMap((entry, place) => {
    const name = names.get(pastedText(entry, 'id'));
    if (name === undefined)
      report(`${path}.data[${place}].id`, `no such id in ${list}: "${pastedText(entry, 'id')}"`);
    return name ?? [];
  });
}
