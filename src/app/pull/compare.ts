import { kinds } from '../../kinds/index.ts';
import type { Offered } from '../../plan/filter-criteria.ts';
import type { Catalog, LaterDeclared } from '../../types/catalog.ts';
import type { Declaration, Origin } from '../../types/declaration.ts';
import type { Diagnostic } from '../../types/diagnostic.ts';
import type { Files } from '../../types/files.ts';
import type { IntercomReader } from '../../types/intercom.ts';
import type { Planned } from '../../types/kind.ts';
import type { Project } from '../../types/project.ts';
import { createCatalog } from '../catalog.ts';
import { declareManifests } from '../declare-manifests.ts';
import { hasErrors } from '../group-diagnostics.ts';
import { diffAll, observeAll } from '../observe.ts';
import type { PullPart } from './options.ts';

/** What manifests say beside what is live. */
export interface Compared {
  /** Kind name → its declarations, of every part. */
  readonly declared: ReadonlyMap<string, readonly Declaration[]>;
  /** Of the parts that were asked for. */
  readonly planned: readonly Planned[];
  readonly catalog: Catalog;
  /** Owner tags of all contact sets, lower-cased, whichever parts were asked for. */
  readonly ownerTags: ReadonlySet<string>;
  /** The text of every manifest by its path from the project folder. */
  readonly texts: ReadonlyMap<string, string>;
  /** Contact set → the documents that declare it. */
  readonly sets: ReadonlyMap<string, readonly Origin[]>;
  /** What `--file` and `--owner` may name. */
  readonly offered: Offered;
  /** Findings in the manifests themselves. */
  readonly offline: readonly Diagnostic[];
  /** Findings that need the live state: plan would show them too. */
  readonly online: readonly Diagnostic[];
}

export interface CompareOptions {
  readonly project: Project;
  readonly files: Files;
  /** Answers from one live state. */
  readonly reader: IntercomReader;
  readonly timezone: string;
  readonly parts: readonly PullPart[];
  /** `--to`: the last version that counts. */
  readonly to?: readonly string[] | undefined;
  /** What the versions beyond it declare. */
  readonly later?: LaterDeclared | undefined;
}

/** A project may have no manifests yet: then nothing is declared. */
const NO_MANIFESTS = new Set(['missing-manifests', 'no-manifests', 'empty-manifests']);

const PART_OF_KIND: Readonly<Record<string, PullPart>> = {
  attribute: 'attributes',
  tag: 'tags',
  company: 'companies',
  contact: 'contacts',
};

/** What plan would find (one planner, law 3): what it would change is what a pull takes over. Merges are left out. */
export async function compare(options: CompareOptions): Promise<Compared> {
  const { project, files, reader, timezone, parts, to, later } = options;
  const loaded = await declareManifests(project, { files, to });
  const { declared, texts, sets, contactSets, offered } = loaded;
  const offline = loaded.diagnostics.filter(({ code }) => !NO_MANIFESTS.has(code));
  const report = (list: Diagnostic[]) => (diagnostic: Diagnostic) => void list.push(diagnostic);
  const unconnected = createCatalog({ online: false, timezone, later, project, sets: contactSets });
  for (const kind of kinds) kind.check(declared.get(kind.name) ?? [], unconnected, report(offline));
  const ownerTags = new Set(unconnected.ownerTags.keys());
  const catalog = createCatalog({
    online: true,
    timezone,
    later,
    project,
    // Where no contacts are read, nobody is looked for who left a set.
    sets: parts.includes('contacts') ? contactSets : [],
  });
  const online: Diagnostic[] = [];
  if (hasErrors(offline))
    return { declared, planned: [], catalog, ownerTags, texts, sets, offered, offline, online };

  const wanted = new Map([...declared].filter(([kind]) => isRead(kind, parts)));
  for (const kind of kinds) kind.check(wanted.get(kind.name) ?? [], catalog, report([]));
  const live = await observeAll(wanted, catalog, reader);
  const planned = diffAll(wanted, live, catalog, report(online)).filter((item) => {
    const part = PART_OF_KIND[kindOf(item)];
    return part !== undefined && parts.includes(part);
  });
  return { declared, planned, catalog, ownerTags, texts, sets, offered, offline, online };
}

/** Attributes and tags are always known; values and memberships refer to them. */
function isRead(kind: string, parts: readonly PullPart[]): boolean {
  if (kind === 'merge') return false;
  if (kind === 'contact') return parts.includes('contacts');
  return kind !== 'company' || parts.includes('companies') || parts.includes('contacts');
}

function kindOf(item: Planned): string {
  return item.state === 'change' ? item.change.kind : (item.address.split('/')[0] ?? '');
}
