import { addressSegments } from '../../types/address.ts';
import type { Change } from '../../types/change.ts';
import type { IntercomReader } from '../../types/intercom.ts';
import type { Current } from '../../types/kind.ts';
import { listWhereAllowed } from '../not-read.ts';
import { blocking } from '../values/name-case.ts';
import { CONVERSATION_ATTRIBUTES, TEAMS, type WireTeam } from './calls.ts';
import { optionAddress, teamAddress } from './declaration.ts';
import { conversationAttributeFields } from './fields.ts';
import {
  activeOf,
  activeOptions,
  type LiveConversationAttribute,
  liveConversationAttribute,
} from './live.ts';
import { knownTeams, teamIds } from './teams.ts';

/** Reads all attributes once, and the teams where a change names any: the ids of both go into the requests. */
export async function currentConversationAttributes(
  changes: readonly Change[],
  reader: IntercomReader,
): Promise<ReadonlyMap<string, Current>> {
  const namesTeams = changes.some(({ fields }) => fields['visible_to'] !== undefined);
  const [rows, read] = await Promise.all([
    reader.list(CONVERSATION_ATTRIBUTES),
    namesTeams ? listWhereAllowed(reader, TEAMS) : [],
  ]);
  const teams = knownTeams(read);
  const live = rows.map(liveConversationAttribute);
  const ids = [...teamIds(teams)].map(([name, id]) => [teamAddress(name), id] as const);
  return new Map(changes.map((change) => [change.address, currentOf(change, live, { teams, ids })]));
}

function currentOf(
  change: Change,
  live: readonly LiveConversationAttribute[],
  {
    teams,
    ids,
  }: { readonly teams: readonly WireTeam[]; readonly ids: readonly (readonly [string, string])[] },
): Current {
  const found = findLive(change, live);
  if (found === undefined) {
    const [, name = ''] = addressSegments(change.address);
    const active = live.filter(({ archived }) => !archived);
    return { state: 'absent', ids: new Map(ids), ...blocking(active, name) };
  }
  const options = activeOptions(found).map(
    ({ id, label }) => [optionAddress(found.name, label), id] as const,
  );
  return {
    state: 'live',
    id: found.id,
    fields: conversationAttributeFields(found, teams, change),
    ids: new Map([...ids, ...options]),
  };
}

/**
 * The attribute that a change is about. By its id while it has the name that the plan knew it by; one that got another name is not the
 * one that the manifest means. Only a change that archives is about one that is archived by now.
 */
function findLive(
  change: Change,
  live: readonly LiveConversationAttribute[],
): LiveConversationAttribute | undefined {
  const [, name = ''] = addressSegments(change.address);
  if (change.id === null) return activeOf(live, name)[0];
  const found = live.find(({ id }) => id === change.id);
  if (found?.name !== name || (found.archived && change.action !== 'archive')) return undefined;
  return found;
}
