import { isoInstant } from '../../types/iso-instant.ts';
import type { Json } from '../../types/json.ts';
import { wallSeconds } from '../../types/time-zone.ts';
import { NUMBER_TEXT } from '../../types/unix-number.ts';
import { writtenInstant } from '../../types/written-instant.ts';
import type { ColumnSpec } from '../columns/column-spec.ts';
import type { RowFault } from '../source-row.ts';

/**
 * A cell as an instant in a form that the kinds read: ISO 8601, RFC 822 and Unix seconds or milliseconds stay as written,
 * other texts are parsed by the column's `date` format. An instant without an offset is in the column's zone, else in that
 * of the workspace.
 */
export function dateCell(value: Json, spec: ColumnSpec, fromSheet: boolean): { value: Json } | RowFault {
  if (typeof value === 'number') {
    if (spec.date === undefined) return { value };
    const parsed = spec.date.parse(String(value));
    return parsed === undefined ? notOfFormat(spec.date.written) : { value: zoned(parsed, spec) };
  }
  if (typeof value !== 'string') return noDate('');
  const text = value.trim();
  if (spec.date !== undefined) {
    const parsed = spec.date.parse(text) ?? (fromSheet && isoInstant(text) !== undefined ? text : undefined);
    return parsed === undefined ? notOfFormat(spec.date.written) : { value: zoned(parsed, spec) };
  }
  if (NUMBER_TEXT.test(text)) return { value: text };
  return writtenInstant(text) === undefined ? noDate(text) : { value: zoned(text, spec) };
}

/**
 * Puts an instant without an offset into the column's zone. `zone` applies only where there is a time, `timezone` also to a
 * date alone.
 */
function zoned(text: string, { zone, timezone }: ColumnSpec): string {
  if (zone === undefined && timezone === undefined) return text;
  const wall = writtenInstant(text);
  if (wall === undefined || wall.offset !== undefined) return text;
  if (timezone !== undefined)
    return `${new Date(wallSeconds(wall, timezone) * 1000).toISOString().slice(0, 19)}Z`;
  return zone !== undefined && text.includes(':') ? text + zone : text;
}

function notOfFormat(format: string): RowFault {
  return {
    code: 'bad-date',
    summary: `this is no date of the form ${format}`,
    help: `write every date of the column as ${format}, or map two columns`,
  };
}

function noDate(text: string): RowFault {
  const [, first = '', mark = '', second = ''] = /^(\d{1,2})([./-])(\d{1,2})[./-]\d{4}/.exec(text) ?? [];
  const day = [mark === '.' || Number(first) > 12, Number(second) > 12];
  const guess =
    first === ''
      ? 'DD/MM/YYYY'
      : day[0]
        ? `DD${mark}MM${mark}YYYY`
        : day[1]
          ? `MM${mark}DD${mark}YYYY`
          : `DD${mark}MM${mark}YYYY or MM${mark}DD${mark}YYYY`;
  return {
    code: 'bad-date',
    summary: 'this is no date',
    help: `ISO 8601, RFC 822 and Unix seconds are understood; other forms are declared: { column: …, date: ${guess} }`,
  };
}
