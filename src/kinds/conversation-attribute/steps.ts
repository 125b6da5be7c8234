import { addressSegments } from '../../types/address.ts';
import { type Change, isMembership } from '../../types/change.ts';
import type { Json, JsonObject } from '../../types/json.ts';
import type { Unstuck } from '../../types/result.ts';
import type { Step } from '../../types/step.ts';
import { labelIn } from '../written/option-paths.ts';
import { optionAddress, teamAddress } from './declaration.ts';
import { conversationAttributeFields, SCALARS, sameConversationAttributeValue } from './fields.ts';
import { activeOptions, answeredAttribute } from './live.ts';

const PATH = '/conversations/attributes';

/**
 * One POST to create and one DELETE to archive. An update is a PUT of what the attribute says, and a request for each option: first
 * those that are renamed and added, then those that are dropped, since a list keeps at least two (intercom 17.1).
 */
export function conversationAttributeSteps(change: Change): readonly Step[] {
  const [, name = ''] = addressSegments(change.address);
  const after = afterOf(change);
  if (change.action === 'create') {
    const { type = 'string', options, ...rest } = after;
    const body: JsonObject = {
      name,
      data_type: type,
      ...bodyOf(rest),
      ...(Array.isArray(options) ? { options: options.map((label: Json) => ({ label })) } : {}),
    };
    return [step(change, 'POST', PATH, { body, creates: true, expect: after })];
  }
  const path = `${PATH}/${change.id ?? ''}`;
  if (change.action === 'archive')
    return [step(change, 'DELETE', path, { level: 'archives', expect: { archived: true } })];
  const scalars = Object.fromEntries(Object.entries(after).filter(([field]) => isScalar(field)));
  const update =
    Object.keys(scalars).length === 0
      ? []
      : [step(change, 'PUT', path, { body: bodyOf(scalars), expect: scalars })];
  return [...update, ...optionSteps(change, name, path)];
}

function optionSteps(change: Change, attribute: string, path: string): readonly Step[] {
  const [kept, dropped]: [Step[], Step[]] = [[], []];
  for (const [field, changed] of Object.entries(change.fields)) {
    if (labelIn(field) === undefined || isMembership(changed)) continue;
    const { before = null, after } = changed;
    const expect = { [field]: after };
    const options = `${path}/options`;
    const one = typeof before === 'string' ? `${options}/{${optionAddress(attribute, before)}}` : options;
    if (after === null) dropped.push(step(change, 'DELETE', one, { expect }));
    else if (before === null)
      kept.push(step(change, 'POST', one, { body: { label: after }, creates: true, expect }));
    else kept.push(step(change, 'PUT', one, { body: { label: after }, expect }));
  }
  return [...kept, ...dropped];
}

function step(
  change: Change,
  method: Step['request']['method'],
  path: string,
  {
    body,
    expect,
    creates = false,
    level = 'attributes',
  }: Pick<Step, 'expect'> & Partial<Pick<Step, 'creates' | 'level'>> & { readonly body?: JsonObject },
): Step {
  const request = { method, path, ...(body === undefined ? {} : { body }) };
  return { level, change: change.address, creates, request, expect };
}

function afterOf({ fields }: Change): Record<string, Json> {
  return Object.fromEntries(
    Object.entries(fields).flatMap(([path, field]) => (isMembership(field) ? [] : [[path, field.after]])),
  );
}

function isScalar(field: string): boolean {
  return SCALARS.some((scalar) => scalar === field);
}

/** As Intercom calls it: teams by id, and "" for no description. */
function bodyOf({ visible_to: teams, description, ...rest }: Readonly<Record<string, Json>>): JsonObject {
  return {
    ...(description === undefined ? {} : { description: description ?? '' }),
    ...rest,
    ...(Array.isArray(teams)
      ? { visible_to_team_ids: teams.map((team: Json) => ({ ref: teamAddress(String(team)) })) }
      : {}),
  };
}

/** Law 11: what the answer, which shows the whole attribute, keeps of what was sent. */
export function verifyConversationAttribute(sent: Step, body: Json): readonly Unstuck[] {
  return conversationFieldsNotKept(sent, answeredAttribute(body));
}

/** What of a step an attribute does not show. The step's references are resolved, so teams are compared by their ids. */
export function conversationFieldsNotKept(
  { request, expect }: Step,
  shown: ReturnType<typeof answeredAttribute>,
): readonly Unstuck[] {
  const fields = conversationAttributeFields(shown, []);
  const labels = new Set<Json>(activeOptions(shown).map(({ label }) => label));
  const unstuck: Unstuck[] = [];
  for (const [field, sent] of Object.entries(expect)) {
    const label = labelIn(field);
    const kept = label === undefined ? (fields.get(field) ?? null) : held(labels, sent ?? label);
    const wanted = field === 'visible_to' ? (request.body?.['visible_to_team_ids'] ?? null) : sent;
    if (!sameConversationAttributeValue(field, wanted, kept)) unstuck.push({ field, sent, kept });
  }
  return unstuck;
}

function held(labels: ReadonlySet<Json>, label: Json): Json {
  return labels.has(label) ? label : null;
}
