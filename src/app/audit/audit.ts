import { type ClientOptions, createReader } from '../../intercom/index.ts';
import { ATTRIBUTES } from '../../kinds/attribute/calls.ts';
import { type KindReader, kindReader } from '../../kinds/kind-reader.ts';
import { TAGS } from '../../kinds/tag/calls.ts';
import { AUDIT_FORMAT, type AuditDocument, type AuditPart } from '../../types/audit.ts';
import type { Diagnostic } from '../../types/diagnostic.ts';
import type { Project } from '../../types/project.ts';
import { connect, failureDiagnostic, openWorkspace, readExit } from '../connect.ts';
import { groupDiagnostics, hasErrors } from '../group-diagnostics.ts';
import { openProject } from '../load.ts';
import type { SourceText } from '../loaded.ts';
import { type Masking, maskingOfDocuments, maskingOfProject } from '../masking.ts';
import type { PlanningOptions, Ports } from '../options.ts';
import { scanProgress } from '../reading-progress.ts';
import { capFindings, createAttributesTally } from './attributes.ts';
import { createContactsTally, mergeFindings } from './contacts.ts';
import { loadManaged, type Managed } from './managed.ts';
import { mergesFileFinding, outsideFinding, saveMerges, schemaFrom } from './merges-file.ts';
import { mergesManifest } from './merges-manifest.ts';
import { scanEverybody } from './scan.ts';
import { auditTags, createTagsTally, searchTagCounts } from './tags.ts';

export interface AuditOptions extends PlanningOptions {
  readonly parts: readonly AuditPart[];
  /** `--merges`: where to write the Merges manifest, and how the path was given. */
  readonly merges?: { readonly path: string; readonly shown: string };
}

export interface Audited {
  /** Undefined where the audit could not be made. */
  readonly document?: AuditDocument;
  readonly exit: number;
  readonly diagnostics: readonly Diagnostic[];
  readonly sources: SourceText;
  readonly masking: Masking;
}

/** Looks at the live workspace. Only reads (law 2); the one thing written is the file of `--merges`, after a complete scan. */
export async function audit(options: AuditOptions, ports: Ports): Promise<Audited> {
  const opened = await openProject(options, ports);
  const diagnostics: Diagnostic[] = [...opened.diagnostics];
  let sources: SourceText = (file) => opened.texts.get(file);
  let masking = maskingOfProject(opened.project, opened.env);
  const stop = (more: readonly Diagnostic[], exit = 1): Audited => ({
    exit,
    diagnostics: groupDiagnostics([...diagnostics, ...more]),
    sources,
    masking,
  });
  const { project } = opened;
  const { merges } = options;
  const refusal = merges === undefined ? undefined : await mergesFileFinding(merges.path, merges.shown);
  if (project === undefined || refusal !== undefined) return stop(refusal === undefined ? [] : [refusal]);

  const needsManifests = options.parts.some((part) => part !== 'contacts');
  const managed = needsManifests ? await loadManaged(project) : undefined;
  if (managed !== undefined) {
    masking = maskingOfDocuments({ project, env: opened.env, ...managed });
    diagnostics.push(...managed.diagnostics);
    sources = (file) => opened.texts.get(file) ?? managed.sources(file);
    if (hasErrors(diagnostics)) return stop([]);
  }

  const connection = await connect(project, opened.env, options.baseUrl, ports);
  if ('diagnostic' in connection) return stop([connection.diagnostic]);
  const progress = scanProgress(ports);
  const client: ClientOptions = { ...connection.options, onWait: progress.waiting };
  const reader = kindReader(createReader(client));
  const workspace = await openWorkspace(reader, project, { ...connection, options: client });
  if ('diagnostic' in workspace) return stop([workspace.diagnostic]);

  let found: Findings;
  try {
    found = await look(
      options.parts,
      { managed, patterns: project.workspace.owner_tags },
      reader,
      progress.read,
    );
  } catch (error) {
    connection.stop();
    return stop([failureDiagnostic(error)], readExit(error));
  }
  diagnostics.push(...(found.attributes === undefined ? [] : capFindings(found.attributes)));
  diagnostics.push(...(found.contacts === undefined ? [] : mergeFindings(found.contacts)));
  const written = await writeMerges(options, found, { project, workspace: workspace.workspace.id });
  diagnostics.push(...written.diagnostics);
  const { reads, retried } = reader.counts();
  const document: AuditDocument = {
    format: AUDIT_FORMAT,
    exit: 0,
    workspace: workspace.workspace,
    environment: project.environment,
    manifests: managed?.files ?? null,
    ...found,
    ...(written.merges === undefined ? {} : { merges: written.merges }),
    requests: { reads, retried },
    diagnostics: groupDiagnostics(diagnostics),
  };
  return { document, exit: 0, diagnostics: document.diagnostics, sources, masking };
}

type Findings = Pick<AuditDocument, 'scanned' | 'attributes' | 'tags' | 'contacts'>;

/** One scan feeds every part; tags alone are counted by search, without one. */
async function look(
  parts: readonly AuditPart[],
  { managed, patterns }: { readonly managed: Managed | undefined; readonly patterns: readonly string[] },
  reader: KindReader,
  onProgress: (done: number, total: number) => void,
): Promise<Findings> {
  const has = (part: AuditPart) => parts.includes(part);
  const [attributeRows, tagRows] = await Promise.all([
    has('attributes') ? reader.list(ATTRIBUTES) : [],
    has('tags') ? reader.list(TAGS) : [],
  ]);
  const attributes = has('attributes')
    ? createAttributesTally(attributeRows, managed?.attributes ?? new Map())
    : undefined;
  const contacts = has('contacts') ? createContactsTally() : undefined;
  const tags = has('tags') ? createTagsTally() : undefined;
  const scans = attributes !== undefined || contacts !== undefined;
  const scanned = scans
    ? await scanEverybody(reader, {
        onProgress,
        onContact: (contact) => {
          attributes?.add(contact);
          contacts?.add(contact);
          tags?.add(contact);
        },
      })
    : null;
  const byScan = scans && tags?.exact() === true;
  const counts = byScan ? tags.counts() : await searchTagCounts(tagRows, reader);
  return {
    scanned,
    ...(attributes === undefined ? {} : { attributes: attributes.audit() }),
    ...(tags === undefined
      ? {}
      : {
          tags: auditTags({
            tags: tagRows,
            managed: managed?.tags ?? new Set(),
            ownerTags: managed?.ownerTags ?? new Set(),
            patterns,
            counts,
            countedBy: byScan ? 'scan' : 'search',
          }),
        }),
    ...(contacts === undefined ? {} : { contacts: contacts.audit() }),
  };
}

async function writeMerges(
  options: AuditOptions,
  { contacts }: Findings,
  { project, workspace }: { readonly project: Project; readonly workspace: string },
): Promise<{ readonly merges?: AuditDocument['merges']; readonly diagnostics: readonly Diagnostic[] }> {
  const { merges } = options;
  if (merges === undefined || contacts === undefined) return { diagnostics: [] };
  const schema = schemaFrom(merges.path, project);
  await saveMerges(merges.path, mergesManifest(contacts.mergeable, { workspace, schema }));
  const outside = outsideFinding(merges.path, merges.shown, project);
  return {
    merges: { file: merges.shown, count: contacts.mergeable.length },
    diagnostics: outside === undefined ? [] : [outside],
  };
}
