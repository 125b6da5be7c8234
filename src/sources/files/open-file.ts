import { posix } from 'node:path';
import type { ManifestDocument } from '../../types/declaration.ts';
import type { Diagnostic } from '../../types/diagnostic.ts';
import type { Files } from '../../types/files.ts';
import type { JsonObject } from '../../types/json.ts';
import { isTooOld } from '../expectations.ts';
import { formatOf, SUPPORTED, sniffedRows } from '../formats.ts';
import { objectOrEmpty } from '../json/object.ts';
import type { RowContext, SourceBytes, SourceContext } from '../source-context.ts';
import { findSource } from '../source-file.ts';
import { SourceProblem } from '../source-problem.ts';
import type { OpenedFile, SourceRow } from '../source-row.ts';

/** A source's file, opened, with its rows. What cannot be read ends the rows with a finding. */
export interface OpenedSource extends OpenedFile {
  /** Relative to the project folder. */
  readonly file: string;
  readonly rows: AsyncIterable<readonly SourceRow[]>;
}

/** Finds and opens the file of a source; undefined, with a finding, where that cannot be. */
export async function openFile(
  source: JsonObject,
  context: SourceContext,
): Promise<OpenedSource | undefined> {
  const found = await bytesOf(source, context);
  if (found === undefined) return undefined;
  const { file, bytes } = found;
  const format = formatOf(file) ?? (found.given ? sniffedRows : undefined);
  if (format === undefined) {
    context.report({
      code: 'unsupported-source',
      severity: 'error',
      summary: `${posix.basename(file)} is of no kind that can be read`,
      help: `this version reads ${SUPPORTED.join(', ')}`,
      ...context.placeOf(['file']),
    });
    return undefined;
  }
  const say = (error: unknown) => {
    if (!(error instanceof SourceProblem)) throw error;
    const finding: Diagnostic = { severity: 'error', file, ...error.finding };
    context.report(finding);
  };
  try {
    const opened = await format({
      file,
      bytes,
      format: objectOrEmpty(source['format']),
      placeOf: context.placeOf,
    });
    return { ...opened, file, rows: spoken(opened.batches, say) };
  } catch (error) {
    say(error);
    return undefined;
  }
}

async function* spoken(
  batches: OpenedFile['batches'],
  say: (error: unknown) => void,
): AsyncIterable<readonly SourceRow[]> {
  try {
    yield* batches;
  } catch (error) {
    say(error);
  }
}

interface Found {
  readonly file: string;
  readonly bytes: AsyncIterable<Uint8Array>;
  /** True where standard input stands in for the file. */
  readonly given: boolean;
}

async function bytesOf(source: JsonObject, context: SourceContext): Promise<Found | undefined> {
  const written = String(source['file']);
  const bytes = givenBytes(written, context);
  if (bytes !== undefined) return { file: written, bytes, given: true };
  const file = await findSource(written, context);
  if (file === undefined || (await isTooOld(file, source, context))) return undefined;
  return { file, bytes: fileBytes(posix.join(context.folder, file), context.files), given: false };
}

/**
 * The bytes of standard input, if they are given to this file: by its path as written, its name, or its name without
 * endings.
 */
function givenBytes(written: string, { stdin }: RowContext): SourceBytes | undefined {
  const base = posix.basename(written);
  for (const name of new Set([written, base, base.replace(/(?<=.)\..*$/, '')])) {
    const bytes = stdin?.(name);
    if (bytes !== undefined) return bytes;
  }
  return undefined;
}

async function* fileBytes(path: string, files: Files): AsyncIterable<Uint8Array> {
  if (files.stream !== undefined) return yield* files.stream(path);
  const bytes = await files.read(path);
  if (bytes !== undefined) yield bytes;
}

/** Bytes that a byte of a .gz or .xlsx is taken to hold; lists of people have little more. */
const zippedFactor = 6;

/** About how many bytes the data files of a document's sources hold, unzipped; a file that cannot be found counts as none. */
export async function sourceBytes(document: ManifestDocument, context: RowContext): Promise<number> {
  let bytes = 0;
  for (const path of sourcePaths(document)) {
    const { source, context: at } = sourceAt(document, path, { ...context, report: () => {} });
    const { file = '', size } = await sizeOf(String(source['file']), at);
    bytes += /\.(gz|xlsx)$/i.test(file) ? size * zippedFactor : size;
  }
  return bytes;
}

async function sizeOf(
  written: string,
  context: SourceContext,
): Promise<{ readonly file?: string | undefined; readonly size: number }> {
  const given = givenBytes(written, context);
  if (given !== undefined) return { file: written, size: (await given.size?.()) ?? 0 };
  const file = await findSource(written, context);
  const path = file === undefined ? undefined : posix.join(context.folder, file);
  return { file, size: (path === undefined ? undefined : await context.files.size?.(path)) ?? 0 };
}

/** The paths of the sources within the document. */
function sourcePaths({ data }: ManifestDocument): readonly (readonly (string | number)[])[] {
  const written = data['source'];
  if (written === undefined) return [];
  return Array.isArray(written) ? written.map((_, index) => ['source', index]) : [['source']];
}

/** The file that a source names, or the folder that its pattern searches, from the project folder; it need not exist. */
export interface SourceFile {
  readonly path: string;
  readonly isFolder: boolean;
}

/** What the sources of a document read. */
export function sourceFiles(document: ManifestDocument): readonly SourceFile[] {
  const beside = posix.dirname(document.file);
  return sourcePaths(document).map((path) => {
    const written = String(objectAt(document, path)['file']);
    const segments = posix.join(beside, written).split('/');
    const pattern = segments.findIndex((segment) => /[*?]/.test(segment));
    // Any file that appears there later, at any depth, may match the pattern.
    if (pattern !== -1) return { path: segments.slice(0, pattern).join('/') || '.', isFolder: true };
    return { path: segments.join('/'), isFolder: false };
  });
}

/** The source object at a path of a document, with where its keys stand. */
export function sourceAt(
  document: ManifestDocument,
  path: readonly (string | number)[],
  context: RowContext,
): { readonly source: JsonObject; readonly context: SourceContext } {
  return {
    source: objectAt(document, path),
    context: {
      ...context,
      manifestFile: document.file,
      placeOf: (key) => document.place([...path, ...key]),
      cellOf: (key) => document.cell([...path, ...key]),
    },
  };
}

function objectAt(document: ManifestDocument, path: readonly (string | number)[]): JsonObject {
  let at: unknown = document.data;
  // The path is one of the document's own, so each step is a key or an index of what it meets.
  for (const step of path) at = (at as Readonly<Record<string | number, unknown>>)[step];
  // The schema has checked that a source is a map.
  return at as JsonObject;
}
