import { attributePath } from '../../types/attribute-path.ts';
import type { AttributeAudit, AttributesAudit, ValueCount } from '../../types/audit.ts';
import type { AuditedItems, AuditMask } from '../../types/kind/auditing.ts';
import { attributesSections } from './audit-text.ts';
import { ATTRIBUTES } from './calls.ts';
import { capFindings, createAttributesTally } from './tally.ts';

export const attributeAuditing: AuditedItems<AttributesAudit> = {
  part: 'attributes',
  async begin(reader, { catalog }) {
    const tally = createAttributesTally(await reader.list(ATTRIBUTES), catalog.attributes);
    return { needsContacts: true, add: tally.add, audit: tally.audit };
  },
  findings: capFindings,
  sections: attributesSections,
  masked: (attributes, mask) => ({
    ...attributes,
    items: attributes.items.map((item) => maskAttribute(item, mask)),
    near_equal_names: attributes.near_equal_names.map(({ model, names }) => ({
      model,
      names: names.map(mask.text),
    })),
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
