import { isMembership } from '../../types/change.ts';
import type { Json } from '../../types/json.ts';
import type { Undoing } from '../../types/undoing.ts';
import {
  type ConversationAttributeDeclaration,
  declaredOptions,
  declaredTeams,
  isDeclaredArchived,
} from './declaration.ts';
import { isIrreversible } from './diff.ts';
import { sameConversationAttributeValue } from './fields.ts';
import { labelIn } from './options.ts';

const noSuch = { never: 'attributes are neither converted nor merged' };
const stays = { never: 'an archived conversation attribute stays archived: no call brings it back' };

/** What was created is archived, for good. */
export const conversationAttributeUndoing: Undoing<ConversationAttributeDeclaration> = {
  of: {
    create: 'archive',
    update: 'update',
    convert: noSuch,
    merge: noSuch,
    archive: stays,
    unarchive: stays,
  },
  irreversible: isIrreversible,
  keeps(path, before, now) {
    if (path === 'type') return 'the type of a conversation attribute stays';
    const isDropped = labelIn(path) !== undefined && before !== null && now === null;
    return isDropped ? 'an archived option stays archived: no call brings it back' : undefined;
  },
  again(undone, declared) {
    const byAddress = new Map(declared.map((declaration) => [declaration.address, declaration]));
    return undone.flatMap(({ made, inverse }) => {
      const declaration = byAddress.get(made.address);
      if (declaration === undefined) return [];
      const isWanted = Object.entries(inverse.fields).some(
        ([path, field]) => !isMembership(field) && isDeclared(declaration, path, field.before ?? null),
      );
      return isWanted ? [made.address] : [];
    });
  },
};

/** Whether the manifests want what a field holds, so that they would make the change again. */
function isDeclared(declaration: ConversationAttributeDeclaration, path: string, held: Json): boolean {
  if (path === 'archived') return isDeclaredArchived(declaration) === held;
  if (labelIn(path) !== undefined) {
    const labels = declaredOptions(declaration)?.map(({ label }) => label);
    return held !== null && labels?.includes(String(held)) === true;
  }
  const wanted = path === 'visible_to' ? declaredTeams(declaration) : declaration.cells.get(path)?.value;
  return wanted !== undefined && sameConversationAttributeValue(path, wanted, held);
}
