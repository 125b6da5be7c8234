import { attributePath } from '../../types/attribute-path.ts';
import type { Change } from '../../types/change.ts';
import { isJsonObject, type Json, type JsonObject } from '../../types/json.ts';
import type { MergePreview, PreviewedField } from '../../types/merge-preview.ts';
import { type GetCall, MalformedAnswer } from '../../types/wire-call.ts';
import { objectOf, requiredText, scalarText } from '../wire/wire-fields.ts';

/** 2.16 has no such call (intercom 15.1). */
const PREVIEW_VERSION = '2.17';
const PREVIEW_PATH = '/contacts/merge/preview';

const OUTCOMES = ['adopted', 'discarded', 'merged'] as const;

/**
 * Asks Intercom what a planned merge would do. Undefined where it cannot know, since it tells of things as they are now: the
 * user, what the two have in common, or what an earlier merge brings the user, only comes with other changes of the plan.
 */
export function mergePreview(change: Change): GetCall<MergePreview> | undefined {
  const into = change.fields['into'];
  const user = into !== undefined && 'after' in into ? into.after : undefined;
  const waits = change.requires.length > 0;
  if (change.id === null || typeof user !== 'string' || user.includes('/') || waits) return undefined;
  const skip = 'skip_duplicate_validation' in change.fields ? { skip_duplicate_validation: true } : {};
  return {
    path: PREVIEW_PATH,
    version: PREVIEW_VERSION,
    body: { from: change.id, into: user, ...skip },
    read: previewOf,
  };
}

function previewOf(answer: Json): MergePreview {
  const body = objectOf(answer, 'a preview');
  const { allowed } = body;
  if (typeof allowed !== 'boolean') throw new MalformedAnswer('a preview does not say whether it is allowed');
  const summary = optionalObject(body['summary']);
  const changes = optionalObject(summary['attribute_changes']);
  const fields = rowsIn(changes['attributes']).flatMap(fieldOf);
  const total = changes['total_count'];
  return {
    allowed,
    reasons: rowsIn(body['reasons']).map((reason) => ({
      code: requiredText(reason, 'code'),
      message: scalarText(reason['message']) ?? '',
    })),
    fields,
    fields_total: typeof total === 'number' ? total : fields.length,
    moves: movesOf(optionalObject(summary['reassignments'])),
  };
}

/** A field with an outcome that is not documented is passed over. */
function fieldOf(row: JsonObject): readonly PreviewedField[] {
  const outcome = OUTCOMES.find((known) => known === row['outcome']);
  if (outcome === undefined) return [];
  return [
    {
      path: pathOf(requiredText(row, 'field')),
      outcome,
      from: row['from_value'] ?? null,
      into: row['into_value'] ?? null,
      after: row['new_into_value'] ?? null,
    },
  ];
}

/** No source says how custom attributes are named: with the prefix they are written as in a change. */
function pathOf(field: string): string {
  const prefix = 'custom_attributes.';
  return field.startsWith(prefix) ? attributePath(field.slice(prefix.length)) : field;
}

function movesOf(reassignments: JsonObject): MergePreview['moves'] {
  return Object.fromEntries(
    Object.entries(reassignments).flatMap(([what, counts]) => {
      const moved = optionalObject(counts)['from'];
      return typeof moved === 'number' && moved > 0 ? [[what, moved] as const] : [];
    }),
  );
}

function optionalObject(value: Json | undefined): JsonObject {
  return isJsonObject(value) ? value : {};
}

function rowsIn(value: Json | undefined): readonly JsonObject[] {
  return Array.isArray(value) ? value.filter(isJsonObject) : [];
}
