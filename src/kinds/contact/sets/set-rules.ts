import type { Catalog, DeclaredSet, OwnerPatterns } from '../../../types/catalog.ts';
import type { Report } from '../../../types/diagnostic.ts';
import { isOwnerTagName } from '../../../types/owner-pattern.ts';
import { spot } from '../../../types/place.ts';
import { isUnusable } from '../../values/unusable-name.ts';

/** Reports what would keep other repositories, or a later plan, from recognising the members of a set (design 3.5). */
export function checkMembership(set: DeclaredSet, { ownerPatterns }: Catalog, report: Report): void {
  const { prune, retired, place } = set;
  if (prune === undefined) {
    if (retired) report({ ...RETIRED_WITHOUT_PRUNE, ...place });
    return;
  }
  // A name that cannot be used at all is reported already.
  if (!isUnusable(prune.ownerTag) && !isOwnerTagName(prune.ownerTag, ownerPatterns.patterns)) {
    report({
      code: 'owner-tag-pattern',
      severity: 'error',
      summary: 'the owner tag does not fit workspace.owner_tags',
      detail: `${JSON.stringify(prune.ownerTag)} fits none of ${ownerPatterns.patterns.map(quoted).join(', ') || 'an empty list'}, so other repositories would not know that people who carry it are yours`,
      help: eitherLine(prune.ownerTag, prune.ownerTagWas, ownerPatterns),
      ...prune.place,
    });
  }
  if (prune.action === 'archive' && !ownerPatterns.written) {
    report({
      code: 'owner-tags-unwritten',
      severity: 'error',
      summary: 'prune archives, and workspace.owner_tags is not written out',
      detail: 'people of another repository whose owner tags are called otherwise would be archived',
      help: `write into interform.yaml: workspace: { owner_tags: ${listed(ownerPatterns.patterns)} }, with the patterns of every repository that manages this workspace`,
      ...prune.place,
    });
  }
}

const RETIRED_WITHOUT_PRUNE = {
  code: 'retired-without-prune',
  severity: 'error',
  summary: 'a retired set has no prune',
  detail: 'nothing tells who its members are, so nobody could leave it',
  help: 'write prune: { owner_tag: …, action: untag } with the owner tag that it had; if it had none, delete the set',
} as const;

/** Two lines to choose from: extend the list, or rename the tag. A new name is proposed where a pattern suggests one. */
function eitherLine(tag: string, was: readonly string[], { patterns }: OwnerPatterns): string {
  const extended = `extend the list in interform.yaml: workspace: { owner_tags: ${listed([...patterns, tag])} }`;
  const [start, end, ...more] = patterns.find((pattern) => pattern.includes('*'))?.split('*') ?? [];
  const plain = tag.trim().toLowerCase().replace(/\s+/g, '-');
  const name = start === undefined || end === undefined || more.length > 0 ? '…' : `${start}${plain}${end}`;
  return `${extended}; or rename the tag: owner_tag: { name: ${flow(name)}, was: [${[tag, ...was].map(flow).join(', ')}] }`;
}

/** Reports a former name of a set that is the name of a set today, or the former name of two sets: it would mean either. */
export function checkFormerNames({ sets }: Catalog, report: Report): void {
  const today = new Map(sets.map((set) => [set.name, set]));
  const heirs = new Map<string, DeclaredSet>();
  for (const set of sets) {
    for (const name of new Set(set.was)) {
      const other = today.get(name) ?? heirs.get(name);
      if (other === undefined) {
        heirs.set(name, set);
        continue;
      }
      const isToday = today.has(name);
      report({
        code: 'former-name-in-use',
        severity: 'error',
        summary: `the former name ${name} of set ${set.name} is in use`,
        detail: isToday
          ? `a set is called so, at ${spot(other.place)}`
          : `set ${other.name} was called so too, at ${spot(other.place)}`,
        help: 'was: holds names that only this set had, and that no set has today; take it out, or rename the other set',
        ...set.place,
      });
    }
  }
}

function listed(patterns: readonly string[]): string {
  return `[${patterns.map(quoted).join(', ')}]`;
}

function quoted(text: string): string {
  return JSON.stringify(text);
}

/** The text as it can be written in a flow list of YAML. */
function flow(text: string): string {
  return /^[a-z…][\w …-]*$/i.test(text) ? text : quoted(text);
}
