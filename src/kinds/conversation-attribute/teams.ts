import type { Report } from '../../types/diagnostic.ts';
import { nearest } from '../../types/nearest.ts';
import { isUnread, type Unread } from '../../types/unread.ts';
import { listOf } from '../declared/declare-map.ts';
import { NOT_READ } from '../not-read.ts';
import type { WireTeam } from './calls.ts';
import type { ConversationAttributeDeclaration } from './declaration.ts';

/** Whether every team that is to see the attribute is one live team; what is not so is reported. */
export function checkTeams(
  { address, cells }: ConversationAttributeDeclaration,
  teams: readonly WireTeam[] | Unread,
  report: Report,
): boolean {
  const named = listOf(cells, 'visible_to') ?? [];
  if (isUnread(teams)) {
    const [first] = named;
    if (first === undefined) return true;
    report({
      code: 'teams-not-read',
      severity: 'error',
      summary: 'the teams that visible_to names could not be read',
      detail: NOT_READ[teams.unread].detail,
      help: `${NOT_READ[teams.unread].help}, or take visible_to out`,
      address,
      ...first.place,
    });
    return false;
  }
  let isKnown = true;
  for (const { name, place } of named) {
    const found = teams.filter((team) => team.name === name);
    if (found.length === 1) continue;
    isKnown = false;
    if (found.length > 1) {
      report({
        code: 'team-twice',
        severity: 'error',
        summary: `${found.length} live teams are called ${name}`,
        detail: `teams ${found.map(({ id }) => id).join(' and ')}`,
        help: 'rename all but one of them in Intercom',
        address,
        ...place,
      });
      continue;
    }
    const near = nearest(
      name,
      teams.map((team) => team.name),
    );
    report({
      code: 'unknown-team',
      severity: 'error',
      summary: 'no live team has this name',
      detail: `${JSON.stringify(name)}${near === undefined ? '' : `; did you mean ${JSON.stringify(near)}?`}`,
      help: 'teams are made in Intercom; write the name as it stands there',
      address,
      ...place,
    });
  }
  return isKnown;
}

/** Names that only one team has, with its id: what a manifest may call a team by. */
export function teamIds(teams: readonly WireTeam[]): ReadonlyMap<string, string> {
  const ids = new Map<string, string>();
  const twice = new Set<string>();
  for (const { id, name } of teams) {
    if (ids.has(name)) twice.add(name);
    ids.set(name, id);
  }
  for (const name of twice) ids.delete(name);
  return ids;
}

/** None where they were not read: no id of one then has a name. */
export function knownTeams(teams: readonly WireTeam[] | Unread): readonly WireTeam[] {
  return isUnread(teams) ? [] : teams;
}
