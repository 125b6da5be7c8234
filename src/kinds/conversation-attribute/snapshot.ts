import type { Diagnostic } from '../../types/diagnostic.ts';
import type { IntercomReader } from '../../types/intercom.ts';
import type { Json } from '../../types/json.ts';
import type { KeptRows } from '../../types/kind/snapshot.ts';
import { absentOr, array, boolean, object, string } from '../../types/shape.ts';
import { isUnread } from '../../types/unread.ts';
import { firstCall, listKey } from '../../types/wire-call.ts';
import { listWhereAllowed, notRead, StillUnread, whyUnread } from '../not-read.ts';
import { pickedRow } from '../wire/picked-row.ts';
import { CONVERSATION_ATTRIBUTES, TEAMS, type WireConversationAttribute, type WireTeam } from './calls.ts';

/** Archived ones too, since an archived one of a declared name is told of. With the teams, which only ids stand for. */
export const conversationAttributeSnapshot: KeptRows<WireConversationAttribute> = {
  key: 'conversation_attributes',
  shape: object({
    id: string,
    name: string,
    data_type: string,
    options: array(object({ id: string, label: string, archived: absentOr(boolean) })),
  }),
  facts: { teams: array(object({ id: string, name: string })) },
  async read(reader) {
    const rows = await listWhereAllowed(reader, CONVERSATION_ATTRIBUTES);
    const teams = await listWhereAllowed(reader, TEAMS);
    if (isUnread(rows)) return rows;
    const kept = rows.map(usedOf).sort((a, b) => Number(a.id) - Number(b.id));
    // An empty list would make a plan take every team of a manifest for one that is not there.
    if (isUnread(teams))
      return {
        rows: kept,
        facts: {},
        findings: [notRead('teams', teams, 'a plan from this snapshot cannot compare visible_to')],
      };
    return { rows: kept, facts: { teams: teams.map(({ id, name }) => ({ id, name })) } };
  },
  answer: (snapshot, reader) => ({ reader: answering(snapshot, reader), gaps: () => [] }),
};

/** Answers the two lists, and leaves all else to `reader`. */
function answering<R extends IntercomReader>(snapshot: Readonly<Record<string, unknown>>, reader: R): R {
  const { conversation_attributes: rows = [], teams, diagnostics = [] } = snapshot as Kept; // Its shape was checked.
  const kept = new Map<string, readonly Json[] | undefined>([
    [CONVERSATION_ATTRIBUTES.path, rows],
    [TEAMS.path, teams?.map(({ id, name }) => ({ id, name }))],
  ]);
  const list: IntercomReader['list'] = async (asked) => {
    const key = listKey(asked);
    if (!kept.has(key)) return reader.list(asked);
    const found = kept.get(key);
    if (found === undefined)
      throw new StillUnread({ unread: whyUnread(diagnostics, 'teams') ?? 'forbidden' });
    return found.map(firstCall(asked).row);
  };
  return { ...reader, list };
}

/** Absent in a snapshot of a version that did not know them. */
interface Kept {
  readonly conversation_attributes?: readonly WireConversationAttribute[];
  /** Absent where they were not read, too. */
  readonly teams?: readonly WireTeam[];
  readonly diagnostics?: readonly Diagnostic[];
}

function usedOf(row: WireConversationAttribute): WireConversationAttribute {
  return pickedRow(row, [
    'id',
    'name',
    'data_type',
    'description',
    'required',
    'visible_to_team_ids',
    'archived',
    'created_at',
    'multiline',
    'reference',
    'options',
  ]);
}
