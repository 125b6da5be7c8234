import type { Generating } from '../../types/kind/generating.ts';
import { declaredType, isDeclaredArchived } from '../declared/item-cells.ts';
import { declaredDescription } from '../declared/item-description.ts';
import { type ConversationAttributeDeclaration, declaredTeams } from './declaration.ts';
import { labelledOptions } from './declared-options.ts';

/** Teammates fill these, so nothing tells who does. How values look in the API no source says for all types. */
export const conversationAttributeGenerating: Generating<ConversationAttributeDeclaration> = {
  describe: (declared) => [
    {
      key: 'conversation',
      title: 'Attributes of conversations',
      fields: declared.map((declaration) => ({
        address: declaration.address,
        name: declaration.name,
        type: declaredType(declaration) ?? '',
        options: labelledOptions(declaration)?.map(({ label }) => label),
        description: declaredDescription(declaration),
        isArchived: isDeclaredArchived(declaration),
        notes: notesOf(declaration),
      })),
    },
  ],
};

function notesOf(declaration: ConversationAttributeDeclaration): readonly string[] {
  const teams = declaredTeams(declaration) ?? [];
  return [
    ...(declaration.cells.get('required')?.value === true ? ['required'] : []),
    ...(teams.length > 0 ? [`seen by ${teams.join(', ')}`] : []),
  ];
}
