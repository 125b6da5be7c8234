import { isMembership } from '../../types/change.ts';
import { thousands } from '../words/counted.ts';
import { gistPart, isGistWhole, shortPath } from '../words/gist.ts';
import type { ChangeGroup, GroupField } from './group-changes.ts';
import { countedKind } from './kind-facts.ts';

/** Fields that a title names before it says how many more there are. */
const MOST_NAMED = 8;

/** `1,204 contacts`. */
export function groupCount(group: ChangeGroup): string {
  return countedKind(group.changes.length, group.kind);
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

/** Whether the title says, uncut, everything that the changes have in common. */
export function namesAllAgreed(group: ChangeGroup): boolean {
  const agreed = group.fields.flatMap(({ path, same }) => (same === undefined ? [] : [{ path, same }]));
  const named = group.fields.length <= MOST_NAMED ? agreed.length : MOST_NAMED;
  return agreed.length <= named && agreed.every(({ path, same }) => isGistWhole(path, same));
}

/** `plan free → pro`, or `seats = 5` where the field had no value before. */
function agreedPart({ path, same }: GroupField): string {
  if (same === undefined) return shortPath(path);
  if (isMembership(same) || same.before !== undefined) return gistPart(path, same);
  return `${shortPath(path)} = ${gistPart(path, same).slice(shortPath(path).length + 1)}`;
}
