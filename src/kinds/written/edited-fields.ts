import type { Json } from '../../types/json.ts';
import type { EditedField } from '../../types/recheck.ts';
import type { Step } from '../../types/step.ts';

/** Fields whose value in an answer differs from what was read before, without those that the step wrote and the ignored ones. */
export function editedFields(
  step: Step,
  read: ReadonlyMap<string, Json>,
  now: ReadonlyMap<string, Json>,
  ignored: ReadonlySet<string> = new Set(),
): readonly EditedField[] {
  const paths = new Set([...read.keys(), ...now.keys()]);
  const edited: EditedField[] = [];
  for (const field of [...paths].sort()) {
    if (field in step.expect || ignored.has(field)) continue;
    const [before, after] = [read.get(field) ?? null, now.get(field) ?? null];
    if (before !== after && JSON.stringify(before) !== JSON.stringify(after))
      edited.push({ field, read: before, now: after });
  }
  return edited;
}
