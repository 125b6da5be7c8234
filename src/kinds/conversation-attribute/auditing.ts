import type { Diagnostic } from '../../types/diagnostic.ts';
import type { AuditedItems, AuditSection, AuditWords } from '../../types/kind/auditing.ts';
import { nameForm } from '../../types/near-equal.ts';
import { isUnread } from '../../types/unread.ts';
import { listWhereAllowed } from '../not-read.ts';
import { CONVERSATION_ATTRIBUTES } from './calls.ts';
import { type LiveConversationAttribute, liveConversationAttribute } from './live.ts';

/** What an audit says of conversation attributes. */
interface ConversationAttributesAudit {
  /** False where the token may not read them: then there are none here. */
  readonly read: boolean;
  readonly counts: { readonly live: number; readonly archived: number; readonly named_twice: number };
  /** Names that several live ones have: while one has, Intercom refuses to write attributes of conversations. */
  readonly named_twice: readonly { readonly name: string; readonly ids: readonly string[] }[];
  /** Names that differ only in case, spaces, underscores, hyphens or Unicode forms. */
  readonly near_equal_names: readonly (readonly string[])[];
}

export const conversationAttributeAuditing: AuditedItems<ConversationAttributesAudit> = {
  part: 'conversation_attributes',
  async begin(reader) {
    const rows = await listWhereAllowed(reader, CONVERSATION_ATTRIBUTES);
    return isUnread(rows)
      ? { unread: rows, needsContacts: false, audit: () => auditOf(undefined) }
      : { needsContacts: false, audit: () => auditOf(rows.map(liveConversationAttribute)) };
  },
  findings: ({ named_twice: twice }) => twice.map(namedTwice),
  sections: sectionsOf,
  masked: (audit, mask) => ({
    ...audit,
    named_twice: audit.named_twice.map(({ name, ids }) => ({ name: mask.text(name), ids })),
    near_equal_names: audit.near_equal_names.map((names) => names.map(mask.text)),
  }),
};

function auditOf(rows: readonly LiveConversationAttribute[] | undefined): ConversationAttributesAudit {
  const all = rows ?? [];
  const live = all.filter(({ archived }) => !archived);
  const byName = grouped(live, ({ name }) => name);
  const twice = [...byName].filter(([, { length }]) => length > 1);
  const forms = grouped([...byName.keys()], nameForm);
  return {
    read: rows !== undefined,
    counts: { live: live.length, archived: all.length - live.length, named_twice: twice.length },
    named_twice: twice
      .map(([name, list]) => ({ name, ids: list.map(({ id }) => id).sort((a, b) => Number(a) - Number(b)) }))
      .sort((a, b) => (a.name < b.name ? -1 : 1)),
    near_equal_names: [...forms.values()].filter(({ length }) => length > 1).map((names) => names.sort()),
  };
}

function grouped<T>(items: readonly T[], keyOf: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const key = keyOf(item);
    groups.set(key, [...(groups.get(key) ?? []), item]);
  }
  return groups;
}

function namedTwice({ name, ids }: ConversationAttributesAudit['named_twice'][number]): Diagnostic {
  return {
    code: 'conversation-attribute-twice',
    severity: 'warning',
    summary: `${ids.length} live conversation attributes are called ${name}`,
    detail: `attributes ${ids.join(', ')}; while there are several, Intercom refuses to write attributes of conversations`,
    help: 'archive or rename all but one of them in Intercom',
  };
}

/** Nothing where a workspace has none. */
function sectionsOf(
  { counts, named_twice: twice, near_equal_names: near }: ConversationAttributesAudit,
  words: AuditWords,
): readonly AuditSection[] {
  if (counts.live + counts.archived === 0) return [];
  const title = `Conversation attributes: ${counts.live} live, ${counts.archived} archived`;
  const lines = [
    ...words.sampled(twice, ({ name, ids }) => [
      `  ${words.shown(name)} is the name of ${ids.length}: attributes ${ids.join(', ')}`,
    ]),
    ...words.sampled(near, (names) => [`  nearly equal names: ${names.map(words.shown).join(', ')}`]),
  ];
  const advice = 'Intercom refuses to write attributes of conversations while one name is that of several.';
  return [{ title, lines, ...(twice.length === 0 ? {} : { advice }) }];
}
