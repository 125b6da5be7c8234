import type { TagsAudit } from '../../types/audit.ts';
import type { AuditSection, AuditWords } from '../../types/kind/auditing.ts';

const NAME_COLUMNS = 60;

/** The tags as a table, then near-equal names. */
export function tagsSections(
  { counts, items, near_equal_names }: TagsAudit,
  { sampled, shorten, shown, table, thousands }: AuditWords,
): readonly AuditSection[] {
  const facts = [
    ...(counts.unmanaged > 0 ? [`${counts.unmanaged} not managed here`] : []),
    ...(counts.unused > 0
      ? [`${counts.unused} on no live contact (companies and conversations can carry them too)`]
      : []),
  ];
  const rows = items.map(({ name, managed, contacts }) => [
    thousands(contacts),
    shorten(shown(name), NAME_COLUMNS),
    managed ? '' : 'not managed here',
  ]);
  const sections: AuditSection[] = [
    {
      title: `Tags: ${thousands(counts.tags)}`,
      ...(facts.length === 0 ? {} : { advice: `${facts.join('; ')}.` }),
      lines: rows.length === 0 ? [] : table([['contacts', 'tag', ''], ...rows], [0]),
    },
  ];
  const orphaned = items.filter((item) => item.orphaned);
  if (orphaned.length > 0) {
    sections.push({
      title: `Orphaned owner tags (${thousands(orphaned.length)})`,
      advice:
        'They fit workspace.owner_tags, and no contact set here has or had them: another repository does, or a set is gone. Nobody who carries one is archived.',
      lines: sampled(orphaned, ({ name, contacts }) => [
        `  ${thousands(contacts)} on ${shorten(shown(name), NAME_COLUMNS)}`,
      ]),
    });
  }
  if (near_equal_names.length > 0) {
    sections.push({
      title: `Near-equal tag names (${thousands(near_equal_names.length)})`,
      advice: 'They differ only in spaces, hyphens, underscores or Unicode forms.',
      lines: sampled(near_equal_names, (names) => [`  ${names.map(shown).join(', ')}`]),
    });
  }
  return sections;
}
