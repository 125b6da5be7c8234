import { attributePath } from '../../types/attribute-path.ts';
import type { AttributeType } from '../../types/attribute-type.ts';
import { isIntercomFailure } from '../../types/intercom.ts';
import type { JsonObject } from '../../types/json.ts';
import { EVERYBODY } from '../people/everybody.ts';
import { livePerson } from '../people/person-values.ts';
import { FILTERS_PER_GROUP } from '../people/search-limits.ts';
import type { PeopleReader } from '../people-calls.ts';

/**
 * The searches that find every contact with something to carry. What search cannot tell is found by reading everybody, so a
 * search may return more than holders, never fewer.
 *
 *     former options              field = option, fifteen in a search
 *     an old attribute            field has a value, and the new one has none, where search tells the two apart
 *     dates, and what it does
 *     not tell apart              everybody
 */
export async function holderQueries(
  wanted: readonly Held[],
  typeOf: TypeOf,
  reader: PeopleReader,
): Promise<readonly JsonObject[]> {
  const probe = new EmptinessProbe(typeOf, reader);
  const queries: JsonObject[] = [];
  for (const { attribute, from, was } of wanted) {
    const isLive = typeOf(attribute) !== undefined;
    if (isLive) queries.push(...formerOptionQueries(attribute, was));
    for (const name of from) {
      if (typeOf(name) === undefined) continue;
      if (!(await probe.tells(name))) return [EVERYBODY];
      const holds = { field: attributePath(name), operator: '!=', value: null };
      const isEmpty = { field: attributePath(attribute), operator: '=', value: null };
      const narrows = isLive && (await probe.tells(attribute));
      queries.push(narrows ? { operator: 'AND', value: [holds, isEmpty] } : holds);
    }
  }
  return queries;
}

/** What is looked for: a value in one of these attributes and none in `attribute`, or a former option in `attribute`. */
export interface Held {
  readonly attribute: string;
  readonly from: readonly string[];
  readonly was: readonly string[];
}

/** The type of a live contact attribute; undefined where it is not live or archived, so that no search knows it. */
export type TypeOf = (name: string) => AttributeType | undefined;

function formerOptionQueries(attribute: string, was: readonly string[]): readonly JsonObject[] {
  const leaves = was.map((value) => ({ field: attributePath(attribute), operator: '=', value }));
  const queries: JsonObject[] = [];
  for (let at = 0; at < leaves.length; at += FILTERS_PER_GROUP) {
    const some = leaves.slice(at, at + FILTERS_PER_GROUP);
    queries.push(some.length === 1 && some[0] !== undefined ? some[0] : { operator: 'OR', value: some });
  }
  return queries;
}

/**
 * Finds out whether search tells contacts with a value of an attribute from those without, which no source says for certain:
 * the two counts have to add up to everybody, and a page of those without must have none with a value.
 */
class EmptinessProbe {
  readonly #typeOf: TypeOf;
  readonly #reader: PeopleReader;
  readonly #known = new Map<string, Promise<boolean>>();
  #everybody: Promise<number> | undefined;

  constructor(typeOf: TypeOf, reader: PeopleReader) {
    this.#typeOf = typeOf;
    this.#reader = reader;
  }

  tells(name: string): Promise<boolean> {
    const known = this.#known.get(name) ?? this.#probe(name);
    this.#known.set(name, known);
    return known;
  }

  async #probe(name: string): Promise<boolean> {
    const type = this.#typeOf(name);
    // Dates are compared by =, < and > only (intercom 4.6.4).
    if (type === 'date' || type === 'datetime') return false;
    const field = attributePath(name);
    try {
      this.#everybody ??= this.#reader.countContacts(EVERYBODY);
      const [all, holders, others] = await Promise.all([
        this.#everybody,
        this.#reader.countContacts({ field, operator: '!=', value: null }),
        this.#reader.countContacts({ field, operator: '=', value: null }),
      ]);
      if (holders + others !== all) return false;
      return others === 0 || !(await this.#isHeldAmong({ field, operator: '=', value: null }, field));
    } catch (error) {
      if (isRefusedQuery(error)) return false;
      throw error;
    }
  }

  /** Whether a contact of the first page has a value in the field. */
  async #isHeldAmong(query: JsonObject, field: string): Promise<boolean> {
    for await (const page of this.#reader.scanContacts(query))
      return page.some((contact) => livePerson(contact).fields.has(field));
    return false;
  }
}

/** A filter that Intercom does not accept; a token that may not read, or a limit that is used up, fails the plan. */
export function isRefusedQuery(error: unknown): boolean {
  if (!isIntercomFailure(error) || error.status === null) return false;
  return error.status >= 400 && error.status < 500 && !NOT_OF_THE_QUERY.has(error.status);
}

const NOT_OF_THE_QUERY: ReadonlySet<number> = new Set([401, 403, 408, 429]);
