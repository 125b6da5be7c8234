import { type FieldChange, isMembership } from '../../types/change.ts';
import type { Json } from '../../types/json.ts';
import { listDifference, type UnifiedDiff, unifiedDiff } from '../words/unified-diff.ts';

/** What a list or a membership gains and loses. */
export interface Members {
  readonly remove: readonly string[];
  readonly add: readonly string[];
}

/** How what becomes of a field is best said. */
export type FieldForm =
  | { readonly form: 'members'; readonly members: Members }
  /** `members`: the same of a long list, for a format that has room for all of them in a row. */
  | { readonly form: 'diff'; readonly diff: UnifiedDiff; readonly members: Members | undefined }
  /** There was nothing to compare with. */
  | { readonly form: 'value'; readonly value: Json }
  | { readonly form: 'change'; readonly before: Json; readonly after: Json };

/** `mostLines`: of a diff; as many as fit a row where nothing is said. */
export function fieldForm(field: FieldChange, mostLines?: number): FieldForm {
  if (isMembership(field)) return { form: 'members', members: field };
  const { before, after } = field;
  if (before === undefined) return { form: 'value', value: after };
  const members = listDifference(before, after);
  const diff = unifiedDiff(before, after, mostLines);
  if (diff !== undefined) return { form: 'diff', diff, members };
  return members === undefined ? { form: 'change', before, after } : { form: 'members', members };
}
