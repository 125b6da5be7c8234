import type { Change, FieldChange } from '../../types/change.ts';
import { tellingFields } from '../changes/identity-fields.ts';
import { mergeFacts } from '../changes/merge-facts.ts';
import { pairText } from '../changes/merge-words.ts';
import type { Look } from '../terminal/look.ts';
import { paintFor } from '../terminal/paint.ts';
import { displayWidth, wrap } from '../terminal/width.ts';
import type { ShownChange } from '../view/shown-change.ts';
import { gistPart, WHOLE } from '../words/gist.ts';
import { inert } from '../words/inert.ts';
import { inkOf } from './change-block.ts';

const INDENT = '    ';
/** Fields that come first where not all have room. */
const FIRST: readonly string[] = ['name', 'email', 'phone'];
const MORE = ', …';

/**
 * One change in one line, where there are too many for blocks. Two things may go on below: a long merge, and what becomes of an
 * email, a phone, an id, a role or a subscription, because that is never cut.
 *
 *     + contact/beta/customer-0  name Ada Lovelace, email ada@acme.test, plan free, …
 *     ~ contact/beta/customer-1  email ada@acme.test → eve@acme.test, plan free → pro, …
 *     » ada@acme.test → user customer-9001: share email; gets name Ada L., tags + web
 */
export function compactRow({ change, glyph, blocked, identity }: ShownChange, look: Look): string[] {
  const paint = paintFor(look.color);
  const start = `${INDENT}${glyph} `;
  const colored = `${INDENT}${paint(inkOf(change.action, blocked), glyph)} `;
  if (change.action === 'merge') {
    const lines = wrap(mergeWords(change), Math.max(20, look.width - displayWidth(start) - 2));
    return lines.map((line, index) => `${index === 0 ? colored : ' '.repeat(start.length + 2)}${line}`);
  }
  const address = inert(change.address);
  const head = `${colored}${paint('bold', address)}`;
  const room = look.width - displayWidth(start) - displayWidth(address) - 2;
  const whole = identity.flatMap((path) => {
    const field = change.fields[path];
    return field === undefined ? [] : [gistPart(path, field, WHOLE)];
  });
  const telling = tellingFields(change);
  // An id that stands in the address is not repeated.
  const fields = Object.entries(change.fields).filter(
    ([path]) => !identity.includes(path) && (path !== 'external_id' || telling.includes(path)),
  );
  const shown = whole.join(', ');
  if (displayWidth(shown) + (whole.length > 0 && fields.length > 0 ? MORE.length : 0) <= room) {
    const gist = gistOf(whole, fields, room);
    return [`${head}${gist === '' ? '' : `  ${gist}`}`];
  }
  const below = `${' '.repeat(displayWidth(start))}  `;
  const lines = wrap(`${shown}${fields.length > 0 ? MORE : ''}`, Math.max(20, look.width - below.length));
  return [head, ...lines.map((line) => below + line)];
}

/** A merge in a sentence. */
function mergeWords(change: Change): string {
  const facts = mergeFacts(change);
  const { gets } = facts;
  const pair = pairText(facts);
  return gets.length === 0 ? pair : `${pair}; gets ${gets.join(', ')}`;
}

/** The fields of `whole`, then as many others as the line has room for; none is cut. */
function gistOf(
  whole: readonly string[],
  fields: ReadonlyArray<readonly [string, FieldChange]>,
  room: number,
): string {
  const rank = ([path]: readonly [string, unknown]) => {
    const at = FIRST.indexOf(path);
    return at === -1 ? FIRST.length : at;
  };
  const more = fields.toSorted((a, b) => rank(a) - rank(b)).map(([path, field]) => gistPart(path, field));
  const parts = [...whole, ...more];
  let text = '';
  for (const [index, part] of parts.entries()) {
    const next = text === '' ? part : `${text}, ${part}`;
    const isLast = index === parts.length - 1;
    if (displayWidth(next) + (isLast ? 0 : MORE.length) > room) return text === '' ? '' : `${text}${MORE}`;
    text = next;
  }
  return text;
}
