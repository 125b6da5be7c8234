import type { Model } from '../../types/attribute-type.ts';
import type { CarryRule } from '../../types/carrying.ts';
import type { Catalog } from '../../types/catalog.ts';

/** Whether the attribute is archived once its values have arrived elsewhere, so that nothing should refer to it any more. */
export function goesOver(model: Model, name: string, catalog: Pick<Catalog, 'carrying'>): boolean {
  return rulesFrom(model, name, catalog).some(({ from }) => from?.archive === true);
}

/** The rules that take values from the attribute. */
export function rulesFrom(
  model: Model,
  name: string,
  { carrying }: Pick<Catalog, 'carrying'>,
): readonly CarryRule[] {
  return carrying.rules.filter(
    (rule) => rule.model === model && rule.from?.attributes.includes(name) === true,
  );
}
