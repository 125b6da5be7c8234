import type { Change } from '../../types/change.ts';
import type { HistoryChange } from '../../types/history.ts';
import type { Look } from '../terminal/look.ts';
import { paintFor } from '../terminal/paint.ts';
import { fieldRows, headLine } from '../text/change-block.ts';
import { reasonLines } from '../text/reason-lines.ts';
import { ShownChange } from '../view/shown-change.ts';
import { inert } from '../words/inert.ts';
import { instantText } from '../words/instant-text.ts';

const INDENT = '      ';

/** A change of the past as what masks and groups changes takes it. */
export function changeOfHistory({
  address,
  also,
  kind,
  action,
  id,
  reason = '',
  fields = {},
}: HistoryChange): Change {
  const nothing = { requires: [], irreversible: false, notes: [], source: null };
  return { address, kind, action, id, reason, also, fields, ...nothing };
}

/**
 * One change of the past:
 *
 *   ~ contact/beta/customer-9001                              6657add46abd0167d9419c50
 *       custom_attributes.seats  3 → 5
 *       why it failed
 *       PUT /contacts/6657…: created after all, as a person found (2026-11-28 17:02:11 UTC)
 */
export function historyBlock(change: HistoryChange, look: Look): string[] {
  const { id, reason, fields = {}, requests } = change;
  const paint = paintFor(look.color);
  const room = Math.max(34, look.width - INDENT.length);
  const settled = requests.flatMap(({ settled: one }) => {
    if (one === undefined) return [];
    const when = instantText(one.at);
    if (one.state === 'unsought')
      return [`on ${when} no manifest declared it any more: nobody looked for it`];
    const what = one.state === 'absent' ? 'not created' : `created${one.id ? ` as ${inert(one.id)}` : ''}`;
    const who = one.by === 'person' ? 'a person said' : 'a later run found';
    return [`${who} on ${when}: ${what}`];
  });
  return [
    headLine(new ShownChange(changeOfHistory(change), false), { ...look, right: inert(id ?? '') }),
    ...fieldRows(fields, look),
    ...(reason === undefined ? [] : reasonLines(reason, room)).map((line) => INDENT + line),
    ...settled.map((line) => paint('dim', INDENT + line)),
  ];
}
