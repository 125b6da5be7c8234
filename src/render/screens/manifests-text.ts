import type { RenderedItem } from '../../types/rendered-item.ts';
import type { Look } from '../terminal/look.ts';
import { paintFor } from '../terminal/paint.ts';
import { displayWidth, padTo } from '../terminal/width.ts';
import { inert } from '../words/inert.ts';
import { placeText } from '../words/place-text.ts';
import { showValue } from '../words/value.ts';

const INDENT = '  ';
/** The longest value that is aligned with the others. */
const VALUE_COLUMNS = 60;

/** The merged manifests with the place of every value, without a newline at the end. */
export function renderManifestItems(items: readonly RenderedItem[], look: Look): string {
  return items.map((item) => itemLines(item, look).join('\n')).join('\n\n');
}

function itemLines(item: RenderedItem, look: Look): string[] {
  const paint = paintFor(look.color);
  const rows = Object.entries(item.fields).map(([path, { value, ...place }]) => ({
    path: inert(path),
    value: showValue(path, value, Math.max(20, Math.min(VALUE_COLUMNS, look.width / 2))),
    place: placeText(place),
  }));
  const pathColumns = Math.max(0, ...rows.map((row) => displayWidth(row.path)));
  const valueColumns = Math.max(0, ...rows.map((row) => displayWidth(row.value)));
  return [
    `${paint('bold', inert(item.address))}  ${paint('dim', placeText(item.place))}`,
    ...rows.map(
      (row) =>
        `${INDENT}${padTo(row.path, pathColumns)}  ${padTo(row.value, valueColumns)}  ${paint('dim', row.place)}`,
    ),
  ];
}
