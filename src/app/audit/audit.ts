import { type ClientOptions, createReader } from '../../intercom/index.ts';
import { type KindReader, kindReader } from '../../kinds/kind-reader.ts';
import { notRead } from '../../kinds/not-read.ts';
import { createNotLivePeople } from '../../kinds/people/not-live-people.ts';
import { AUDIT_FORMAT, type AuditDocument, type ContactsAudit } from '../../types/audit.ts';
import type { Diagnostic } from '../../types/diagnostic.ts';
import type { SourceText } from '../../types/source-text.ts';
import { connect, failureDiagnostic, openWorkspace, readExit } from '../connect.ts';
import { groupDiagnostics, hasErrors } from '../group-diagnostics.ts';
import { openProject } from '../load.ts';
import { type Masking, maskingOfDocuments, maskingOfProject } from '../masking.ts';
import type { PlanningOptions, Ports } from '../options.ts';
import { scanProgress } from '../reading-progress.ts';
import { auditFileFinding, fromProject, type GivenPath } from './audit-file.ts';
import { CHANGES_FILE, writeChanges } from './changes-file.ts';
import { createContactsTally, mergeFindings } from './contacts.ts';
import { loadManaged, type Managed } from './managed.ts';
import { MERGES_FILE, writeMerges } from './merges-file.ts';
import { type AuditPart, auditedKinds, tellsOfPeople } from './parts.ts';
import { scanEverybody } from './scan.ts';

export interface AuditOptions extends PlanningOptions {
  readonly parts: readonly AuditPart[];
  /** `--merges`: the Merges manifest to write. */
  readonly merges?: GivenPath;
  /** `--changes`: the manifest of proposed changes to write. */
  readonly changes?: GivenPath;
}

export interface Audited {
  /** Undefined where the audit could not be made. */
  readonly document?: AuditDocument;
  readonly exit: number;
  readonly diagnostics: readonly Diagnostic[];
  readonly sources: SourceText;
  readonly masking: Masking;
}

/** Examines the live workspace. Only reads (law 2); the files that it writes are those of `--merges` and `--changes`, after a complete scan. */
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
  const { merges, changes } = options;
  const refusal =
    (merges && (await auditFileFinding(MERGES_FILE, merges))) ??
    (changes && (await auditFileFinding(CHANGES_FILE, changes)));
  if (project === undefined || refusal !== undefined) return stop(refusal === undefined ? [] : [refusal]);

  const needsManifests = options.parts.some((part) => !tellsOfPeople([part]));
  const except = changes === undefined ? undefined : fromProject(changes.path, project);
  const managed = needsManifests ? await loadManaged(project, except) : undefined;
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
    found = await look(options, managed, reader, progress.read);
  } catch (error) {
    connection.stop();
    return stop([failureDiagnostic(error)], readExit(error));
  }
  diagnostics.push(...found.findings);
  const target = { project, workspace: workspace.workspace.id };
  const merged = await writeMerges(merges, found.contacts, target);
  const changed =
    managed === undefined ? undefined : await writeChanges(changes, found.parts, { ...target, managed });
  diagnostics.push(...[merged, changed].flatMap((written) => written?.diagnostics ?? []));
  const { reads, retried } = reader.counts();
  const document: AuditDocument = {
    format: AUDIT_FORMAT,
    exit: 0,
    workspace: workspace.workspace,
    environment: project.environment,
    manifests: managed?.files ?? null,
    scanned: found.scanned,
    ...found.parts,
    ...(merged === undefined ? {} : { merges: merged.merges }),
    ...(changed === undefined ? {} : { changes: changed.changes }),
    requests: { reads, retried },
    diagnostics: groupDiagnostics(diagnostics),
  };
  return { document, exit: 0, diagnostics: document.diagnostics, sources, masking };
}

/** The parts of the document, and the warnings about them. */
interface Findings {
  readonly scanned: number | null;
  readonly contacts?: ContactsAudit;
  readonly parts: Readonly<Record<AuditPart, unknown>>;
  readonly findings: readonly Diagnostic[];
}

/** Collects the parts. At most one scan of all contacts feeds those that need it. */
async function look(
  { parts, nonLive = false }: Pick<AuditOptions, 'parts' | 'nonLive'>,
  managed: Managed | undefined,
  reader: KindReader,
  onProgress: (done: number, total: number) => void,
): Promise<Findings> {
  const asked = auditedKinds().filter(({ auditing }) => parts.includes(auditing.part));
  const begun = await Promise.all(
    asked.map(async ({ auditing, words }) => ({
      ...{ auditing, words },
      // Without manifests, only the part about contacts is made.
      tally: managed === undefined ? undefined : await auditing.begin?.(reader, managed),
    })),
  );
  const contacts = tellsOfPeople(parts) ? createContactsTally() : undefined;
  const notLive = createNotLivePeople(nonLive ? 'all' : 'some');
  if (contacts !== undefined) await notLive.read(reader);
  const scans = contacts !== undefined || begun.some(({ tally }) => tally?.needsContacts);
  const scanned = scans
    ? await scanEverybody(reader, {
        onProgress,
        onContact: (contact) => {
          for (const { tally } of begun) tally?.add?.(contact);
          contacts?.add(contact);
        },
      })
    : null;
  const found: [AuditPart, unknown][] = [];
  const findings: Diagnostic[] = [];
  const people = contacts?.audit(notLive);
  for (const { auditing, words, tally } of begun) {
    if (auditing.begin === undefined) {
      if (people === undefined) continue;
      found.push([auditing.part, people]);
      findings.push(...mergeFindings(people));
    } else {
      const part = await tally?.audit(scans);
      found.push([auditing.part, part]);
      if (tally?.unread !== undefined) findings.push(notRead(words.many, tally.unread));
      findings.push(...(auditing.findings?.(part) ?? []));
    }
  }
  return {
    scanned,
    ...(people === undefined ? {} : { contacts: people }),
    parts: Object.fromEntries(found),
    findings,
  };
}
