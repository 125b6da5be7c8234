import { isAbsolute, posix, relative, sep } from 'node:path';
import { type ClientOptions, createReader } from '../../intercom/index.ts';
import { kindReader } from '../../kinds/kind-reader.ts';
import { notRead } from '../../kinds/not-read.ts';
import { AddressSelection } from '../../plan/selection/address-selection.ts';
import type { Diagnostic } from '../../types/diagnostic.ts';
import { isWithin } from '../../types/files.ts';
import type { Project } from '../../types/project.ts';
import type { SourceText } from '../../types/source-text.ts';
import { connect, INCOMPLETE_EXIT, openWorkspace, readExit } from '../connect.ts';
import { groupDiagnostics, hasErrors } from '../group-diagnostics.ts';
import { countItems } from '../incomplete-items.ts';
import { openProject } from '../load.ts';
import { type Masking, maskingOf, maskingOfProject } from '../masking.ts';
import type { Ports } from '../options.ts';
import { scanProgress } from '../reading-progress.ts';
import { storeOrFailure } from '../runs/open-store.ts';
import { recall } from '../runs/recall.ts';
import { writeFiles } from '../write-files.ts';
import { PULL_FORMAT, type PullDocument, type PulledFile, type PullOptions } from './options.ts';
import { pulledKinds } from './parts.ts';
import { pulledReader } from './people/pulled-reader.ts';
import { ignorePersonal, trackedPersonal } from './personal-files.ts';
import { type LiveState, readKinds, readLive, unreadKinds } from './read-live.ts';
import { rememberingLists } from './remembered-lists.ts';
import { type TakenOver, takeOver } from './take-over.ts';
import type { Target } from './target.ts';

export interface Pulled {
  /** Undefined where nothing was pulled. */
  readonly document?: PullDocument;
  readonly exit: number;
  readonly diagnostics: readonly Diagnostic[];
  readonly sources: SourceText;
  readonly masking: Masking;
}

const WOULD_CHANGE_EXIT = 2;

/** Takes live state over into manifests that plan empty. It only reads from Intercom (law 2); files are written last, all or none. */
export async function pull(options: PullOptions, ports: Ports): Promise<Pulled> {
  const opened = await openProject(options, ports);
  let sources: SourceText = (file) => opened.texts.get(file);
  let masking = maskingOfProject(opened.project, opened.env);
  const stop = (more: readonly Diagnostic[], exit = 1): Pulled => ({
    exit,
    diagnostics: groupDiagnostics([...opened.diagnostics, ...more]),
    sources,
    masking,
  });
  const { project } = opened;
  if (project === undefined || hasErrors(opened.diagnostics)) return stop([]);
  const connection = await connect(project, opened.env, options.baseUrl, ports);
  if ('diagnostic' in connection) return stop([connection.diagnostic]);
  const tell = scanProgress(ports);
  const client: ClientOptions = { ...connection.options, onWait: tell.waiting };
  const reader = kindReader(createReader(client));
  const workspace = await openWorkspace(reader, project, { ...connection, options: client });
  if ('diagnostic' in workspace) return stop([workspace.diagnostic]);

  const target = targetOf(project, options.out);
  const { parts, query } = options;
  const known: Diagnostic[] = [];
  let live: LiveState;
  let taken: TakenOver;
  try {
    const recalled = await recall(project, workspace.workspace.id, reader, { env: opened.env, ports });
    known.push(...(recalled?.findings ?? []));
    const lists = rememberingLists(recalled?.layOver(reader) ?? reader);
    live = await readLive(lists, { parts, query }, tell.read);
    const timezone = project.workspace.timezone ?? workspace.me.app.timezone ?? 'UTC';
    const selection = new AddressSelection({ ...options, always: project.exclude });
    const { to, allFields = false, batchRows } = options;
    taken = await takeOver({
      ...{
        target,
        live,
        reader: pulledReader(reader, lists, live),
        parts,
        timezone,
        keyHashes: recalled?.keyHashes,
        selection,
        to,
        allFields,
        batchRows,
      },
      stop: connection.stop,
    });
  } catch (error) {
    connection.stop();
    return stop([storeOrFailure(error)], readExit(error));
  }
  sources = (file) => taken.sources.get(file) ?? opened.texts.get(file);
  const { declared, streamed, diagnostics: found } = taken;
  masking = maskingOf({ project, env: opened.env, declared, streamed, diagnostics: found, sources });
  if (taken.failed) return stop(taken.diagnostics);
  if (taken.incomplete.length > 0) return stop([incompleteFinding(taken.incomplete)], INCOMPLETE_EXIT);

  const files = await filesOf(taken, target);
  const personal = options.check ? new Set<string>() : await personalFiles(taken, target);
  if (!options.check && files.length > 0) {
    await ignorePersonal(target.project.folder, [...personal]);
    await writeFiles(
      new Map([...taken.texts].map(([file, text]) => [posix.join(target.project.folder, file), text])),
      personal,
    );
  }
  const tracked = await trackedPersonal(target.project.folder, [...personal]);
  const outside = target.project === project ? [] : [outsideFinding(target, project)];
  const { reads, retried } = reader.counts();
  const document: PullDocument = {
    format: PULL_FORMAT,
    exit: options.check && files.length > 0 ? WOULD_CHANGE_EXIT : 0,
    workspace: workspace.workspace,
    environment: project.environment,
    check: options.check,
    live: countsOf(live, parts),
    files,
    pending: taken.pending,
    requests: { reads, retried },
    diagnostics: groupDiagnostics([
      ...opened.diagnostics,
      ...known,
      ...taken.diagnostics,
      ...unreadFindings(live, parts),
      ...outside,
      ...tracked,
    ]),
  };
  return { document, exit: document.exit, diagnostics: document.diagnostics, sources, masking };
}

/** The manifests to compare with and to add to. A folder outside the project's manifests is treated as a project of its own. */
function targetOf(project: Project, out: string | undefined): Target {
  const installed = project.folder;
  const [first = '.'] = project.manifests;
  if (out === undefined) return { project, folder: posix.join(first, '.'), installed };
  const folder = out.split(sep).join('/');
  const isSeen = project.manifests.some((manifests) =>
    isWithin(posix.join(project.folder, manifests), folder),
  );
  if (isSeen) return { project, folder: posix.relative(project.folder, folder) || '.', installed };
  return { project: { ...project, folder, manifests: ['.'], file: undefined }, folder: '.', installed };
}

async function filesOf(taken: TakenOver, target: Target): Promise<readonly PulledFile[]> {
  const { diskFiles } = await import('../../sources/index.ts');
  const files: PulledFile[] = [];
  for (const file of [...taken.texts.keys()].sort()) {
    const path = posix.join(target.project.folder, file);
    const isNew = (await diskFiles.size(path)) === undefined;
    files.push({
      file: shownPath(path, target.installed),
      action: isNew ? 'create' : 'update',
      added: taken.added.get(file) ?? 0,
      changed: taken.changed.get(file) ?? 0,
    });
  }
  return files;
}

/** Absolute paths of files with contacts that belong to pull: data files, and manifests that it creates. */
async function personalFiles(taken: TakenOver, target: Target): Promise<ReadonlySet<string>> {
  const { diskFiles } = await import('../../sources/index.ts');
  const personal = new Set<string>();
  for (const file of taken.people) {
    const path = posix.join(target.project.folder, file);
    const isOwn = file.endsWith('.jsonl') || (await diskFiles.size(path)) === undefined;
    if (isOwn) personal.add(path);
  }
  return personal;
}

/** Relative to the project folder, or absolute where the file is outside. */
function shownPath(path: string, folder: string): string {
  const short = relative(folder, path).split(sep).join('/');
  return short.startsWith('..') || isAbsolute(short) ? path : short;
}

function countsOf(live: LiveState, parts: PullOptions['parts']): PullDocument['live'] {
  const asked = pulledKinds().filter(({ pulling }) => parts.includes(pulling.part));
  return Object.fromEntries(
    asked.map(({ name, pulling }) => {
      if (pulling.undeclared === undefined) return [pulling.part, live.contacts?.size ?? 0];
      return [pulling.part, live.unread.has(name) ? 0 : pulling.count(live.read.get(name))];
    }),
  );
}

function unreadFindings(live: LiveState, parts: PullOptions['parts']): readonly Diagnostic[] {
  const whole = unreadKinds(live, parts).map(({ kind, why }) =>
    notRead(kind.words.many, why, 'they stay unmanaged'),
  );
  const within = [...readKinds(live, parts)].flatMap(
    ({ kind: { pulling }, read }) => pulling.unreadFindings?.(read) ?? [],
  );
  return [...whole, ...within];
}

function outsideFinding(target: Target, project: Project): Diagnostic {
  return {
    code: 'pulled-outside-manifests',
    severity: 'warning',
    summary: `${shownPath(target.project.folder, project.folder)} is outside the manifest folders, so plan does not see it`,
    help: `name it with manifests: in interform.yaml, or pull without --out into ${project.manifests[0] ?? 'migrations'}`,
  };
}

function incompleteFinding(addresses: readonly string[]): Diagnostic {
  const [first = ''] = addresses;
  const count = countItems(addresses);
  return {
    code: 'incomplete-read',
    severity: 'error',
    summary: 'less arrived than Intercom said there is',
    detail: `nothing was written; ${count === 1 ? first : `${count} items, ${first} among them`}`,
    help: 'pull again; contacts that change while they are read can cause this',
  };
}
