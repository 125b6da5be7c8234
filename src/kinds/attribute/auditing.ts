import { attributePath } from '../../types/attribute-path.ts';
import type { AttributeAudit, AttributesAudit, ValueCount } from '../../types/audit.ts';
import type { AuditedItems, AuditMask } from '../../types/kind/auditing.ts';
import { attributesSections } from './audit-text.ts';
import { ATTRIBUTES } from './calls.ts';
import { indexAttributes } from './live.ts';
import { proposedEntries } from './proposing/entries.ts';
import { maskProposal } from './proposing/mask-proposal.ts';
import { createOverlaps } from './proposing/overlaps.ts';
import { attributeProposals } from './proposing/proposals.ts';
import { proposalSections } from './proposing/proposals-text.ts';
import { capFindings, createAttributesTally } from './tally.ts';

export const attributeAuditing: AuditedItems<AttributesAudit> = {
  part: 'attributes',
  async begin(reader, managed) {
    const rows = await reader.list(ATTRIBUTES);
    const tally = createAttributesTally(rows, managed.catalog.attributes);
    const live = indexAttributes(rows);
    const contacts = [...live.values()].filter(
      (one) => one.custom && !one.archived && one.model === 'contact',
    );
    const overlaps = createOverlaps(contacts.map(({ name }) => name));
    return {
      needsContacts: true,
      add(contact) {
        tally.add(contact);
        overlaps.add(contact.custom_attributes);
      },
      audit() {
        const counts = tally.audit();
        const counted = counts.items.map((audit) => ({
          audit,
          options: live.get(`${audit.model}/${audit.name}`)?.options,
        }));
        return { ...counts, proposals: attributeProposals({ counted, overlaps, managed }) };
      },
    };
  },
  findings: capFindings,
  sections: (audit, words) => [...attributesSections(audit, words), ...proposalSections(audit, words)],
  changes: proposedEntries,
  masked: (attributes, mask) => ({
    ...attributes,
    items: attributes.items.map((item) => maskAttribute(item, mask)),
    near_equal_names: attributes.near_equal_names.map(({ model, names }) => ({
      model,
      names: names.map(mask.text),
    })),
    proposals: attributes.proposals.map((one) => maskProposal(one, mask)),
  }),
};

function maskAttribute(item: AttributeAudit, mask: AuditMask): AttributeAudit {
  const { values } = item;
  const value = (one: ValueCount['value']) => mask.value(item.model, attributePath(item.name), one);
  const counts = (list: readonly ValueCount[]) => list.map((one) => ({ ...one, value: value(one.value) }));
  return {
    ...item,
    name: mask.text(item.name),
    values:
      values === null
        ? null
        : {
            ...values,
            used: counts(values.used),
            near_equal: values.near_equal.map(counts),
            outside_options:
              values.outside_options === null
                ? null
                : { ...values.outside_options, values: counts(values.outside_options.values) },
            unused_options: values.unused_options.map((option) => String(value(option))),
          },
  };
}
