import { isMembership } from '../../types/change.ts';
import type { Json } from '../../types/json.ts';
import type { SeenChange, Undoing } from '../../types/undoing.ts';
import { isDeclaredArchived } from '../declared/item-cells.ts';
import { wantedAgain } from '../declared/wanted-again.ts';
import { labelIn } from '../written/option-paths.ts';
import { minOptions } from './check.ts';
import { type ConversationAttributeDeclaration, declaredTeams, teamAddress } from './declaration.ts';
import { labelledOptions } from './declared-options.ts';
import { isIrreversible } from './diff.ts';
import { sameConversationAttributeValue } from './fields.ts';

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
  keeps(path, before, now, seen) {
    if (path === 'type') return 'the type of a conversation attribute stays';
    if (path === 'reference' && before === null) return 'a relationship keeps what it leads to';
    if (path === 'visible_to') return goneTeam(before, seen);
    if (labelIn(path) === undefined) return undefined;
    if (before !== null && now === null) return 'an archived option stays archived: no call brings it back';
    return before === null && neededOptions(seen).includes(path)
      ? `a list keeps at least ${minOptions} options`
      : undefined;
  },
  again: (undone, declared) => wantedAgain(undone, declared, isDeclared),
};

/** Who saw it before may be a team that nothing names by now: it was deleted, or another has its name. */
function goneTeam(before: Json, { current }: SeenChange): string | undefined {
  const names = Array.isArray(before) ? before.map(String) : [];
  const gone = names.filter((name) => current.ids?.has(teamAddress(name)) !== true);
  return gone.length === 0 ? undefined : `no one team is called ${gone.join(' or ')} by now`;
}

/** Paths of the added options that have to stay, since what was dropped beside them does not come back. */
function neededOptions({ change, current }: SeenChange): readonly string[] {
  const options = current.fields.get('options');
  const held = Array.isArray(options) ? options : [];
  const added = Object.entries(change.fields).flatMap(([path, field]) =>
    labelIn(path) !== undefined && !isMembership(field) && field.before === null && held.includes(field.after)
      ? [path]
      : [],
  );
  const others = held.length - added.length;
  return added.slice(0, Math.max(0, minOptions - others));
}

/** Whether the manifests want what a field holds, so that they would make the change again. */
function isDeclared(declaration: ConversationAttributeDeclaration, path: string, held: Json): boolean {
  if (path === 'archived') return isDeclaredArchived(declaration) === held;
  if (labelIn(path) !== undefined) {
    const labels = labelledOptions(declaration)?.map(({ label }) => label);
    return held !== null && labels?.includes(String(held)) === true;
  }
  const wanted = path === 'visible_to' ? declaredTeams(declaration) : declaration.cells.get(path)?.value;
  return wanted !== undefined && sameConversationAttributeValue(path, wanted, held);
}
