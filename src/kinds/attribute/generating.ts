import type { AttributeType, Model } from '../../types/attribute-type.ts';
import type { DescribedField, DescribedObject, Generating, ValueForm } from '../../types/kind/generating.ts';
import { declaredOptions } from '../declared/item-cells.ts';
import { declaredDescription } from '../declared/item-description.ts';
import { type AttributeDeclaration, declaredAttributeType, isDeclaredTrue } from './declaration.ts';

const MODELS: readonly (Omit<DescribedObject, 'fields'> & { readonly key: Model })[] = [
  {
    key: 'contact',
    title: 'Attributes of contacts',
    isFilled: true,
    typed: { name: 'ContactCustomAttributes', about: 'The custom attributes of a contact.' },
  },
  {
    key: 'company',
    title: 'Attributes of companies',
    isFilled: true,
    typed: { name: 'CompanyCustomAttributes', about: 'The custom attributes of a company.' },
  },
];

/** How Intercom sends and takes the values of each type (intercom 3.3). */
const FORMS: Readonly<Record<AttributeType, ValueForm>> = {
  string: 'text',
  integer: 'integer',
  float: 'number',
  boolean: 'boolean',
  date: 'unix_seconds',
  datetime: 'unix_seconds',
  options: 'option',
};

/** Both models, also one of which nothing is declared: programs import both types. */
export const attributeGenerating: Generating<AttributeDeclaration> = {
  describe: (declared) =>
    MODELS.map((model) => ({
      ...model,
      fields: declared.filter(({ model: key }) => key === model.key).map(fieldOf),
    })),
};

function fieldOf(declaration: AttributeDeclaration): DescribedField {
  // What has no type is an error of its own.
  const type = declaredAttributeType(declaration) ?? 'string';
  return {
    address: declaration.address,
    name: declaration.name,
    type,
    value: FORMS[type],
    options: type === 'options' ? declaredOptions(declaration) : undefined,
    description: declaredDescription(declaration),
    isArchived: isDeclaredTrue(declaration, 'archived'),
    isSensitive: isDeclaredTrue(declaration, 'sensitive'),
    notes: [
      ...(isDeclaredTrue(declaration, 'protect') ? ['protected'] : []),
      ...(isDeclaredTrue(declaration, 'messenger_writable') ? ['the Messenger may write it'] : []),
    ],
  };
}
