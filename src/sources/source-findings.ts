import type { Diagnostic } from '../types/diagnostic.ts';
import type { RowFields } from '../types/mapped-row.ts';
import type { Place } from '../types/place.ts';
import type { Preset } from './presets/preset.ts';
import type { SourceContext } from './source-context.ts';

/** A file without rows, or of which `where` keeps none. */
export function emptySource(file: string, rows: number, { placeOf }: SourceContext): Diagnostic {
  return {
    code: 'empty-source',
    severity: 'warning',
    summary: rows === 0 ? `${file} holds no rows` : `where keeps none of the ${rows} rows of ${file}`,
    help:
      rows === 0
        ? 'check that the export is complete; expect: { min_rows: 1 } makes it an error, min_rows: 0 says that it is well'
        : 'compare its values with what the column holds, capitals included',
    ...placeOf(rows === 0 ? ['file'] : ['where']),
  };
}

/** A file that lacks the columns by which the layout is recognised. */
export function notOfPreset(preset: Preset, header: readonly string[], place: Place): Diagnostic {
  return {
    code: 'not-of-preset',
    severity: 'error',
    summary: `this is no ${preset.name} export`,
    detail: `it has none of ${preset.recognisedBy.join(', ')}; its columns are ${header.slice(0, 10).join(', ')}`,
    help: 'take the preset out and write columns',
    ...place,
  };
}

/** A source without `columns` whose file has no column of a field's name. */
export function nothingMapped(fields: RowFields, header: readonly string[], place: Place): Diagnostic {
  return {
    code: 'no-columns',
    severity: 'error',
    summary: 'no column has the name of a field',
    detail: `columns are ${header
      .filter((name) => name !== '')
      .slice(0, 20)
      .join(', ')}`,
    help: `write columns: { FIELD: COLUMN }; fields are ${[...fields.byName].join(', ')}`,
    ...place,
  };
}
