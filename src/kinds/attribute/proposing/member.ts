import { address } from '../../../types/address.ts';
import type { AttributeType, Model } from '../../../types/attribute-type.ts';
import type { AttributeAudit } from '../../../types/audit.ts';
import type { Declaration } from '../../../types/declaration.ts';
import type { ManagedItems } from '../../../types/kind/auditing.ts';
import { spot } from '../../../types/place.ts';
import { declaredOptions, isDeclaredArchived } from '../../declared/item-cells.ts';
import { caseForm } from '../../values/name-case.ts';
import { isBuiltIn } from '../built-in-names.ts';
import { canBeNamed } from '../check.ts';
import { isDeclarableType } from '../live.ts';

/** An attribute that something can be proposed of: it is live, or will be, and is not on its way out. */
export interface Member {
  readonly model: Model;
  readonly name: string;
  readonly address: string;
  /** As declared, else as it is live. */
  readonly type: AttributeType;
  /** The declared options, else the live ones; undefined where any value is allowed. */
  readonly options: readonly string[] | undefined;
  /** Options that Intercom has; empty where the attribute is no list there. */
  readonly liveOptions: readonly string[];
  /** Null for company attributes. */
  readonly held: number | null;
  readonly audit: AttributeAudit | undefined;
  readonly declaration: Declaration | undefined;
  /** Where it is declared. */
  readonly spot: string | null;
  /** Whether a manifest can declare it. */
  readonly isDeclarable: boolean;
}

/** A live attribute as it was counted, with its live options. */
export interface CountedAttribute {
  readonly audit: AttributeAudit;
  readonly options: readonly string[] | undefined;
}

/**
 * Custom attributes that are live, and those that are declared and will be. Archived ones are left out, and those whose values
 * a manifest carries elsewhere already.
 */
export function membersOf(
  counted: readonly CountedAttribute[],
  { catalog, declared }: ManagedItems,
): readonly Member[] {
  const leaving = new Set(
    catalog.carrying.rules.flatMap(({ model, from }) =>
      (from?.attributes ?? []).map((name) => `${model}/${name}`),
    ),
  );
  const known = [...catalog.attributes.values()].filter((one) => one.declared !== undefined);
  const spellings = new Map(known.map(({ model, name }) => [`${model}/${caseForm(name)}`, name]));
  const live = new Set(counted.map(({ audit }) => `${audit.model}/${audit.name}`));
  const members: Member[] = [];
  for (const { audit, options } of counted) {
    const { model, name } = audit;
    const at = address('attribute', model, name);
    const declaration = declared.get(at);
    if (audit.archived || leaving.has(`${model}/${name}`) || isBuiltIn(model, name)) continue;
    if (declaration !== undefined && isDeclaredArchived(declaration)) continue;
    const spelling = spellings.get(`${model}/${caseForm(name)}`) ?? name;
    members.push({
      ...{ model, name, address: at, held: audit.held, audit, declaration },
      type: catalog.attributes.get(`${model}/${name}`)?.type ?? (audit.type as AttributeType),
      options: (declaration === undefined ? undefined : declaredOptions(declaration)) ?? options,
      liveOptions: options ?? [],
      spot: declaration === undefined ? null : spot(declaration.place),
      isDeclarable: canBeNamed(name) && isDeclarableType(audit.type) && spelling === name,
    });
  }
  for (const { model, name, type, archived } of known) {
    const at = address('attribute', model, name);
    const declaration = declared.get(at);
    if (declaration === undefined || archived || live.has(`${model}/${name}`)) continue;
    members.push({
      ...{ model, name, address: at, type, audit: undefined, declaration },
      options: declaredOptions(declaration),
      liveOptions: [],
      held: model === 'contact' ? 0 : null,
      spot: spot(declaration.place),
      isDeclarable: true,
    });
  }
  return members;
}
