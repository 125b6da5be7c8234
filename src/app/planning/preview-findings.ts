import type { Diagnostic } from '../../types/diagnostic.ts';
import type { IntercomFailure } from '../../types/intercom.ts';
import { movesText } from '../../types/merge-moves.ts';
import type { MergePreview } from '../../types/merge-preview.ts';

export function previewNotServed({ status, code }: IntercomFailure): Diagnostic {
  return {
    code: 'merge-preview',
    severity: 'info',
    summary: 'what Intercom makes of the merges is not previewed',
    detail: `this workspace does not serve previews: Intercom answered ${status} ${code}`,
    help: 'nothing has to be done; merge_preview: off in the project file saves the request',
  };
}

/** Where no answer could be used. */
export function previewsUnusable({ message }: IntercomFailure): Diagnostic {
  return {
    code: 'merge-preview',
    severity: 'info',
    summary: 'what Intercom makes of the merges is not previewed',
    detail: `no answer could be used, such as this one: ${message}`,
    help: 'the merges are planned all the same; plan again later to see it, or set merge_preview: off in the project file',
  };
}

/** The plan holds all the same: it is Intercom that would say no. */
export function refusedMerge(address: string, reasons: MergePreview['reasons']): Diagnostic {
  const told = reasons.map(({ code, message }) => (message === '' ? code : `${message} (${code})`));
  return {
    code: 'merge-refused',
    severity: 'warning',
    summary: 'Intercom would refuse this merge',
    detail: told.join(' '),
    help: 'look at both contacts in Intercom, and take the merge out where they are two people',
    address,
  };
}

/** What all previews come to; nothing where there is none, or where nothing is moved or dropped. */
export function sumOfPreviews(previews: Iterable<MergePreview>, merges: number): readonly Diagnostic[] {
  const moves = new Map<string, number>();
  let [previewed, dropped] = [0, 0];
  for (const preview of previews) {
    previewed += 1;
    dropped += preview.fields.filter(({ outcome }) => outcome === 'discarded').length;
    for (const [what, count] of Object.entries(preview.moves))
      moves.set(what, (moves.get(what) ?? 0) + count);
  }
  if (previewed === 0) return [];
  const left = merges - previewed;
  const moved = movesText(Object.fromEntries(moves));
  const told = [
    ...(moved === '' ? [] : [`from leads to users: ${moved}`]),
    ...(dropped === 0 ? [] : [`dropped: ${dropped} ${dropped === 1 ? 'value' : 'values'} of leads`]),
    ...(left === 0 ? [] : [`${left} ${left === 1 ? 'was' : 'were'} not previewed`]),
  ];
  if (told.length === 0) return [];
  return [
    {
      code: 'merge-preview',
      severity: 'info',
      summary: 'what the merges do, as Intercom previews them',
      detail: told.join('; '),
      help:
        left === 0
          ? 'the HTML report and --format markdown show it for each merge'
          : '--merge-preview all previews more than 200; a merge that waits for another change of the plan never is',
    },
  ];
}
