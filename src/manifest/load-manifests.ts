import { createHash } from 'node:crypto';
import { posix } from 'node:path';
import type { ManifestDocument } from '../types/declaration.ts';
import { decodeText } from '../types/decode-text.ts';
import type { Diagnostic, Report } from '../types/diagnostic.ts';
import { errorCode } from '../types/error-code.ts';
import type { Files } from '../types/files.ts';
import type { Project } from '../types/project.ts';
import { checkDocument } from './check-document.ts';
import { discoverManifests, type ManifestFile } from './discover.ts';
import { parseYaml } from './parse-yaml.ts';
import type { Schemas } from './schemas.ts';
import { filesInForce, versionShown } from './versions-in-force.ts';
import { readYamlFile } from './yaml-file.ts';

export interface LoadManifests {
  readonly project: Project;
  readonly files: Files;
  readonly schemas: Schemas;
  /** `--to`: the last version that is in force, by manifest folder. */
  readonly to?: readonly string[] | undefined;
  /**
   * Decides whether the errors of a document are reported as warnings: nothing of it is selected, and its contacts are known
   * nevertheless (decision 22).
   */
  readonly overlooks?: ((document: ManifestDocument) => boolean) | undefined;
}

export interface LoadedManifests {
  /**
   * By folder as listed, then in path order. What is wrong in a document is left out of it; a document of which nothing is left
   * is missing.
   */
  readonly documents: readonly ManifestDocument[];
  readonly diagnostics: readonly Diagnostic[];
  /** `sha256:…` over path and bytes of every file in force, in path order within each folder. */
  readonly digest: string;
  /**
   * The highest version in force, as its prefix is written. With several numbered folders, one for each with its folder. Null
   * where no file has a number.
   */
  readonly version: string | null;
  /** How many files are in force. */
  readonly count: number;
  /** The text of each file by path, for code frames. */
  readonly texts: ReadonlyMap<string, string>;
  readonly later: LaterManifests;
}

/** The manifests that `to` leaves out; empty without it. Errors in them are not reported, because they are not in force. */
export interface LaterManifests {
  readonly documents: readonly ManifestDocument[];
  /** Files with an error, of which it is therefore not known what they declare. */
  readonly unreadable: readonly string[];
}

/** Reads and checks the manifests of a project, up to the versions of `to`. Collects all diagnostics and throws none. */
export async function loadManifests({
  project,
  files,
  schemas,
  to,
  overlooks,
}: LoadManifests): Promise<LoadedManifests> {
  const found = await discoverManifests(project, files);
  const diagnostics: Diagnostic[] = [...found.diagnostics];
  const report: Report = (diagnostic) => diagnostics.push(diagnostic);
  const inForce = filesInForce(found.files, { to: to ?? [], folders: project.manifests }, report);
  const digest = createHash('sha256');
  const documents: ManifestDocument[] = [];
  const texts = new Map<string, string>();
  const context = { project, files, schemas, overlooks };
  let declares = false;
  for (const file of inForce) {
    const read = await readManifest(file, context, report);
    declares ||= read.declares;
    if (read.bytes !== undefined) digest.update(`${file.path}\0${read.bytes.length}\0`).update(read.bytes);
    if (read.text !== undefined) texts.set(file.path, read.text);
    documents.push(...read.documents);
  }
  if (inForce.length > 0 && !declares) report(onlyEmpty(project));
  const isInForce = new Set(inForce);
  return {
    documents,
    diagnostics: unique(diagnostics),
    digest: `sha256:${digest.digest('hex')}`,
    version: versionShown(inForce),
    count: inForce.length,
    texts,
    later: await readLater(
      found.files.filter((file) => !isInForce.has(file)),
      // Without `overlooks`: any error may hide which contacts the file declares.
      { project, files, schemas },
    ),
  };
}

type Reading = Pick<LoadManifests, 'project' | 'files' | 'schemas' | 'overlooks'>;

interface ReadManifest {
  readonly bytes?: Uint8Array;
  readonly text?: string;
  readonly documents: readonly ManifestDocument[];
  /** False for an empty file, or one with nothing but comments. */
  readonly declares: boolean;
}

/** Parses and checks one file, and reports everything that is wrong with it. */
async function readManifest(
  file: ManifestFile,
  { project, files, schemas, overlooks }: Reading,
  report: Report,
): Promise<ReadManifest> {
  const bytes = await bytesOf(posix.join(project.folder, file.path), files);
  if (!(bytes instanceof Uint8Array)) {
    report({ ...bytes, file: file.path });
    return { documents: [], declares: true };
  }
  const decoded = decodeText(bytes, file.path);
  if ('diagnostic' in decoded) {
    report(decoded.diagnostic);
    return { bytes, documents: [], declares: true };
  }
  const { trees, diagnostics } = parseYaml(file.path, decoded.text);
  for (const finding of unique(diagnostics)) report(finding);
  const documents: ManifestDocument[] = [];
  for (const tree of trees) {
    const document = await checkDocument(tree, {
      ...{ project, schemas, report, overlooks },
      version: file.version,
      folder: file.folder,
    });
    if (document !== undefined) documents.push(document);
  }
  return { bytes, text: decoded.text, documents, declares: trees.length > 0 || diagnostics.length > 0 };
}

async function readLater(later: readonly ManifestFile[], context: Reading): Promise<LaterManifests> {
  const documents: ManifestDocument[] = [];
  const unreadable: string[] = [];
  for (const file of later) {
    let failed = false;
    const read = await readManifest(file, context, ({ severity }) => {
      failed ||= severity === 'error';
    });
    documents.push(...read.documents);
    if (failed) unreadable.push(file.path);
  }
  return { documents, unreadable };
}

/** The bytes of a file, or the diagnostic why there are none: other files are read nevertheless. */
async function bytesOf(path: string, files: Files): Promise<Uint8Array | Diagnostic> {
  try {
    const bytes = await readYamlFile(path, files, MOVE_ROWS);
    if (bytes !== undefined) return bytes;
    return {
      code: 'missing-file',
      severity: 'error',
      summary: 'the file is gone, or its link leads nowhere',
    };
  } catch (error) {
    const code = errorCode(error);
    if (code === undefined) throw error;
    return {
      code: 'file-error',
      severity: 'error',
      summary: 'the file cannot be read',
      detail: DENIED.has(code) ? 'permission denied' : code,
      help: 'let the user that runs interform read it, or move it out of the manifest folder',
    };
  }
}

const MOVE_ROWS =
  'put its rows into a data file, such as contacts.csv, and name that with source:; sources are read at any size';
const DENIED: ReadonlySet<string> = new Set(['EACCES', 'EPERM']);

/** Without duplicates: an anchored value that is used twice is reported twice, at the same place. */
function unique(findings: readonly Diagnostic[]): Diagnostic[] {
  const seen = new Set<string>();
  return findings.filter((finding) => {
    const key = JSON.stringify([finding.code, finding.file, finding.line, finding.column, finding.summary]);
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}

function onlyEmpty(project: Project): Diagnostic {
  return {
    code: 'empty-manifests',
    severity: 'warning',
    summary: `the files in ${project.manifests.join(', ')} declare nothing`,
    help: 'a manifest begins with apiVersion: interform/v1 and kind:',
  };
}
