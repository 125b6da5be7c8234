import { isAttributePath } from '../types/attribute-path.ts';
import type { Cell, ManifestDocument } from '../types/declaration.ts';
import type { Diagnostic, Report } from '../types/diagnostic.ts';
import type { JsonObject } from '../types/json.ts';
import type { MappedRow, RowFields, RowLayout } from '../types/mapped-row.ts';
import type { Place } from '../types/place.ts';
import { phoneReader } from './cells/phone.ts';
import { replacersOf } from './cells/replace.ts';
import { type BoundField, bindField, Columns, type ReadableRow } from './columns/bind-columns.ts';
import { type ColumnSpec, columnSpecs, sameNameSpec } from './columns/column-spec.ts';
import { LeftColumns } from './columns/left-columns.ts';
import { fieldNamed, SameNames } from './columns/same-names.ts';
import { checkRowCount, missingFields, requiredFields, UniqueFields } from './expectations.ts';
import { type OpenedSource, openFile, sourceAt } from './files/open-file.ts';
import { objectOrEmpty } from './json/object.ts';
import type { Preset } from './presets/preset.ts';
import { presetNamed } from './presets/presets.ts';
import { comparedText, nullTexts, wantedValues } from './row-filter.ts';
import { putBelow, RowMapper } from './row-mapper.ts';
import type { RowContext, SourceContext } from './source-context.ts';
import { sourceDefaults } from './source-defaults.ts';
import { emptySource, nothingMapped, notOfPreset } from './source-findings.ts';
import { SourceProblem } from './source-problem.ts';
import { reasonColumn, type SourceRow } from './source-row.ts';
import { Tally } from './tally.ts';

/** The mapped rows of the source at a path of a document: what DeclareContext.rows does. */
export function mappedRowsOf(
  document: ManifestDocument,
  path: readonly (string | number)[],
  fields: RowFields,
  context: RowContext,
): AsyncIterable<Iterable<MappedRow>> {
  const at = sourceAt(document, path, context);
  return openMappedRows(at.source, at.context, fields);
}

/**
 * The rows of one source with its columns mapped to fields, in the order of the file (design 3.6). A bad row is handed
 * on with its problems, for the kind to stop or skip; everything else that is wrong is reported, nothing is thrown.
 * Where a column is missing no row is read, since each would be wrong in the same way. Rows come in batches, each mapped
 * as it is walked through: a promise a row would cost more than its mapping.
 *
 *   file → rows → where → columns (those of the preset below them) → defaults of the source → defaults of the kind
 */
export async function* openMappedRows(
  source: JsonObject,
  context: SourceContext,
  fields: RowFields,
): AsyncIterable<Iterable<MappedRow>> {
  let failed = false;
  const report: Report = (diagnostic: Diagnostic) => {
    failed ||= diagnostic.severity === 'error';
    context.report(diagnostic);
  };
  const reporting = { ...context, report };
  const preset = presetNamed(source['preset']);
  const specs = specsOf(source, preset, reporting);
  if (failed) return;
  const replacers = await replacersOf(specs, report);
  if (replacers === undefined) return;
  const opened = await openFile(source, reporting);
  if (opened === undefined) return;
  const columns = new Columns(opened.header);
  const bound =
    specs === undefined
      ? sameColumns(opened, columns, fields, reporting)
      : attributesInOrder(specs.flatMap((spec) => bindField(spec, columns, report) ?? []));
  const kept = rowsKept(source, columns, reporting);
  if (
    preset !== undefined &&
    opened.header !== undefined &&
    !preset.recognisedBy.some((name) => columns.has(name))
  ) {
    report(notOfPreset(preset, opened.header, context.placeOf(['preset'])));
  }
  if (failed) return closeFile(opened);

  const same =
    specs === undefined && opened.header === undefined
      ? new SameNames(fields, columns, context.placeOf([]))
      : undefined;
  const tally = new Tally();
  const defaults = withConstants(sourceDefaults(source, context), preset, specs, columns, context);
  putBelow(defaults, fields.defaults, fields);
  const mapper = new RowMapper({
    tally,
    defaults,
    conversion: {
      fields,
      nulls: nullTexts(source),
      fromSheet: opened.form === 'xlsx',
      own: opened.own,
      replacers,
      readPhone: needsPhones(specs, fields) ? await phoneReader() : undefined,
    },
  });
  const left = new LeftColumns(columns, preset);
  const unique = new UniqueFields(source);
  const required = requiredFields(source);
  const layout = layoutOf(opened);
  const { file } = opened;
  let rows = 0;
  // Whether `where` keeps a row that cannot be read is not known: it counts as wanted.
  let wanted = 0;
  function* mappedBatch(batch: readonly SourceRow[]): Iterable<MappedRow> {
    for (const row of batch) {
      const place: Place = { file, row: row.row, line: row.line };
      rows++;
      if ('fault' in row) {
        wanted++;
        const problem: Diagnostic = { severity: 'error', ...row.fault, ...place };
        yield { place, cells: new Map(), problems: [problem], raw: row.raw, layout };
        continue;
      }
      left.see(row);
      if (!kept(row)) continue;
      wanted++;
      const mapped = mapper.map(row, same?.fieldsOf(row) ?? bound, place);
      const { cells } = mapped;
      const missing = required.length === 0 ? [] : missingFields(required, mapped, place);
      const problems = missing.length === 0 ? mapped.problems : [...mapped.problems, ...missing];
      if (preset?.anonymous !== undefined && isNobody(cells, preset.anonymous)) {
        tally.add(ANONYMOUS, `row ${row.row}`, place);
        continue;
      }
      if (unique.asked) unique.add((field) => cells.get(field)?.value, place);
      yield {
        place,
        cells,
        problems,
        raw: 'cells' in row ? { cells: row.cells } : { object: row.object },
        layout,
      };
    }
  }
  for await (const batch of opened.rows) {
    yield mappedBatch(batch);
    context.passed?.(batch.length);
  }
  tally.report(report);
  context.counted?.(layout, wanted);
  if (failed) return;
  if (rows > 0 && opened.header === undefined) {
    columns.reportMissing(optionalColumns(specs), left.keys, report);
    if (preset !== undefined && !preset.recognisedBy.some((name) => left.keys.has(name))) {
      report(notOfPreset(preset, [...left.keys], context.placeOf(['preset'])));
    }
  }
  if (rows > 0 && columns.used.size === 0) {
    return report(nothingMapped(fields, [...left.keys], context.placeOf([])));
  }
  if (wanted === 0 && (rows > 0 || !saysHowMany(source))) report(emptySource(file, rows, context));
  left.report(file, report);
  checkRowCount(file, rows, source, reporting);
  unique.check(file, reporting);
}

/** Standard fields as written, then the attributes by name: the order in which the kinds read them. */
function attributesInOrder(bound: readonly BoundField[]): readonly BoundField[] {
  const isAttribute = ({ spec }: BoundField) => isAttributePath(spec.field);
  const attributes = bound.filter(isAttribute).sort((a, b) => (a.spec.field < b.spec.field ? -1 : 1));
  return [...bound.filter((field) => !isAttribute(field)), ...attributes];
}

/** Closes a file that is not read. A generator cleans up only if it has begun, so one batch is read first. */
async function closeFile({ rows }: OpenedSource): Promise<void> {
  const reader = rows[Symbol.asyncIterator]();
  await reader.next();
  await reader.return?.();
}

const ANONYMOUS = {
  code: 'anonymous-rows',
  severity: 'info',
  summary: 'a profile of nobody known is left out',
  help: 'it has a device for an id and no email',
} as const;

/** Removes an anonymous external_id; true where no email is left to say who the row is. */
function isNobody(cells: Map<string, Cell>, anonymous: RegExp): boolean {
  if (!anonymous.test(String(cells.get('external_id')?.value ?? ''))) return false;
  cells.delete('external_id');
  return !cells.has('email');
}

function specsOf(
  source: JsonObject,
  preset: Preset | undefined,
  context: SourceContext,
): readonly ColumnSpec[] | undefined {
  try {
    return columnSpecs(source, preset, context);
  } catch (error) {
    if (!(error instanceof SourceProblem)) throw error;
    context.report({ severity: 'error', file: context.manifestFile, ...error.finding });
    return undefined;
  }
}

/** The fields of a table without a `columns` block: those that its header names. */
function sameColumns(
  { header }: OpenedSource,
  columns: Columns,
  fields: RowFields,
  context: SourceContext,
): BoundField[] {
  const bound: BoundField[] = [];
  if (header === undefined) return bound;
  const place = context.placeOf([]);
  for (const name of new Set(header)) {
    const field = fieldNamed(name, fields);
    const found =
      field === undefined ? undefined : bindField(sameNameSpec(field, name, place), columns, context.report);
    if (found !== undefined) bound.push(found);
  }
  if (columns.used.size === 0) context.report(nothingMapped(fields, header, place));
  return bound;
}

/** `where`: only rows whose columns hold one of these. */
function rowsKept(
  source: JsonObject,
  columns: Columns,
  context: SourceContext,
): (row: ReadableRow) => boolean {
  const wanted = [...wantedValues(source)].flatMap(([name, values]) => {
    const column = columns.bind(name, context.placeOf(['where', name]), context.report);
    return column === undefined ? [] : [{ column, values }];
  });
  return (row) => wanted.every(({ column, values }) => values.has(comparedText(column.read(row))));
}

/** Puts the values that a preset gives to every row of such a file below the source's own defaults. */
function withConstants(
  defaults: ReadonlyMap<string, Cell>,
  preset: Preset | undefined,
  specs: readonly ColumnSpec[] | undefined,
  columns: Columns,
  context: SourceContext,
): Map<string, Cell> {
  const cells = new Map(defaults);
  if (columns.header === undefined) return cells;
  for (const { field, value, has, lacks } of preset?.constants ?? []) {
    const declared = specs?.some((spec) => spec.field === field && !spec.optional);
    const holds = has.every((name) => columns.has(name)) && !lacks.some((name) => columns.has(name));
    if (holds && declared !== true && !cells.has(field)) {
      cells.set(field, { value, place: context.placeOf(['preset']) });
    }
  }
  return cells;
}

function needsPhones(specs: readonly ColumnSpec[] | undefined, fields: RowFields): boolean {
  return specs === undefined ? fields.phones.size > 0 : specs.some(({ field }) => fields.phones.has(field));
}

function optionalColumns(specs: readonly ColumnSpec[] | undefined): ReadonlySet<string> {
  const optional = (specs ?? []).filter((spec) => spec.optional);
  return new Set(optional.flatMap((spec) => [...spec.columns.flat(), spec.countryColumn ?? '']));
}

function layoutOf({ file, header, form, delimiter }: OpenedSource): RowLayout {
  return {
    file,
    form: form === 'json-lines' ? 'json-lines' : 'csv',
    delimiter,
    header: (header ?? []).filter((name) => name !== reasonColumn),
  };
}

/** Whether `expect.min_rows` is declared: then an empty file is expected, or has an error of its own. */
function saysHowMany(source: JsonObject): boolean {
  return objectOrEmpty(source['expect'])['min_rows'] !== undefined;
}
