import type { Catalog } from '../../types/catalog.ts';
import type { Report } from '../../types/diagnostic.ts';
import type { Planned } from '../../types/kind.ts';
import { nameForm } from '../../types/near-equal.ts';
import { warnOfNearEqualOptions } from '../declared/option-twins.ts';
import { placedOptions } from '../declared/placed-options.ts';
import { caseForm } from '../values/name-case.ts';
import { carryRule } from './carry-rules.ts';
import { type AttributeDeclaration, isDeclaredTrue } from './declaration.ts';

/** Reports what is allowed but seldom meant: rules that a project may set (docs/reference/rules.md). */
export function lintAttribute(declaration: AttributeDeclaration, report: Report): void {
  const { name, address, cells, place } = declaration;
  if (isDeclaredTrue(declaration, 'archived')) return;
  const description = cells.get('description')?.value;
  if (typeof description !== 'string' || description.trim() === '') {
    report({
      code: 'attribute-without-description',
      // Shown only where the project asks for it.
      severity: 'info',
      summary: `${name} has no description`,
      help: 'add description: so that others know what it holds',
      address,
      ...(cells.get('description')?.place ?? place),
    });
  }
  warnOfNearEqualOptions(declaration, placedOptions(declaration) ?? [], report);
}

/** Reports attributes that would be created beside one, live or declared, with nearly the same name. */
export function lintNames(
  declared: readonly AttributeDeclaration[],
  planned: readonly Planned[],
  catalog: Catalog,
  report: Report,
): void {
  const names = new Map<string, string[]>();
  for (const { model, name, archived } of catalog.attributes.values()) {
    const key = `${model}/${nameForm(name)}`;
    if (!archived) names.set(key, [...(names.get(key) ?? []), name]);
  }
  const created = new Set(
    planned.flatMap((item) =>
      item.state === 'change' && item.change.action === 'create' ? [item.change.address] : [],
    ),
  );
  for (const declaration of declared) {
    const { model, name, address, place } = declaration;
    if (!created.has(address)) continue;
    const form = caseForm(name);
    const sources = carryRule(declaration)?.from?.attributes ?? [];
    // Names that differ in case or Unicode form only are an error of their own.
    const twin = names
      .get(`${model}/${nameForm(name)}`)
      ?.find((other) => caseForm(other) !== form && !sources.includes(other));
    if (twin === undefined) continue;
    report({
      code: 'attribute-near-equal',
      severity: 'warning',
      summary: `${JSON.stringify(name)} would be created beside ${JSON.stringify(twin)}`,
      help: `use ${twin}, unless both are meant`,
      address,
      ...place,
    });
  }
}
