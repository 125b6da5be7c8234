import type { ProposedEntry } from '../../types/kind/auditing.ts';
import { commentYaml, entryLines, flowYaml } from '../pull/yaml-text.ts';

/** The first line of a file that an audit wrote. The next audit replaces only files with this line. */
export const CHANGES_HEADER =
  '# Written by interform audit --changes, and written anew by the next one. Delete this line to keep the file.';

/** An entry, and the word after `kind:` of its document. */
export interface KindEntry extends ProposedEntry {
  readonly manifest: string;
}

export interface ChangesManifestOptions {
  /** Intercom's id of the workspace. */
  readonly workspace: string;
  /** Path of the JSON Schema for editors, relative to the file. */
  readonly schema: string;
}

/** Entries that stand in a file without changes, so that it is a manifest all the same. */
const NOTHING = { manifest: 'DataAttributes', head: { model: 'contact' }, list: 'attributes' };

/** A manifest with what is proposed: one document for each kind and head. What people have to decide first is commented out. */
export function changesManifest(
  entries: readonly KindEntry[],
  { workspace, schema }: ChangesManifestOptions,
): string {
  const documents = new Map<string, KindEntry[]>();
  for (const entry of entries) {
    const key = JSON.stringify([entry.manifest, entry.head]);
    documents.set(key, [...(documents.get(key) ?? []), entry]);
  }
  const written = [...documents.values()].map((group) => documentLines(group[0] ?? NOTHING, group));
  const lines = [
    CHANGES_HEADER,
    `# yaml-language-server: $schema=${schema}`,
    commentYaml(
      `Workspace ${workspace}: what its audit proposes, by names and counts. Nobody knows but you what is meant.`,
    ),
    '# Nothing changes before plan and apply. Take out what is not meant, and the # before what is, then',
    '# interform plan',
    ...(written.length === 0 ? documentLines(NOTHING, []) : written.flatMap(separated)),
  ];
  return `${lines.join('\n')}\n`;
}

function separated(lines: readonly string[], at: number): readonly string[] {
  return at === 0 ? lines : ['---', ...lines];
}

function documentLines(
  { manifest, head, list }: Pick<KindEntry, 'manifest' | 'head' | 'list'>,
  entries: readonly KindEntry[],
): readonly string[] {
  const isEmpty = entries.every(({ isActive }) => !isActive);
  const hint = entries.length === 0 ? '' : ' # take out {} with the first # below';
  return [
    'apiVersion: interform/v1',
    `kind: ${manifest}`,
    ...Object.entries(head).map(([key, value]) => `${key}: ${flowYaml(value)}`),
    isEmpty ? `${list}: {}${hint}` : `${list}:`,
    ...entries.flatMap((entry, at) => (at === 0 ? entryText(entry) : ['', ...entryText(entry)])),
  ];
}

/** Remarks begin with `##`, and lines that are commented out with `#`. */
function entryText({ key, fields, remarks, isActive }: KindEntry): readonly string[] {
  const isSaid = Object.keys(fields).length > 0;
  const lines = isSaid ? entryLines(key, fields, '') : [];
  return [
    ...remarks.map((remark) => `  #${commentYaml(remark)}`),
    ...lines.map((line) => (isActive ? `  ${line}` : `  # ${line}`)),
  ];
}
