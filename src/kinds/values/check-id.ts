import { charactersIn, isLonger } from '../../types/characters.ts';
import type { Cell } from '../../types/declaration.ts';
import type { Report } from '../../types/diagnostic.ts';
import { inColumn, shownValue } from './shown-value.ts';
import { isUnusable, unusableName } from './unusable-name.ts';

/**
 * A guide of Intercom's states this limit for the ids of objects; no longer external_id or company_id is known to be
 * refused.
 */
const maxIdLength = 128;

/** Whether a manifest can refer to a person or object by the id. */
export function isPlainId(id: string): boolean {
  return id !== '' && id.trim() === id && !isLonger(id, maxIdLength) && !isUnusable(id, 'id');
}

/** Reports what is wrong with an identifying id: an external_id or a company_id. */
export function checkId(what: string, cell: Cell, address: string, report: Report): void {
  const { value, place, column } = cell;
  if (typeof value !== 'string') return;
  if (isUnusable(value, 'id')) {
    const finding = unusableName(what, value, 'id');
    report({ ...finding, detail: inColumn(column, finding.detail ?? ''), address, ...place });
  }
  if (!isLonger(value, maxIdLength)) return;
  report({
    code: 'id-too-long',
    severity: 'error',
    summary: `${what} has ${charactersIn(value)} characters`,
    detail: shownValue(cell),
    help: `keep ids to ${maxIdLength} characters, or let longer ones through with rules: { id-too-long: warn }`,
    address,
    ...place,
  });
}
