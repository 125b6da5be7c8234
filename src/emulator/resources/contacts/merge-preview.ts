import { isJsonObject, type Json, type JsonObject } from '../../../types/json.ts';
import { resourceNotFound } from '../../errors.ts';
import type { Call, Route } from '../../router.ts';
import { V2_17 } from '../../version.ts';
import type { Workspace } from '../../workspace.ts';
import { attributesOf } from '../attributes/store.ts';
import { companiesOf } from '../companies/store.ts';
import { type AttributeChange, mergeChangesOf } from './merge-changes.ts';
import { afterMerge, type MergeRefusal, mergeRefusal, readPair } from './merge-rules.ts';
import type { ContactRecord } from './record.ts';
import { contactSwitchesOf } from './switches.ts';

/** Most attributes that are shown; all are counted (intercom 15.1). */
const SHOWN_ATTRIBUTES = 50;

/** The texts are for people and may change. */
const REASONS: Readonly<Record<MergeRefusal, string>> = {
  invalid_merge_role_pair: 'Only a lead can be merged into a user.',
  no_shared_identifier:
    "These contacts don't share an email or phone. Set skip_duplicate_validation to true to preview the merge anyway.",
};

export const mergePreviewRoutes: readonly Route[] = [
  { method: 'POST', path: '/contacts/merge/preview', since: V2_17, reads: true, answer: previewMerge },
];

/** What a merge would do, by the rules of the merge itself (intercom 15.1). */
function previewMerge(call: Call): Json {
  const { workspace } = call;
  if (!contactSwitchesOf(workspace).mergePreview) throw resourceNotFound();
  const { from, into } = readPair(call);
  const refusal = mergeRefusal(from, into, call);
  if (refusal !== undefined)
    return { allowed: false, reasons: [{ code: refusal, message: REASONS[refusal] }] };
  const changes = shownChanges(from, into, call);
  return {
    allowed: true,
    summary: {
      attribute_changes: {
        attributes: changes.slice(0, SHOWN_ATTRIBUTES).map(showChange),
        total_count: changes.length,
      },
      reassignments: reassignments(from, into),
    },
  };
}

/** Without `custom_attribute_names` all custom attributes are shown; archived ones never are. */
function shownChanges(from: ContactRecord, into: ContactRecord, call: Call): readonly AttributeChange[] {
  const { workspace, body } = call;
  const after = afterMerge(from, into, workspace.now());
  const named = Array.isArray(body.custom_attribute_names) ? body.custom_attribute_names : undefined;
  const [before, taken, left] = [from, into, after].map((record) => shownValues(record, workspace));
  return mergeChangesOf(before ?? {}, taken ?? {}, left ?? {}).filter(({ field }) => {
    const custom = field.startsWith('custom_attributes.')
      ? field.slice('custom_attributes.'.length)
      : undefined;
    return custom === undefined || named === undefined || named.includes(custom);
  });
}

/** The fields of a contact that a merge decides on. */
function shownValues(record: ContactRecord, workspace: Workspace): JsonObject {
  const { email, phone, name, avatar, owner_id, signed_up_at, last_seen_at } = record;
  const custom = attributesOf(workspace).visible('contact', record.custom_attributes);
  return {
    ...{ email, phone, name, avatar, owner_id, signed_up_at, last_seen_at },
    ...record.observed,
    ...Object.fromEntries(
      Object.entries(isJsonObject(custom) ? custom : {}).map(([key, value]) => [
        `custom_attributes.${key}`,
        value,
      ]),
    ),
    companies: record.companies.map((id) => companiesOf(workspace).get(id)?.name ?? id),
  };
}

function showChange({ field, outcome, from, into, left }: AttributeChange): JsonObject {
  return {
    field,
    outcome,
    ...(from === null ? {} : { from_value: from }),
    ...(into === null ? {} : { into_value: into }),
    new_into_value: left,
  };
}

/** What hangs on the lead and would go over; of tags those that the user lacks. */
function reassignments(from: ContactRecord, into: ContactRecord): JsonObject {
  const tags = from.tags.filter(({ id }) => !into.tags.some((own) => own.id === id)).length;
  return {
    ...(tags === 0 ? {} : { tags: { from: tags, into: into.tags.length } }),
    ...(from.notes.length === 0 ? {} : { notes: { from: from.notes.length, into: into.notes.length } }),
  };
}
