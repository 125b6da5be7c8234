import type { Generating } from '../../../src/types/kind/generating.ts';
import type { OfficeDeclaration } from './declaration.ts';

/** As if Intercom held a phone of each office by its name. */
export const officeGenerating: Generating<OfficeDeclaration> = {
  describe: (declared) => [
    {
      key: 'office',
      title: 'Phones of offices',
      isFilled: true,
      typed: { name: 'OfficePhones', about: 'A phone of each office.' },
      fields: declared.map(({ address, name }) => ({
        ...{ address, name, type: 'string', value: 'text', isArchived: false, notes: [] },
      })),
    },
  ],
  fillings: (document) =>
    document.keys(['offices']).map((field) => ({
      ...{ of: 'office', field, by: 'the caretaker', name: null, how: 'written', file: document.file },
    })),
};
