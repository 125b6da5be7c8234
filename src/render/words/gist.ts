import { attributeName } from '../../types/attribute-path.ts';
import { type FieldChange, isMembership } from '../../types/change.ts';
import type { Json } from '../../types/json.ts';
import { inert } from './inert.ts';
import { showAfter, showString, showValue } from './value.ts';

/** Columns of one value where several fields share a line. */
const VALUE_COLUMNS = 40;
/** Members of a list that are named there. */
const MOST_MEMBERS = 8;

/** How much of a field is said. */
export interface GistRoom {
  readonly columns: number;
  readonly members: number;
}

const SHORT: GistRoom = { columns: VALUE_COLUMNS, members: MOST_MEMBERS };
/** Where nothing may be left out. */
export const WHOLE: GistRoom = { columns: Number.POSITIVE_INFINITY, members: Number.POSITIVE_INFINITY };

/** A field in a few words: `plan free → pro`, `tags + vip`, `name Ada`. */
export function gistPart(path: string, field: FieldChange, room: GistRoom = SHORT): string {
  const text = gistText(path, field, room);
  return text === '' ? shortPath(path) : `${shortPath(path)} ${text}`;
}

/** Whether `gistPart` says everything of a field in the usual room. */
export function isGistWhole(path: string, field: FieldChange): boolean {
  return gistPart(path, field) === gistPart(path, field, WHOLE);
}

/** `plan` for `custom_attributes.plan`. */
export function shortPath(path: string): string {
  return inert(attributeName(path) ?? path);
}

/** What becomes of a field, without its path. */
function gistText(path: string, field: FieldChange, { columns, members }: GistRoom): string {
  if (isMembership(field)) {
    const names = [
      ...field.remove.map((name) => `- ${showString(name)}`),
      ...field.add.map((name) => `+ ${showString(name)}`),
    ];
    return names.length > members ? `${names.slice(0, members).join(', ')}, …` : names.join(', ');
  }
  const shown = (value: Json) => showValue(path, value, columns);
  if (field.before === undefined) return shown(field.after);
  return `${shown(field.before)} → ${showAfter(path, field.after, columns)}`;
}
