import type { Generating } from '../../types/kind/generating.ts';
import { attributesAt, attributesOfSources } from '../declared/filled-attributes.ts';

const BY_COMPANIES = { of: 'company', by: 'companies', name: null } as const;

/** Companies fill the attributes of their model. */
export const companyGenerating: Generating = {
  fillings(document, columnsOf) {
    const written = document.keys(['companies']).map((id) => ['companies', id]);
    return [
      ...attributesAt(document, written, 'written', BY_COMPANIES),
      ...attributesOfSources(document, columnsOf, BY_COMPANIES),
    ];
  },
};
