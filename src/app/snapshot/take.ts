import { createReader } from '../../intercom/index.ts';
import { ATTRIBUTES } from '../../kinds/attribute/calls.ts';
import { companyIdsAt } from '../../kinds/company/declaration.ts';
import { ADMINS } from '../../kinds/contact/calls.ts';
import { kinds } from '../../kinds/index.ts';
import { TAGS } from '../../kinds/tag/calls.ts';
import type { Catalog } from '../../types/catalog.ts';
import type { Diagnostic } from '../../types/diagnostic.ts';
import {
  EVERYBODY,
  type IntercomReader,
  type WireCompany,
  type WireContact,
  type WireSublist,
} from '../../types/intercom.ts';
import { SNAPSHOT_FORMAT, type SnapshotDocument } from '../../types/snapshot.ts';
import { createCatalog } from '../catalog.ts';
import { connect, failureDiagnostic, openWorkspace, readExit } from '../connect.ts';
import { groupDiagnostics, hasErrors } from '../group-diagnostics.ts';
import { LatestRows } from '../latest-rows.ts';
import { loadDeclarations } from '../load.ts';
import type { Loaded, SourceText } from '../loaded.ts';
import { type Masking, maskingOf } from '../masking.ts';
import type { PlanningOptions, Ports } from '../options.ts';
import { toolVersion } from '../package.ts';
import { requestProgress } from '../reading-progress.ts';
import { adminRow, attributeRow, companyRow, contactRow, tagRow } from './rows.ts';

export interface SnapshotOptions extends PlanningOptions {
  readonly contacts: boolean;
  /** Internal: rows of data files are looked through so many at a time, however few there are. */
  readonly partRows?: number | undefined;
}

export interface TakenSnapshot {
  /** Undefined where none could be taken. */
  readonly document?: SnapshotDocument;
  readonly exit: number;
  readonly diagnostics: readonly Diagnostic[];
  readonly sources: SourceText;
  readonly masking: Masking;
}

/** Reads what offline plans compare with. Only reads (law 2). */
export async function takeSnapshot(options: SnapshotOptions, ports: Ports): Promise<TakenSnapshot> {
  const loaded = await loadDeclarations(options, ports, { streams: true, partRows: options.partRows });
  const { project, sources } = loaded;
  const masking = maskingOf(loaded);
  // What is wrong in manifests is nothing to a snapshot; what is wrong with the project is.
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
  const reader = createReader(client);
  const opened = await openWorkspace(reader, project, { ...connection, options: client });
  if ('diagnostic' in opened) return stop([opened.diagnostic]);
  try {
    const named = hasErrors(loaded.diagnostics) ? [] : namedCompanies(loaded);
    const [attributes, tags, companies, people] = await Promise.all([
      reader.list(ATTRIBUTES),
      reader.list(TAGS),
      readCompanies(named, reader),
      options.contacts ? readPeople(reader) : undefined,
    ]);
    const document: SnapshotDocument = {
      format: SNAPSHOT_FORMAT,
      exit: 0,
      tool: await toolVersion(),
      workspace: opened.workspace,
      intercom_version: project.intercom_version,
      timezone: opened.me.app.timezone ?? null,
      taken_at: new Date(ports.now()).toISOString(),
      attributes: sorted(attributes.map(attributeRow), (row) => `${row.model}/${row.full_name}`),
      tags: sorted(tags.map(tagRow), (row) => row.name.toLowerCase()),
      ...companies,
      ...(people === undefined ? {} : { people }),
      diagnostics: [],
    };
    return { document, exit: 0, diagnostics: [], sources, masking };
  } catch (error) {
    connection.stop();
    return stop([failureDiagnostic(error)], readExit(error));
  }
}

/** company_ids that manifests declare, now or in later versions, or refer to: lists hide companies without users (api.md 5.2). */
function namedCompanies(loaded: Loaded): readonly string[] {
  const { later } = loaded;
  const catalog = loaded.streamed?.catalog ?? catalogOf(loaded);
  return [
    ...new Set([
      ...catalog.companies.keys(),
      ...catalog.references.companies,
      ...companyIdsAt(later?.addresses ?? []),
    ]),
  ];
}

function catalogOf({ declared }: Loaded): Catalog {
  const catalog = createCatalog({ online: true, timezone: 'UTC' });
  for (const kind of kinds) kind.check(declared.get(kind.name) ?? [], catalog, () => undefined);
  return catalog;
}

async function readCompanies(
  named: readonly string[],
  reader: IntercomReader,
): Promise<Pick<SnapshotDocument, 'companies' | 'companies_complete' | 'companies_absent'>> {
  const { companies, everything } = await reader.scanCompanies();
  const found = new Map<string, WireCompany>(companies.map((row) => [row.company_id, companyRow(row)]));
  const missing = named.filter((id) => !found.has(id));
  const asked = everything || missing.length === 0 ? new Map() : await reader.companies(missing);
  for (const [id, company] of asked) found.set(id, companyRow(company));
  const absent = missing.filter((id) => !found.has(id));
  return {
    companies: sorted([...found.values()], (row) => row.company_id),
    companies_complete: everything,
    companies_absent: absent.sort(),
  };
}

async function readPeople(reader: IntercomReader): Promise<SnapshotDocument['people']> {
  const contacts = new LatestRows<WireContact>((a, b) => byText(a.id, b.id));
  for await (const page of reader.scanContacts(EVERYBODY)) {
    const rows = await Promise.all(page.map((row) => wholeContact(row, reader)));
    for (const row of rows) contacts.set(row.id, row);
  }
  const admins = (await reader.list(ADMINS)).map(adminRow);
  return {
    contacts: contacts.all(),
    admins: sorted(admins, (row) => row.id),
  };
}

/** Embedded lists stop at ten (api.md 4.1). */
async function wholeContact(row: WireContact, reader: IntercomReader): Promise<WireContact> {
  const [tags, companies] = await Promise.all([
    row.tags?.has_more === true ? reader.contactTags(row.id) : row.tags?.data,
    row.companies?.has_more === true ? reader.contactCompanies(row.id) : row.companies?.data,
  ]);
  return { ...contactRow(row), tags: sublist(tags), companies: sublist(companies) };
}

function sublist(rows: readonly { readonly id: string }[] = []): WireSublist {
  return {
    data: sorted(
      rows.map(({ id }) => ({ id })),
      (row) => row.id,
    ),
    total_count: rows.length,
    has_more: false,
  };
}

/** By code units, so that a snapshot of the same workspace is the same file but for its time. */
function sorted<T>(rows: readonly T[], key: (row: T) => string): readonly T[] {
  return rows.toSorted((a, b) => byText(key(a), key(b)));
}

function byText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
