import type { Undoing } from '../../types/undoing.ts';
import { formerNames, type TagDeclaration } from './declaration.ts';

const stays = { never: 'a created tag stays: it may be in use elsewhere' };

export const tagUndoing: Undoing<TagDeclaration> = {
  of: { create: stays, update: 'update', convert: stays, merge: stays, archive: stays, unarchive: stays },
  /** A name that a manifest still says the tag had, or that its set says. */
  again(undone, declared, { formerOwnerTags }) {
    const former = new Map(
      declared.map((tag) => [tag.address, new Set(formerNames(tag).map(({ name }) => name.toLowerCase()))]),
    );
    return undone.flatMap(({ made: { address }, inverse }) => {
      const { name } = inverse.fields;
      const back = name !== undefined && 'after' in name ? String(name.after).toLowerCase() : '';
      const again = former.get(address)?.has(back) === true || formerOwnerTags.get(back)?.address === address;
      return again ? [address] : [];
    });
  },
};
