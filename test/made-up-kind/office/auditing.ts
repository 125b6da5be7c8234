import type { AuditedItems } from '../../../src/types/kind/auditing.ts';
import { OFFICES } from './calls.ts';
import { officeAddress } from './declaration.ts';

interface OfficesAudit {
  readonly items: readonly { readonly name: string; readonly keyholder: string; readonly phones: number }[];
}

export const officeAuditing: AuditedItems<OfficesAudit> = {
  part: 'offices',
  async begin(reader) {
    const offices = await reader.list(OFFICES);
    const items = offices.map(({ name, keyholder, phones }) => ({ name, keyholder, phones: phones.length }));
    return { needsContacts: false, audit: () => ({ items }) };
  },
  findings: ({ items }) =>
    items
      .filter(({ phones }) => phones === 0)
      .map(({ name }) => ({
        code: 'office-without-phone',
        severity: 'warning',
        summary: 'an office has no phone',
        address: officeAddress(name),
      })),
  sections: ({ items }, { counted, shown, table }) => [
    {
      title: `Offices: ${counted(items.length, 'office')}`,
      lines: table([
        ['office', 'keyholder'],
        ...items.map(({ name, keyholder }) => [shown(name), shown(keyholder)]),
      ]),
    },
  ],
  masked: ({ items }, mask) => ({
    items: items.map((item) => ({
      ...item,
      keyholder: String(mask.value('office', 'keyholder', item.keyholder)),
    })),
  }),
};
