import type { Report } from '../../types/diagnostic.ts';
import { looksLikeEmail, readEmail } from '../../types/email-text.ts';
import { checkId } from '../values/check-id.ts';
import { shownValue } from '../values/shown-value.ts';
import { isUnusable, unusableName } from '../values/unusable-name.ts';
import type { MergeDeclaration } from './declaration.ts';

/** Reports keys that can name nobody: such a merge would look as if it were done. */
export function checkKeys({ cells, address }: MergeDeclaration, report: Report): void {
  for (const [path, cell] of cells) {
    const field = path.slice(path.indexOf('.') + 1);
    if (typeof cell.value !== 'string') continue;
    if (field === 'external_id') checkId(path, cell, address, report);
    else if (isUnusable(cell.value.trim(), 'id')) {
      report({ ...unusableName(path, cell.value, 'id'), address, ...cell.place });
    } else if (field === 'email' && !isKey(cell.value.trim())) {
      report({
        code: 'bad-email',
        severity: 'error',
        summary: 'this is not an email address',
        detail: shownValue(cell),
        help: 'write the address alone, such as ada@acme.test, or name the contact by its id',
        address,
        ...cell.place,
      });
    }
  }
}

/** A live lead may have an email that could not be declared. */
function isKey(email: string): boolean {
  const read = readEmail(email);
  return looksLikeEmail(email) && !('email' in read && read.unwrapped);
}
