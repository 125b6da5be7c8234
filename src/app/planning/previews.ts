import { kindOf } from '../../kinds/index.ts';
import type { Change } from '../../types/change.ts';
import type { Diagnostic } from '../../types/diagnostic.ts';
import { type IntercomFailure, type IntercomReader, isIntercomFailure } from '../../types/intercom.ts';
import type { MergePreview, PreviewMode } from '../../types/merge-preview.ts';
import type { Changes } from '../../types/plan.ts';
import { mapped } from '../../types/stream.ts';
import type { GetCall } from '../../types/wire-call.ts';
import { previewNotServed, previewsUnusable, refusedMerge, sumOfPreviews } from './preview-findings.ts';

/** Merges that are previewed unless all are wanted: each is a request. */
const MOST_PREVIEWS = 200;

/** The changes with what Intercom says of the merges among them. */
export interface Previewed {
  readonly changes: Changes;
  readonly findings: readonly Diagnostic[];
}

interface Asked {
  readonly address: string;
  readonly call: GetCall<MergePreview>;
}

/**
 * Asks Intercom what the merges of a finished plan would do. The first answer tells whether the workspace serves it: if not,
 * nothing more is asked. Where single answers fail the plan goes on without them. Rejects where no answer comes at all.
 */
export async function previewMerges(
  changes: Changes,
  reader: Pick<IntercomReader, 'get' | 'each'>,
  mode: PreviewMode,
): Promise<Previewed> {
  if (mode === 'off') return { changes, findings: [] };
  const { asked, merges } = chosen(changes, mode);
  const [first, ...others] = asked;
  if (first === undefined) return { changes, findings: [] };
  const previews = new Map<string, MergePreview>();
  const refusal = await ask(first, reader, previews);
  if (refusal !== undefined && [400, 403, 404, 501].includes(refusal.status ?? 0))
    return { changes, findings: [previewNotServed(refusal)] };
  let unusable = refusal;
  await reader.each(others, async (one) => {
    unusable = (await ask(one, reader, previews)) ?? unusable;
  });
  if (previews.size === 0)
    return { changes, findings: unusable === undefined ? [] : [previewsUnusable(unusable)] };
  return {
    changes: mapped(changes, (change) => withPreview(change, previews)),
    findings: [...refusedIn(previews), ...sumOfPreviews(previews.values(), merges)],
  };
}

/** The merges to ask about, in the order of the plan, and how many there are in all. */
function chosen(changes: Changes, mode: PreviewMode): { readonly asked: Asked[]; readonly merges: number } {
  const most = mode === 'all' ? Number.POSITIVE_INFINITY : MOST_PREVIEWS;
  const asked: Asked[] = [];
  let merges = 0;
  for (const change of changes) {
    if (change.action !== 'merge') continue;
    merges += 1;
    const call = asked.length < most ? kindOf(change.kind)?.preview?.(change) : undefined;
    if (call !== undefined) asked.push({ address: change.address, call });
  }
  return { asked, merges };
}

/** The refusal of an answer that cannot be used; undefined where it was kept. */
async function ask(
  { address, call }: Asked,
  reader: Pick<IntercomReader, 'get'>,
  previews: Map<string, MergePreview>,
): Promise<IntercomFailure | undefined> {
  try {
    previews.set(address, await reader.get(call));
    return undefined;
  } catch (error) {
    if (!isIntercomFailure(error) || error.status === null) throw error;
    return error;
  }
}

function withPreview(change: Change, previews: ReadonlyMap<string, MergePreview>): Change {
  const preview = change.action === 'merge' ? previews.get(change.address) : undefined;
  return preview === undefined ? change : { ...change, context: { ...change.context, preview } };
}

function refusedIn(previews: ReadonlyMap<string, MergePreview>): readonly Diagnostic[] {
  return [...previews].flatMap(([address, { allowed, reasons }]) =>
    allowed ? [] : [refusedMerge(address, reasons)],
  );
}
