import { attributeName } from '../../types/attribute-path.ts';
import type { Catalog } from '../../types/catalog.ts';
import { charactersIn, isLonger } from '../../types/characters.ts';
import type { Cell } from '../../types/declaration.ts';
import type { Report } from '../../types/diagnostic.ts';
import type { Json } from '../../types/json.ts';
import { readNumber } from '../../types/number-text.ts';
import { customValue, maxStringLength } from '../values/custom-attributes.ts';
import { doubtfulDate } from '../values/doubtful-date.ts';
import { instantDoubt, readInstant } from '../values/instant.ts';
import { shownValue } from '../values/shown-value.ts';
import { isUnusable, unusableName } from '../values/unusable-name.ts';
import { type CompanyDeclaration, standardFields } from './declaration.ts';

/** "max 2147483647" (intercom 5.2). */
const maxMonthlySpend = 2_147_483_647;

/** Field path → checked value in the form that is sent, without tags. Values with errors are reported and left out. */
export function companyValues(
  declaration: CompanyDeclaration,
  catalog: Catalog,
  report: Report,
): ReadonlyMap<string, Json> {
  const values = new Map<string, Json>();
  for (const field of standardFields) {
    const cell = declaration.cells.get(field);
    const value =
      cell === undefined ? undefined : standardValue(declaration, field, cell, catalog.timezone, report);
    if (value !== undefined) values.set(field, value);
  }
  for (const path of [...declaration.cells.keys()].sort()) {
    const cell = declaration.cells.get(path);
    const name = attributeName(path);
    if (cell === undefined || name === undefined) continue;
    const value = customValue(
      { model: 'company', name, cell, address: declaration.address, fromRow: declaration.fromRow },
      catalog,
      report,
    );
    if (value !== undefined) values.set(path, value);
  }
  return values;
}

function standardValue(
  declaration: CompanyDeclaration,
  field: (typeof standardFields)[number],
  cell: Cell,
  timezone: string,
  report: Report,
): Json | undefined {
  const refuse = (summary: string, help: string, why?: string) => {
    report({
      code: 'company-value',
      severity: 'error',
      summary,
      detail: why === undefined ? shownValue(cell) : `${shownValue(cell)}; ${why}`,
      help,
      address: declaration.address,
      ...cell.place,
    });
    return undefined;
  };
  const value = declaration.fromRow ? coerced(field, cell.value) : cell.value;
  if (value === null || value === '') {
    return refuse(
      `${field} of a company cannot be cleared`,
      `Intercom ignores null here; remove the key to leave ${field} unmanaged`,
    );
  }
  switch (field) {
    case 'size':
      return isCount(value) ? value : refuse('size must be a whole number', 'write a number such as 120');
    case 'monthly_spend':
      if (typeof value === 'number' && !Number.isInteger(value)) {
        return refuse('monthly_spend must be a whole number', 'Intercom cuts off the fraction; round it');
      }
      return isCount(value) && value <= maxMonthlySpend
        ? value
        : refuse('monthly_spend must be a whole number', `0 to ${maxMonthlySpend}`);
    case 'remote_created_at': {
      const read = readInstant(value, timezone);
      if ('refused' in read)
        return refuse('remote_created_at must be a date', 'ISO 8601 or Unix seconds', read.refused);
      // Values of data files have been checked, and counted, where their cells were read.
      const doubt = cell.column === undefined ? instantDoubt(value) : undefined;
      if (doubt !== undefined) report(doubtfulDate(field, doubt, { ...declaration, cell }));
      return read.seconds;
    }
    default:
      if (typeof value !== 'string') return refuse(`${field} must be text`, 'put it in quotes');
      if (field === 'name' && isUnusable(value)) {
        report({
          ...unusableName('the name of a company', value),
          address: declaration.address,
          ...cell.place,
        });
        return undefined;
      }
      return isLonger(value, maxStringLength)
        ? refuse(`${field} has ${charactersIn(value)} characters`, `at most ${maxStringLength}`)
        : value;
  }
}

function isCount(value: Json): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
}

/** Converts a cell of a data file to the type of the field: CSV has numbers as text, and JSON may have texts as numbers. */
function coerced(field: (typeof standardFields)[number], value: Json): Json {
  if ((field === 'size' || field === 'monthly_spend') && typeof value === 'string') {
    const read = readNumber(value, undefined);
    return 'plain' in read ? Number(read.plain) : value;
  }
  const isText = field !== 'size' && field !== 'monthly_spend' && field !== 'remote_created_at';
  return isText && typeof value === 'number' ? String(value) : value;
}
