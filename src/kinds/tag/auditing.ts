import type { TagsAudit } from '../../types/audit.ts';
import type { IntercomReader } from '../../types/intercom.ts';
import type { AuditedItems } from '../../types/kind/auditing.ts';
import type { PeopleCalls } from '../people-calls.ts';
import { tagsSections } from './audit-text.ts';
import { TAGS } from './calls.ts';
import { auditTags, createTagsTally, searchTagCounts } from './tally.ts';

export const tagAuditing: AuditedItems<TagsAudit, IntercomReader & PeopleCalls> = {
  part: 'tags',
  async begin(reader, { catalog, ownerTags, patterns }) {
    const tags = await reader.list(TAGS);
    const tally = createTagsTally();
    const managed = new Set([...catalog.tags.keys(), ...ownerTags]);
    return {
      needsContacts: false,
      add: tally.add,
      async audit(isTold) {
        const isExact = isTold && tally.exact();
        const counts = isExact ? tally.counts() : await searchTagCounts(tags, reader);
        return auditTags({
          ...{ tags, managed, ownerTags, patterns, counts },
          countedBy: isExact ? 'scan' : 'search',
        });
      },
    };
  },
  sections: tagsSections,
  masked: (tags, mask) => ({
    ...tags,
    items: tags.items.map((item) => ({ ...item, name: mask.text(item.name) })),
    near_equal_names: tags.near_equal_names.map((names) => names.map(mask.text)),
  }),
};
