import { createReader } from '../../intercom/index.ts';
import { kinds } from '../../kinds/index.ts';
import { type KindReader, kindReader } from '../../kinds/kind-reader.ts';
import { listWhereAllowed, notRead } from '../../kinds/not-read.ts';
import { byText } from '../../types/by-text.ts';
import type { Catalog } from '../../types/catalog.ts';
import type { Diagnostic } from '../../types/diagnostic.ts';
import type { JsonObject } from '../../types/json.ts';
import type { SourceText } from '../../types/source-text.ts';
import { isUnread, type Unread } from '../../types/unread.ts';
import { createCatalog } from '../catalog.ts';
import { connect, failureDiagnostic, openWorkspace, readExit } from '../connect.ts';
import { groupDiagnostics, hasErrors } from '../group-diagnostics.ts';
import { loadDeclarations } from '../load.ts';
import type { Loaded } from '../loaded.ts';
import { type Masking, maskingOf } from '../masking.ts';
import type { PlanningOptions, Ports } from '../options.ts';
import { toolVersion } from '../package.ts';
import { requestProgress } from '../reading-progress.ts';
import { SNAPSHOT_FORMAT, type SnapshotDocument } from './document.ts';
import { type KeptKind, keptKinds } from './kept.ts';
import { readPeople } from './people.ts';

export interface SnapshotOptions extends PlanningOptions {
  readonly contacts: boolean;
  /** For tests: reads this many rows of data files at a time, even if there are few. */
  readonly partRows?: number | undefined;
}

export interface TakenSnapshot {
  /** Undefined where no snapshot could be taken. */
  readonly document?: SnapshotDocument;
  readonly exit: number;
  readonly diagnostics: readonly Diagnostic[];
  readonly sources: SourceText;
  readonly masking: Masking;
}

/** Reads what offline plans are compared with. It only reads (law 2). */
export async function takeSnapshot(options: SnapshotOptions, ports: Ports): Promise<TakenSnapshot> {
  const loaded = await loadDeclarations(options, ports, { streams: true, partRows: options.partRows });
  const { project, sources } = loaded;
  const masking = maskingOf(loaded);
  // Errors in manifests do not matter to a snapshot; errors in the project file do.
  const stop = (diagnostics: readonly Diagnostic[], exit = 1): TakenSnapshot => ({
    exit,
    diagnostics: groupDiagnostics(diagnostics),
    sources,
    masking,
  });
  if (project === undefined) return stop(loaded.diagnostics);
  const connection = await connect(project, loaded.env, options.baseUrl, ports);
  if ('diagnostic' in connection) return stop([connection.diagnostic]);
  const client = { ...connection.options, ...requestProgress(ports) };
  const reader = kindReader(createReader(client));
  const opened = await openWorkspace(reader, project, { ...connection, options: client });
  if ('diagnostic' in opened) return stop([opened.diagnostic]);
  try {
    const named = namedIn(loaded);
    const [parts, people] = await Promise.all([
      Promise.all(keptKinds().map((kind) => readPart(kind, named, reader))),
      options.contacts ? readPeople(reader) : undefined,
    ]);
    const diagnostics = parts.flatMap(({ rows, words, findings = [] }) =>
      isUnread(rows) ? [notRead(words.many, rows)] : findings,
    );
    const document: SnapshotDocument = {
      format: SNAPSHOT_FORMAT,
      exit: 0,
      tool: await toolVersion(),
      workspace: opened.workspace,
      intercom_version: project.intercom_version,
      timezone: opened.me.app.timezone ?? null,
      taken_at: new Date(ports.now()).toISOString(),
      ...Object.assign({}, ...parts.map(({ facts }) => facts)),
      ...Object.fromEntries(parts.flatMap(({ key, rows }) => (isUnread(rows) ? [] : [[key, rows]]))),
      ...(people === undefined ? {} : { people }),
      diagnostics,
    };
    return { document, exit: 0, diagnostics, sources, masking };
  } catch (error) {
    connection.stop();
    return stop([failureDiagnostic(error)], readExit(error));
  }
}

/** What manifests declare and refer to, now or in later versions; empty where they have errors. */
function namedIn(loaded: Loaded): Catalog {
  const { declared, later } = loaded;
  if (hasErrors(loaded.diagnostics)) return createCatalog({ online: true, timezone: 'UTC' });
  const catalog = createCatalog({ online: true, timezone: 'UTC', later });
  if (loaded.streamed !== undefined) return { ...loaded.streamed.catalog, later: catalog.later };
  for (const kind of kinds) kind.check(declared.get(kind.name) ?? [], catalog, () => undefined);
  return catalog;
}

interface Part extends Pick<KeptKind, 'words'> {
  readonly key: string;
  readonly rows: readonly unknown[] | Unread;
  readonly facts: JsonObject;
  readonly findings?: readonly Diagnostic[];
}

/** The rows of one kind, reduced and sorted, and facts about them. */
async function readPart(
  { snapshot: kept, words }: KeptKind,
  named: Catalog,
  reader: KindReader,
): Promise<Part> {
  const { key } = kept;
  if (kept.call === undefined) {
    const read = await kept.read(reader, named);
    return isUnread(read) ? { key, words, rows: read, facts: {} } : { key, words, ...read };
  }
  const listed = kept.sinceFirstFormat
    ? await reader.list(kept.call)
    : await listWhereAllowed(reader, kept.call);
  if (isUnread(listed)) return { key, words, rows: listed, facts: {} };
  const rows = listed.map((row) => kept.row(row));
  return { key, words, rows: rows.sort((a, b) => byText(kept.sortedBy(a), kept.sortedBy(b))), facts: {} };
}
