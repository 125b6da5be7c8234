import { type FieldChange, isMembership } from '../types/change.ts';
import type { Json } from '../types/json.ts';
import { counted, thousands } from './counted.ts';
import type { ChangeGroup, GroupField } from './group-changes.ts';
import { inert } from './inert.ts';
import { showString, showValue } from './value.ts';

/** Columns of one value in the title of a group. */
const VALUE_COLUMNS = 40;
/** Fields that a title names before it says how many more there are. */
const MOST_NAMED = 8;

/** `1,204 contacts`. */
export function groupCount(group: ChangeGroup): string {
  return counted(group.changes.length, inert(group.kind), plural(inert(group.kind)));
}

/**
 * What the changes of a group have in common, for its title: `plan free → pro`, `tags + vip`; then the fields whose values
 * differ, and where not all changes have a field, how many do.
 */
export function groupParts(group: ChangeGroup): string[] {
  const agreed = group.fields.filter((field) => field.same !== undefined);
  const differing = group.fields.filter((field) => field.same === undefined);
  const parts = [
    ...agreed.map((field) => agreedPart(field)),
    ...differing.map((field) =>
      field.count === group.changes.length
        ? shortPath(field.path)
        : `${shortPath(field.path)} of ${thousands(field.count)}`,
    ),
  ];
  if (parts.length <= MOST_NAMED) return parts;
  return [...parts.slice(0, MOST_NAMED), `${parts.length - MOST_NAMED} more fields`];
}

/** `plan` for `custom_attributes.plan`. */
function shortPath(path: string): string {
  return inert(path.replace(/^custom_attributes\./, ''));
}

function agreedPart({ path, same }: GroupField): string {
  return same === undefined ? shortPath(path) : `${shortPath(path)} ${agreedText(path, same)}`;
}

function agreedText(path: string, field: FieldChange): string {
  if (isMembership(field)) {
    const names = [
      ...field.remove.map((name) => `- ${showString(name)}`),
      ...field.add.map((name) => `+ ${showString(name)}`),
    ];
    return names.length > MOST_NAMED ? `${names.slice(0, MOST_NAMED).join(', ')}, …` : names.join(', ');
  }
  const shown = (value: Json) => showValue(path, value, VALUE_COLUMNS);
  if (field.before === undefined) return `= ${shown(field.after)}`;
  return `${shown(field.before)} → ${field.after === null ? '(cleared)' : shown(field.after)}`;
}

function plural(kind: string): string {
  return kind.endsWith('y') ? `${kind.slice(0, -1)}ies` : `${kind}s`;
}
