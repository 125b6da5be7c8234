import { addressSegments } from '../../types/address.ts';
import { type FieldChange, isMembership } from '../../types/change.ts';
import type { Cell } from '../../types/declaration.ts';
import type { Diagnostic } from '../../types/diagnostic.ts';
import { isJsonObject, type Json, type JsonObject } from '../../types/json.ts';
import type {
  DriftBeyondPlan,
  Edit,
  NewItem,
  NewItems,
  PullContext,
  Pulling,
} from '../../types/kind/pulling.ts';
import { isUnread, type Unread } from '../../types/unread.ts';
import { declaredType, isDeclaredArchived } from '../declared/item-cells.ts';
import { listWhereAllowed, notRead } from '../not-read.ts';
import { addedEdits } from '../pulled/additions.ts';
import { byKey, leftOut } from '../pulled/items.ts';
import { liveValue, membershipEdit } from '../pulled/values.ts';
import { caseForm, differsOnlyIn } from '../values/name-case.ts';
import { labelIn } from '../written/option-paths.ts';
import { CONVERSATION_ATTRIBUTES, TEAMS, type WireTeam } from './calls.ts';
import {
  CONVERSATION_ATTRIBUTE_TYPES,
  type ConversationAttributeDeclaration,
  conversationAttributeAddress,
} from './declaration.ts';
import { teamNames } from './fields.ts';
import {
  activeOf,
  activeOptions,
  type LiveConversationAttribute,
  liveConversationAttribute,
} from './live.ts';
import { knownTeams, teamIds } from './teams.ts';

/** What a pull read. */
interface Read {
  readonly live: readonly LiveConversationAttribute[];
  readonly teams: readonly WireTeam[] | Unread;
}

export const conversationAttributePulling: Pulling<ConversationAttributeDeclaration, Read> = {
  part: 'conversation_attributes',
  help: 'Conversation attributes, without archived ones.',
  form: {
    items: 'map',
    list: 'attributes',
    base: 'conversation-attributes',
    pathOf: ({ name }) => ({ key: name }),
  },
  driftsBy: ['archive'],
  async read(reader) {
    const rows = await listWhereAllowed(reader, CONVERSATION_ATTRIBUTES);
    if (isUnread(rows)) return rows;
    const live = rows.map(liveConversationAttribute);
    const namesTeams = live.some(({ teamIds, archived }) => !archived && teamIds.length > 0);
    return { live, teams: namesTeams ? await listWhereAllowed(reader, TEAMS) : [] };
  },
  count: ({ live }) => live.filter(({ archived }) => !archived).length,
  unreadFindings: ({ teams }) =>
    isUnread(teams) ? [notRead('teams', teams, 'who sees a conversation attribute stays unmanaged')] : [],
  undeclared: undeclaredAttributes,
  edits: (path, field, { read }) => editsOf(path, field, read),
  additions: (declaration, { read: { live, teams } }) => {
    const [attribute, ...others] = activeOf(live, declaration.name);
    if (attribute === undefined || others.length > 0 || isDeclaredArchived(declaration)) return [];
    if (declaredType(declaration) !== attribute.type) return [];
    return addedEdits(declaration, fieldsOf(attribute, knownTeams(teams)));
  },
  driftBeyondPlan: refusedTypes,
};

function undeclaredAttributes(read: Read, context: PullContext): NewItems {
  const { live } = read;
  const teams = knownTeams(read.teams);
  const items: NewItem[] = [];
  const left: Diagnostic[] = [];
  const names = [...new Set(live.filter(({ archived }) => !archived).map(({ name }) => name))];
  const declared = [...context.addresses].map((address) => addressSegments(address)[1] ?? '');
  for (const { key: name } of names.map((key) => ({ key })).sort(byKey)) {
    const address = conversationAttributeAddress(name);
    const [attribute, ...others] = activeOf(live, name);
    if (attribute === undefined || context.isDeclared(address)) continue;
    const fields = fieldsOf(attribute, teams);
    const why =
      others.length > 0
        ? `there are ${others.length + 1} of this name, and while there are Intercom refuses to write attributes of conversations`
        : refusal(attribute, { fields, names: [...names, ...declared], context });
    if (why !== undefined) {
      left.push(leftOut(address, 'a conversation attribute cannot be declared and stays unmanaged', why));
      continue;
    }
    if (attribute.teamIds.length > 0 && fields['visible_to'] === undefined)
      left.push(leftOut(address, 'a live value cannot be declared and stays unmanaged', 'visible_to'));
    const kept = Object.entries(fields).filter(([path]) => !context.isExcluded(address, path));
    items.push({ kind: 'conversation_attribute', address, key: name, fields: Object.fromEntries(kept) });
  }
  return { items, left };
}

/** What keeps it from being declared; undefined where nothing does. */
function refusal(
  { name, type, options }: LiveConversationAttribute,
  {
    fields,
    names,
    context,
  }: { readonly fields: JsonObject; readonly names: readonly string[]; readonly context: PullContext },
): string | undefined {
  if (!CONVERSATION_ATTRIBUTE_TYPES.some((known) => known === type)) return `its type is ${type}`;
  const form = caseForm(name);
  const twin = names.find((other) => other !== name && caseForm(other) === form);
  if (twin !== undefined) return `it differs from ${JSON.stringify(twin)} ${differsOnlyIn(name, twin)}`;
  if (type === 'relationship' && !isWholeReference(fields['reference']))
    return 'Intercom does not say what it leads to';
  const labels = options.filter(({ archived }) => !archived).map(({ label }) => label);
  if (new Set(labels).size < labels.length) return 'two of its options have one label';
  const place = { file: '' };
  return context.refusal({
    kind: 'conversation_attribute',
    address: conversationAttributeAddress(name),
    place,
    order: 0,
    version: null,
    cells: new Map(Object.entries(fields).map(([path, value]): [string, Cell] => [path, { value, place }])),
    name,
  } as ConversationAttributeDeclaration);
}

/** What is left at its default is not written: silence means unmanaged. */
function fieldsOf(live: LiveConversationAttribute, teams: readonly WireTeam[]): JsonObject {
  const fields: Record<string, Json> = { type: live.type };
  if (live.type === 'list') fields['options'] = activeOptions(live).map(({ label }) => label);
  if (live.description !== '') fields['description'] = live.description;
  if (live.required) fields['required'] = true;
  if (live.teamIds.length > 0 && isNamed(live, teams)) fields['visible_to'] = teamNames(live.teamIds, teams);
  if (live.type === 'string' && live.multiline) fields['multiline'] = true;
  if (live.type === 'relationship') fields['reference'] = live.reference;
  return fields;
}

function isWholeReference(reference: Json | undefined): boolean {
  return isJsonObject(reference) && Object.values(reference).every((value) => typeof value === 'string');
}

/** Whether a manifest can name the teams: one that was deleted has no name, and one name may be that of two. */
function isNamed(live: LiveConversationAttribute, teams: readonly WireTeam[]): boolean {
  const ids = new Set(teamIds(teams).values());
  return live.teamIds.every((id) => ids.has(id));
}

function editsOf(path: string, field: FieldChange, read: Read): readonly Edit[] {
  if (isMembership(field)) return [membershipEdit(path, field)];
  const live = liveValue(field);
  if (labelIn(path) !== undefined) {
    const [add, drop] = [live, field.after].map((label) => (typeof label === 'string' ? [label] : []));
    return [
      { op: 'list', path: ['options'], add: add ?? [], drop: drop ?? [], fold: false, nameKey: 'label' },
    ];
  }
  // Who it is that sees it is not known.
  if (path === 'visible_to' && isUnread(read.teams)) return [];
  if (path === 'visible_to' && Array.isArray(live)) {
    const names = new Set(teamIds(knownTeams(read.teams)).keys());
    const [unnamed] = live.filter((name) => !names.has(String(name)));
    if (unnamed !== undefined)
      return [{ op: 'remove', path: [path], why: unnamedTeam(String(unnamed), read) }];
  }
  // A relationship has to say what it leads to, and here only the manifest does.
  if (path === 'reference' && !isWholeReference(live)) return [];
  return [{ op: 'set', path: [path], value: live }];
}

/** A team that was deleted is left as its id, and of several teams that have one name none can be named. */
function unnamedTeam(shown: string, { teams }: Read): string {
  const isShared = knownTeams(teams).some(({ name }) => name === shown);
  return isShared ? `several teams are called ${shown}` : `no one team has the id ${shown}`;
}

/** A type that differs is refused by a plan; what only the declared type has goes with it. */
function refusedTypes(
  declared: readonly ConversationAttributeDeclaration[],
  read: Read,
): readonly DriftBeyondPlan<ConversationAttributeDeclaration>[] {
  const { live } = read;
  const teams = knownTeams(read.teams);
  return declared.flatMap((declaration) => {
    const [attribute, ...others] = activeOf(live, declaration.name);
    const type = declaredType(declaration);
    if (attribute === undefined || others.length > 0 || type === undefined || type === attribute.type)
      return [];
    const { type: liveType, options, reference } = fieldsOf(attribute, teams);
    if (attribute.type === 'relationship' && !isWholeReference(reference)) return [];
    const edits: Edit[] = [{ op: 'set', path: ['type'], value: liveType ?? null }];
    for (const [path, value] of Object.entries({ options, reference, multiline: undefined })) {
      if (value !== undefined) edits.push({ op: 'set', path: [path], value });
      else if (declaration.cells.has(path)) edits.push({ op: 'remove', path: [path] });
    }
    return [{ declaration, edits }];
  });
}
