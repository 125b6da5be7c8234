import { type FieldChange, isMembership } from '../../types/change.ts';
import type { Json } from '../../types/json.ts';
import { mapListDiff } from '../words/list-diff.ts';
import { listDifference, type UnifiedDiff, unifiedDiff } from '../words/unified-diff.ts';

/** What a list or a membership gains and loses. */
export interface Members {
  readonly remove: readonly string[];
  readonly add: readonly string[];
}

/** The form in which the change of a field is shown. */
export type FieldForm =
  | { readonly form: 'members'; readonly members: Members }
  /** `members`: of a list, what it gains and loses; a format may show that instead if all of it has room. */
  | { readonly form: 'diff'; readonly diff: UnifiedDiff; readonly members: Members | undefined }
  /** A value where there was none to compare with. */
  | { readonly form: 'value'; readonly value: Json }
  | { readonly form: 'change'; readonly before: Json; readonly after: Json };

/** `mostLines` limits a diff, which is otherwise kept to a screen. */
export function fieldForm(field: FieldChange, mostLines?: number): FieldForm {
  if (isMembership(field)) return { form: 'members', members: field };
  const { before, after } = field;
  if (before === undefined) return { form: 'value', value: after };
  const members = listDifference(before, after);
  const diff = mapListDiff(before, after, mostLines) ?? unifiedDiff(before, after, mostLines);
  if (diff !== undefined) return { form: 'diff', diff, members };
  return members === undefined ? { form: 'change', before, after } : { form: 'members', members };
}
