import { resolve, sep } from 'node:path';
import { kinds } from '../kinds/index.ts';
import { combineVersions, createSchemas } from '../manifest/index.ts';
import type { Schemas } from '../manifest/schemas.ts';
import { diskFiles, mappedRowsOf, type SourceBytes, watchedFiles } from '../sources/index.ts';
import type { DeclaredSet } from '../types/catalog.ts';
import type { Declaration, ManifestDocument } from '../types/declaration.ts';
import type { Diagnostic } from '../types/diagnostic.ts';
import type { Files } from '../types/files.ts';
import type { DeclareContext } from '../types/kind.ts';
import type { RowLayout } from '../types/mapped-row.ts';
import type { Project } from '../types/project.ts';
import type { PlanningOptions, Ports } from './options.ts';
import { readPackageFile } from './package.ts';
import type { RejectedRows } from './rejected-rows.ts';
import { keptInput } from './standard-input.ts';

let shipped: Schemas | undefined;

/** The schemas of the package. Compiling them takes longer than a small plan, so it happens once in a process. */
export function schemas(): Schemas {
  shipped ??= createSchemas((file) => readPackageFile(`schemas/${file}`), kinds);
  return shipped;
}

/** How the data files of a project are read. */
export interface Reading {
  readonly files: Files;
  /** Milliseconds since the epoch, for `expect.max_age`. */
  readonly now?: (() => number) | undefined;
  /** The content of standard input for a source of this name, if `--data NAME=-` is given; else undefined. */
  readonly stdin?: ((name: string) => SourceBytes | undefined) | undefined;
  /** An error for each name of `--data` that no source has. Call it after all sources are read. */
  readonly unread?: (() => readonly Diagnostic[]) | undefined;
  readonly progress?: Ports['progress'];
  /** Decides whether the errors of a document are reported as warnings, because nothing of it can be selected. */
  readonly overlooks?: ((document: ManifestDocument) => boolean) | undefined;
}

/** Absolute path of the project folder, with `/`. */
export function projectFolder({ project }: Pick<PlanningOptions, 'project'>): string {
  return resolve(project).split(sep).join('/');
}

/** How a command reads data files. They can be read repeatedly, with the same content each time. */
export function readingOf(options: PlanningOptions, ports: Ports): Reading {
  const asked = new Set<string>();
  const input = ports.stdin === undefined ? undefined : keptInput(ports.stdin);
  return {
    files: watchedFiles(diskFiles, projectFolder(options)),
    now: ports.now,
    progress: ports.progress,
    stdin: (name) => {
      if (options.data?.has(name) !== true) return undefined;
      asked.add(name);
      return input;
    },
    unread: () => [...(options.data ?? [])].filter((name) => !asked.has(name)).map(noSuchSource),
  };
}

function noSuchSource(name: string): Diagnostic {
  return {
    code: 'no-such-source',
    severity: 'error',
    summary: `--data ${name}=- names no source`,
    help: 'write the file of a source as its manifest does, or its name without the folder',
  };
}

export type Declaring = Reading & {
  readonly project: Project;
  readonly report: DeclareContext['report'];
  readonly rejected: Pick<RejectedRows, 'add'>;
  /** Every contact set is added to it. */
  readonly contactSets: DeclaredSet[];
  /** The number of rows of each data file that is read is added to it. */
  readonly read: Map<RowLayout, number>;
  /** Called while rows are read, with the number of further rows. */
  readonly passed?: ((rows: number) => void) | undefined;
  /** All documents in order. Without it, positions are counted in the order of declaring. */
  readonly documents?: readonly ManifestDocument[];
};

/** What kinds need to declare documents: rows of data files, positions, and where findings and contact sets go. */
export function declareContext({
  project,
  files,
  now,
  stdin,
  report,
  rejected,
  contactSets,
  read,
  passed,
  overlooks,
  documents = [],
}: Declaring): DeclareContext {
  return {
    report,
    ...positions(documents),
    rows: (document, path, fields) =>
      mappedRowsOf(document, path, fields, {
        folder: project.folder,
        files,
        report,
        counted: (layout, rows) => void read.set(layout, rows),
        ...(passed === undefined ? {} : { passed }),
        ...(now === undefined ? {} : { now }),
        ...(stdin === undefined ? {} : { stdin }),
      }),
    set: (set) => void contactSets.push(set),
    ...(overlooks === undefined ? {} : { overlooks }),
    reject: (row) => rejected.add(row),
  };
}

/** How many positions each document has: its declarations come after those of earlier documents. */
export const POSITIONS_OF_DOCUMENT = 2 ** 32;

/** Gives positions to declarations. A document has the same positions whether all documents are read or only some. */
function positions(documents: readonly ManifestDocument[]): Pick<DeclareContext, 'begin' | 'nextOrder'> {
  const starts = new Map(documents.map((document, at) => [document, at * POSITIONS_OF_DOCUMENT]));
  let order = 0;
  return {
    begin: (document) => {
      order = starts.get(document) ?? order;
    },
    nextOrder: () => order++,
  };
}

/** Declares documents of any kinds and combines their versions. */
export async function declareDocuments(
  documents: readonly ManifestDocument[],
  context: DeclareContext,
): Promise<ReadonlyMap<string, readonly Declaration[]>> {
  const found: Declaration[] = [];
  for (const document of documents) {
    const kind = kinds.find((candidate) => candidate.manifest === document.kind);
    if (kind === undefined) continue;
    context.begin?.(document);
    for (const declaration of await kind.declare(document, context)) found.push(declaration);
  }
  const revisable = new Set(kinds.filter((kind) => kind.revisable).map((kind) => kind.name));
  const combined = combineVersions(found, revisable);
  for (const diagnostic of combined.diagnostics) context.report(diagnostic);
  const declared = new Map<string, Declaration[]>(kinds.map((kind) => [kind.name, []]));
  for (const declaration of combined.declarations) declared.get(declaration.kind)?.push(declaration);
  return declared;
}
