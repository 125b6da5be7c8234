import type { Json } from '../../types/json.ts';
import { ApiError, invalid } from '../errors.ts';
import { type ApiVersion, V2_17 } from '../version.ts';
import { type Day, dayOf } from './day.ts';
import type { FieldType, Scalar, SearchField } from './field.ts';

const STRING_OPERATORS = ['=', '!=', 'IN', 'NIN', '~', '!~', '^', '$'] as const;
const NUMBER_OPERATORS = ['=', '!=', 'IN', 'NIN', '<', '>', '<=', '>='] as const;

/** Operators by type (intercom 4.6.3). intercom 9.39: floats compare exactly. */
const OPERATORS: Readonly<Record<FieldType, readonly string[]>> = {
  string: STRING_OPERATORS,
  boolean: ['=', '!=', 'IN', 'NIN'],
  integer: NUMBER_OPERATORS,
  float: NUMBER_OPERATORS,
  date: ['=', '<', '>'],
  tag: ['=', '!='],
  segment: ['=', '!=', 'IN', 'NIN'],
};
const ALL_OPERATORS: readonly string[] = [...STRING_OPERATORS, '<', '>', '<=', '>='];

export interface FilterContext {
  readonly version: ApiVersion;
  readonly timezone: string;
  readonly inLimit: number;
}

/** A checked leaf filter. */
export interface Filter<R> {
  /** The values it asks for, when it is an equality or IN that a hash index can answer. */
  readonly keys: readonly string[] | undefined;
  test(record: R): boolean;
}

/**
 * Checks and compiles `field operator value`.
 *
 * @throws ApiError 400 for a value that does not fit the type (intercom 9.7) or an unknown operator, 422 for one that the type does
 * not take (intercom 9.4).
 */
export function compileFilter<R>(
  field: SearchField<R>,
  operator: string,
  value: Json,
  context: FilterContext,
): Filter<R> {
  if (!ALL_OPERATORS.includes(operator)) throw invalid(`Operator '${operator}' is not valid`);
  const exactDates = field.type === 'date' && !field.custom && context.version >= V2_17;
  const operators = exactDates ? ['=', '!=', '<', '>', '<=', '>='] : OPERATORS[field.type];
  if (!operators.includes(operator)) throw unsupported(field, operator);
  if (operator === 'IN' || operator === 'NIN') return compileList(field, operator === 'NIN', value, context);
  if (value === null) return compileNull(field, operator);
  const wanted = typed(field, value);
  if (field.type === 'date' && !exactDates)
    return { keys: undefined, test: dayTest(field, operator, Number(wanted), context) };
  const keys = operator === '=' && typeof wanted === 'string' ? [wanted] : undefined;
  return { keys, test: compareTest(field, operator, wanted) };
}

function compileList<R>(
  field: SearchField<R>,
  negated: boolean,
  value: Json,
  context: FilterContext,
): Filter<R> {
  if (!Array.isArray(value)) throw invalid(`The value of IN and NIN on '${field.name}' must be an array`);
  if (value.length > context.inLimit)
    throw invalid(`At most ${context.inLimit} values are allowed for IN and NIN`);
  const wanted = new Set<Scalar>(value.map((item: Json) => typed(field, item)));
  const keys = negated ? undefined : [...wanted].filter((item) => typeof item === 'string');
  return {
    keys,
    test: (record) => field.read(record).some((item) => wanted.has(item)) !== negated,
  };
}

/** intercom 9.34: `= null` finds contacts without a value. */
function compileNull<R>(field: SearchField<R>, operator: string): Filter<R> {
  if (operator !== '=' && operator !== '!=')
    throw invalid(`The value of '${operator}' on '${field.name}' cannot be null`);
  const wantsUnset = operator === '=';
  return { keys: undefined, test: (record) => (field.read(record).length === 0) === wantsUnset };
}

function compareTest<R>(field: SearchField<R>, operator: string, wanted: Scalar): (record: R) => boolean {
  const any = (holds: (item: Scalar) => boolean) => (record: R) => field.read(record).some(holds);
  const none = (holds: (item: Scalar) => boolean) => (record: R) => !field.read(record).some(holds);
  const text = String(wanted);
  switch (operator) {
    case '=':
      return any((item) => item === wanted);
    case '!=':
      return none((item) => item === wanted);
    case '~':
      return any((item) => String(item).includes(text));
    case '!~':
      return none((item) => String(item).includes(text));
    case '^':
      return any((item) => String(item).startsWith(text));
    case '$':
      return any((item) => String(item).endsWith(text));
    case '<':
      return any((item) => item < wanted);
    case '>':
      return any((item) => item > wanted);
    case '<=':
      return any((item) => item <= wanted);
    default:
      return any((item) => item >= wanted);
  }
}

/** Up to 2.16, and for date attributes, a date is a whole day: `>` from the next one (intercom 4.6.4). */
function dayTest<R>(
  field: SearchField<R>,
  operator: string,
  wanted: number,
  context: FilterContext,
): (record: R) => boolean {
  const day = readDay(wanted, context.version >= V2_17 ? 'UTC' : context.timezone);
  const holds = (item: Scalar): boolean => {
    const seconds = Number(item);
    if (operator === '<') return seconds < day.start;
    if (operator === '>') return seconds >= day.end;
    return seconds >= day.start && seconds < day.end;
  };
  return (record) => field.read(record).some(holds);
}

function readDay(seconds: number, timezone: string): Day {
  try {
    return dayOf(seconds, timezone);
  } catch {
    throw invalid(`'${seconds}' is not a date`);
  }
}

/** The value as the field's type; numbers may be sent as strings (intercom 4.6.1). */
function typed(field: SearchField<never>, value: Json): Scalar {
  switch (field.type) {
    case 'string':
    case 'tag':
    case 'segment':
      if (typeof value === 'string') return field.caseless ? value.toLowerCase() : value;
      break;
    case 'boolean':
      if (typeof value === 'boolean') return value;
      if (value === 'true' || value === 'false') return value === 'true';
      break;
    case 'integer':
    case 'date': {
      const number = numeric(value);
      if (number !== undefined && Number.isInteger(number)) return number;
      break;
    }
    case 'float': {
      const number = numeric(value);
      if (number !== undefined) return number;
      break;
    }
  }
  throw invalid(`The value of '${field.name}' is not a valid ${field.type}: ${JSON.stringify(value)}`);
}

function numeric(value: Json): number | undefined {
  if (typeof value === 'number') return value;
  return typeof value === 'string' && /^-?\d+(\.\d+)?$/.test(value) ? Number(value) : undefined;
}

/** intercom 1.5: 422 is an unsupported operator; the code was not recorded. */
function unsupported(field: SearchField<never>, operator: string): ApiError {
  return new ApiError({
    status: 422,
    code: 'parameter_invalid',
    message: `Operator '${operator}' is not supported on ${field.type} field '${field.name}'`,
  });
}
