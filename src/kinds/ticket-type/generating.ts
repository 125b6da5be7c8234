import { byText } from '../../types/by-text.ts';
import type { Declaration } from '../../types/declaration.ts';
import type { DescribedField, DescribedObject, Generating } from '../../types/kind/generating.ts';
import { textOf } from '../declared/declare-map.ts';
import { declaredOptions, declaredType, isDeclaredArchived } from '../declared/item-cells.ts';
import { declaredDescription } from '../declared/item-description.ts';
import { type TicketTypeDeclaration, typeAddress } from './declaration.ts';

/** Each type with its attributes, by name. A type of which only attributes are selected is described by these alone. */
export const ticketTypeGenerating: Generating<TicketTypeDeclaration> = {
  describe(declared) {
    const names = [...new Set(declared.map(({ type }) => type))].sort(byText);
    return names.map((name): DescribedObject => {
      const items = declared.filter(({ type }) => type === name);
      const own = items.find(({ of }) => of === 'type');
      return {
        key: typeAddress(name),
        title: 'Ticket type',
        name,
        description: own === undefined ? undefined : declaredDescription(own),
        notes: own === undefined ? [] : typeNotes(own),
        fields: items.filter(({ of }) => of === 'attribute').map(fieldOf),
      };
    });
  },
};

function typeNotes(type: TicketTypeDeclaration): readonly string[] {
  const category = textOf(type.cells, 'category');
  return [
    ...(category === undefined ? [] : [`category ${category}`]),
    ...(isTrue(type, 'internal') ? ['for teammates only'] : []),
    ...(isDeclaredArchived(type) ? ['archived'] : []),
  ];
}

function fieldOf(attribute: TicketTypeDeclaration): DescribedField {
  return {
    address: attribute.address,
    name: attribute.name,
    // The attributes that come with every type are declared without one.
    type: declaredType(attribute) ?? '',
    options: declaredOptions(attribute),
    description: declaredDescription(attribute),
    isArchived: isDeclaredArchived(attribute),
    notes: [
      ...(isTrue(attribute, 'required_to_create') ? ['required to create'] : []),
      ...(isTrue(attribute, 'required_to_create_for_contacts') ? ['required of contacts'] : []),
    ],
  };
}

function isTrue({ cells }: Declaration, path: string): boolean {
  return cells.get(path)?.value === true;
}
