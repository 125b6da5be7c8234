import { isAttributePath } from '../../types/attribute-path.ts';
import { isMembership } from '../../types/change.ts';
import type { Undoing } from '../../types/undoing.ts';
import { carriedAgain } from '../carrying/carried-again.ts';
import { listOf } from '../declared/declare-map.ts';
import { putsFormerTag } from '../declared/united-tags.ts';
import type { CompanyDeclaration } from './declaration.ts';
import { companyValues } from './values.ts';

const noSuch = { never: 'companies are neither converted nor merged' };
const stays = { never: 'a created company stays: interform deletes nothing' };

export const companyUndoing: Undoing<CompanyDeclaration> = {
  of: {
    create: stays,
    update: 'update',
    convert: noSuch,
    merge: noSuch,
    archive: stays,
    unarchive: stays,
  },
  keeps: (path, before) =>
    before === null && !isAttributePath(path)
      ? 'it was empty before, and Intercom does not empty a standard field of a company'
      : undefined,
  again(undone, declared, catalog) {
    const byAddress = new Map(declared.map((declaration) => [declaration.address, declaration]));
    return undone.flatMap(({ made, inverse }) => {
      if (carriedAgain({ made, inverse }, catalog)) return [made.address];
      const declaration = byAddress.get(made.address);
      if (putsFormerTag(inverse, catalog)) return [made.address];
      if (declaration === undefined) return [];
      // Errors of a declaration are reported when it is planned.
      const values = companyValues(declaration, catalog, () => {});
      const tags = new Set(listOf(declaration.cells, 'tags')?.map(({ name }) => name.toLowerCase()));
      const isWanted = Object.entries(inverse.fields).some(([path, field]) =>
        isMembership(field)
          ? field.remove.some((name) => tags.has(name.toLowerCase()))
          : values.has(path) && values.get(path) === field.before,
      );
      return isWanted ? [made.address] : [];
    });
  },
};
