import type { MergeablePair, PersonRef } from '../../types/audit.ts';

/** The first line of a file that an audit wrote. The next audit replaces only files with this line. */
export const MERGES_HEADER =
  '# Written by interform audit --merges, and written anew by the next one. Delete this line to keep the file.';

export interface MergesManifestOptions {
  /** Intercom's id of the workspace. */
  readonly workspace: string;
  /** Path of the JSON Schema for editors, relative to the file. */
  readonly schema: string;
}

/** A Merges manifest with these pairs (design 3.7). Of contacts it holds only ids. */
export function mergesManifest(pairs: readonly MergeablePair[], options: MergesManifestOptions): string {
  const lines = [
    MERGES_HEADER,
    `# yaml-language-server: $schema=${options.schema}`,
    `# Workspace ${oneLine(options.workspace)}: ${pairs.length} ${pairs.length === 1 ? 'lead shares' : 'leads share'} an email or phone with exactly one user.`,
    '# A merge cannot be undone: take out the lines of those who are not one person, then',
    `# interform plan --allow merge=${pairs.length}`,
    'apiVersion: interform/v1',
    'kind: Merges',
    ...(pairs.length === 0 ? ['merges: []'] : ['merges:', ...pairs.map(mergeLine)]),
  ];
  return `${lines.join('\n')}\n`;
}

function mergeLine(pair: MergeablePair): string {
  const skip = pair.skip_duplicate_validation ? ', skip_duplicate_validation: true' : '';
  const remark = remarkOf(pair);
  return `  - { from: { id: ${quoted(pair.lead.id)} }, into: { ${intoOf(pair.into)} }${skip} }${remark === '' ? '' : ` # ${remark}`}`;
}

/** Why a reviewer should look at this merge, without personal data. */
function remarkOf({ after, shared, emails_differ, skip_duplicate_validation }: MergeablePair): string {
  const what = shared.join(' and ');
  const differ = emails_differ ? ', the emails differ' : '';
  if (after !== null) return `shares the ${what} that lead ${oneLine(after)} brings${differ}`;
  if (emails_differ) return `only the phone is shared${differ}`;
  return skip_duplicate_validation ? `the ${what} is written differently` : '';
}

/**
 * The external_id where a manifest can hold it literally: without space around it, and without `${` (design 3.1). Else the
 * Intercom id.
 */
function intoOf({ id, external_id }: PersonRef): string {
  const usable = external_id !== null && external_id.trim() === external_id && !external_id.includes('${');
  return usable ? `external_id: ${quoted(external_id)}` : `id: ${quoted(id)}`;
}

/** A JSON string, which is also a YAML scalar. Escapes what JSON allows and YAML does not. */
function quoted(text: string): string {
  return JSON.stringify(text).replace(
    /[\u007f-\u009f\u2028\u2029\ufeff]/g,
    (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

/** Ids come from Intercom, and must not be able to begin a new line of the file. */
function oneLine(text: string): string {
  return text.replace(/[^\x21-\x7e]/g, '?');
}
