import type { Change } from '../../types/change.ts';
import { isJsonObject, type Json } from '../../types/json.ts';
import type { Answered } from '../../types/kind.ts';
import type { Step } from '../../types/step.ts';
import type { Written } from '../../types/store.ts';

/** The lead and the user of a merge. */
export function contactsOfMerge({ request }: Step): readonly string[] {
  const { from, into } = request.body ?? {};
  return [from, into].filter((id) => typeof id === 'string');
}

/** The lead is gone. What the user has now is known only by reading it. */
export function writtenOfMerge(_change: Change, step: Step, { body }: Answered): readonly Written[] {
  const [lead, user] = contactsOfMerge(step);
  if (lead === undefined || user === undefined) return [];
  const updatedAt = updatedAtOf(body);
  return [
    { contact: lead, state: 'gone', keys: [], fields: {} },
    {
      contact: user,
      state: 'live',
      keys: [],
      fields: {},
      ...(updatedAt === undefined ? {} : { updated_at: updatedAt }),
      unsure: true,
    },
  ];
}

function updatedAtOf(body: Json | undefined): number | undefined {
  const updatedAt = isJsonObject(body) ? body['updated_at'] : undefined;
  return typeof updatedAt === 'number' ? updatedAt : undefined;
}
