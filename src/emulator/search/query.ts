import { isJsonObject, type Json, type JsonObject } from '../../types/json.ts';
import { ApiError, invalid, serverError } from '../errors.ts';
import type { FieldOf } from './field.ts';
import { compileFilter, type FilterContext } from './filter.ts';
import { type Bucket, bucketSize } from './ids-by-key.ts';
import type { SearchCost, SearchIndex } from './search-index.ts';

/** "max 2 nested filters": a group, and groups in it (intercom 4.6.2). */
const DEPTH_LIMIT = 2;

interface Identified {
  readonly id: string;
}

/** A checked query. */
export interface CompiledQuery<R extends Identified> {
  test(record: R): boolean;
  /** Buckets of the hash indexes that hold every match; undefined when only a scan finds them. */
  buckets(index: SearchIndex<R>): readonly Bucket[] | undefined;
  /** Whether everything in the buckets matches, so that nothing has to be tested. */
  readonly exact: boolean;
}

interface CompileContext<R> extends FilterContext {
  readonly fieldOf: FieldOf<R>;
  /** intercom 9.2. */
  readonly orInOr: boolean;
  /** "max 15 filters for each AND or OR group" (intercom 4.6.2). */
  readonly orLimit: number;
  /** Where filters that are held against a record are counted. */
  readonly cost: SearchCost;
}

/** Checks and compiles the `query` of a search (intercom 4.6). */
export function compileQuery<R extends Identified>(
  query: Json | undefined,
  context: CompileContext<R>,
): CompiledQuery<R> {
  return compile(query, context, 1, undefined);
}

/** The records of the index that match. */
export function runQuery<R extends Identified>(query: CompiledQuery<R>, index: SearchIndex<R>): R[] {
  const found: R[] = [];
  const buckets = query.buckets(index);
  if (buckets === undefined) {
    for (const record of index.all()) if (query.test(record)) found.push(record);
    return found;
  }
  const ids = new Set<string>();
  for (const bucket of buckets) {
    if (typeof bucket === 'string') ids.add(bucket);
    else for (const id of bucket) ids.add(id);
  }
  for (const id of ids) {
    const record = index.get(id);
    if (record !== undefined && (query.exact || query.test(record))) found.push(record);
  }
  return found;
}

function compile<R extends Identified>(
  query: Json | undefined,
  context: CompileContext<R>,
  depth: number,
  parent: string | undefined,
): CompiledQuery<R> {
  if (!isJsonObject(query)) throw invalid('The query must be an object with an operator and a value');
  const { field, operator } = query;
  if (field !== undefined) return compileLeaf(query, context);
  if (operator !== 'AND' && operator !== 'OR')
    throw invalid('A filter needs a field, and a group needs the operator AND or OR');
  if (!Array.isArray(query.value) || query.value.length === 0)
    throw invalid(`The value of ${operator} must be an array of filters`);
  // intercom 9.3: the refusal beyond the limits is not on record; 400 is assumed.
  if (query.value.length > context.orLimit)
    throw invalid(`Too many filters: at most ${context.orLimit} are allowed in each AND or OR group`);
  if (depth > DEPTH_LIMIT) throw invalid(`Filters can be nested at most ${DEPTH_LIMIT} levels deep`);
  if (operator === 'OR' && parent === 'OR' && !context.orInOr)
    throw invalid('An OR cannot be nested in an OR');
  const children = query.value.map((child: Json) => compile(child, context, depth + 1, operator));
  return operator === 'OR' ? anyOf(children) : allOf(children);
}

function compileLeaf<R extends Identified>(query: JsonObject, context: CompileContext<R>): CompiledQuery<R> {
  // intercom-client's own suite leaves the value out where it means null.
  const { field: name, operator, value = null } = query;
  if (typeof name !== 'string' || typeof operator !== 'string')
    throw invalid('A filter needs a field, an operator and a value');
  // intercom 4.6.2: a meta operator in a leaf was answered 500.
  if (operator === 'AND' || operator === 'OR') throw serverError();
  const field = context.fieldOf(name);
  if (field === undefined || field.sortOnly) throw unknownField(name);
  const filter = compileFilter(field, operator, value, context);
  const { hashed } = field;
  const { keys } = filter;
  const { cost } = context;
  return {
    test(record) {
      cost.leafEvaluations += 1;
      return filter.test(record);
    },
    buckets(index) {
      if (hashed === undefined || keys === undefined) return undefined;
      const buckets: Bucket[] = [];
      for (const key of keys) {
        const bucket = hashed === 'id' ? key : index.bucket(hashed, key);
        if (bucket !== undefined) buckets.push(bucket);
      }
      return buckets;
    },
    exact: hashed !== undefined && keys !== undefined,
  };
}

function anyOf<R extends Identified>(children: readonly CompiledQuery<R>[]): CompiledQuery<R> {
  return {
    test: (record) => children.some((child) => child.test(record)),
    buckets(index) {
      const all: Bucket[] = [];
      for (const child of children) {
        const buckets = child.buckets(index);
        if (buckets === undefined) return undefined;
        all.push(...buckets);
      }
      return all;
    },
    exact: children.every((child) => child.exact),
  };
}

/** Starts from the child that leaves the fewest candidates. */
function allOf<R extends Identified>(children: readonly CompiledQuery<R>[]): CompiledQuery<R> {
  return {
    test: (record) => children.every((child) => child.test(record)),
    buckets(index) {
      let best: readonly Bucket[] | undefined;
      for (const child of children) {
        const buckets = child.buckets(index);
        if (buckets !== undefined && (best === undefined || total(buckets) < total(best))) best = buckets;
      }
      return best;
    },
    exact: children.length === 1 && children[0]?.exact === true,
  };
}

function total(buckets: readonly Bucket[]): number {
  return buckets.reduce((sum, bucket) => sum + bucketSize(bucket), 0);
}

/** intercom 1.6: the code is documented for company search. */
function unknownField(name: string): ApiError {
  return new ApiError({ status: 400, code: 'invalid_field', message: `Invalid field '${name}'` });
}
