import { address } from '../../types/address.ts';
import type { CarryRule } from '../../types/carrying.ts';
import type { Catalog } from '../../types/catalog.ts';
import type { Diagnostic, Report } from '../../types/diagnostic.ts';
import type { Planned } from '../../types/kind.ts';
import { rulesFrom } from '../carrying/going-over.ts';
import { sourceOf } from '../declared/declare-map.ts';
import { declaredOptions } from '../declared/item-cells.ts';
import type { AttributeDeclaration } from './declaration.ts';
import { isDeclaredTrue } from './declaration.ts';
import type { LiveAttribute } from './live.ts';
import type { ObservedAttributes } from './observe.ts';
import { stillFilled, withheldByOthers } from './withheld.ts';

type Change = Extract<Planned, { state: 'change' }>;

/**
 * What is lost for good once every value was carried: former options are dropped, and old attributes archived. It comes
 * alone, in a plan after the values: when nobody holds what would be lost, and when search shows what earlier runs wrote.
 * Until the guards allow it, it is only said.
 */
export function attributeEnds(
  declared: readonly AttributeDeclaration[],
  { live }: ObservedAttributes,
  { catalog, changes, report }: EndFacts,
): readonly Planned[] {
  const planned: Planned[] = [];
  const byAddress = new Map(declared.map((declaration) => [declaration.address, declaration]));
  const archived = new Set<string>();
  const { carrying } = catalog;
  for (const rule of carrying.rules) {
    const declaration = byAddress.get(rule.address);
    const current = live.get(`${rule.model}/${rule.attribute}`);
    // Nobody knows what an archived attribute holds.
    if (declaration === undefined || current === undefined || current.archived) continue;
    if (!isEmptied(rule, catalog)) {
      const withheld = withheldByOthers(rule, catalog, changes);
      if (withheld !== undefined) report(withheld);
      continue;
    }
    // One change an address: what else differs comes first.
    if (changes.has(rule.address)) continue;
    const drop = dropping(rule, declaration, current);
    if (drop !== undefined) planned.push(...allowed(drop, { verb: 'drop_option', rule, catalog, report }));
    if (rule.from?.archive !== true) continue;
    for (const name of rule.from.attributes) {
      const old = live.get(`${rule.model}/${name}`);
      const sharing = rulesFrom(rule.model, name, catalog);
      if (old?.custom !== true || old.archived || archived.has(old.name)) continue;
      if (!sharing.every((one) => isEmptied(one, catalog))) continue;
      archived.add(old.name);
      const filled = stillFilled(old.name, rule, catalog);
      if (filled !== undefined) {
        report(filled);
        continue;
      }
      const archive = archiving(old, { rule, sharing, held: carrying.held });
      planned.push(...allowed(archive, { verb: 'archive', rule, catalog, report }));
    }
  }
  return planned;
}

/** What the ends of a plan depend on besides the attributes. */
export interface EndFacts {
  readonly catalog: Catalog;
  /** Addresses that this plan changes. */
  readonly changes: ReadonlySet<string>;
  readonly report: Report;
}

/** Whether everybody was read and nobody holds a value that did not arrive. */
function isEmptied(rule: CarryRule, { carrying }: Catalog): boolean {
  const held = carrying.held.get(rule);
  return held !== undefined && held.waiting === 0 && held.faulty === 0;
}

function dropping(
  rule: CarryRule,
  declaration: AttributeDeclaration,
  { id, options = [] }: LiveAttribute,
): Change | undefined {
  const dropped = options.filter((option) => rule.was.has(option));
  const after = declaredOptions(declaration);
  if (dropped.length === 0 || after === undefined || isDeclaredTrue(declaration, 'protect')) return undefined;
  return {
    state: 'change',
    order: declaration.order,
    change: {
      address: rule.address,
      kind: 'attribute',
      action: 'update',
      id,
      requires: [],
      irreversible: false,
      reason: 'nobody holds the former options any more',
      notes: [`drops ${dropped.map((option) => JSON.stringify(option)).join(', ')}`, ...MAY_BE_REFUSED],
      also: [],
      fields: { options: { before: options, after } },
      source: sourceOf(declaration.cells.get('options')?.place ?? declaration.place),
      context: { emptied: { model: rule.model, attribute: rule.attribute, options: dropped } },
    },
  };
}

const MAY_BE_REFUSED = [
  'Intercom may refuse this while something depends on it, such as a workflow or a segment',
];

interface Archiving {
  readonly rule: CarryRule;
  /** All rules that take values from the attribute. */
  readonly sharing: readonly CarryRule[];
  readonly held: Catalog['carrying']['held'];
}

function archiving({ id, name }: LiveAttribute, { rule, sharing, held }: Archiving): Change {
  const named = sharing
    .flatMap(({ from }) => [...(from?.values ?? [])])
    .filter(([, value]) => value === null)
    .map(([old]) => old);
  const left = [...new Set([...named, ...sharing.flatMap((one) => [...(held.get(one)?.left ?? [])])])];
  const into = sharing.map(({ attribute }) => attribute);
  return {
    state: 'change',
    order: rule.order,
    change: {
      address: address('attribute', rule.model, name),
      kind: 'attribute',
      action: 'archive',
      id,
      requires: [],
      irreversible: false,
      reason: `every value has arrived in ${into.join(' and ')}`,
      notes: [
        'an integration that goes on writing it fails from then on, or writes what nobody sees',
        ...MAY_BE_REFUSED,
      ],
      also: [],
      fields: { archived: { before: false, after: true } },
      source: sourceOf(rule.from?.place ?? rule.place),
      context: {
        emptied: { model: rule.model, attribute: name, into, ...(left.length > 0 ? { left } : {}) },
      },
    },
  };
}

interface Allowing {
  readonly verb: 'archive' | 'drop_option';
  readonly rule: CarryRule;
  readonly catalog: Catalog;
  readonly report: Report;
}

/** The change where it may be made now; otherwise it is said what it waits for. */
function allowed(planned: Change, { verb, rule, catalog, report }: Allowing): readonly Change[] {
  const { carrying } = catalog;
  const { emptied } = planned.change.context ?? {};
  const what = (emptied?.options ?? [emptied?.attribute ?? ''])
    .map((name) => JSON.stringify(name))
    .join(', ');
  const ready = verb === 'archive' ? `ready to archive: ${what}` : `ready to drop: ${what}`;
  const told: Pick<Diagnostic, 'severity' | 'summary' | 'address'> & Partial<CarryRule['place']> = {
    severity: 'info',
    summary: `${ready}, 0 holders`,
    address: planned.change.address,
    ...rule.place,
  };
  const until = carrying.settledAt;
  if (until !== undefined && carrying.now < until) {
    report({
      ...told,
      code: 'ready-later',
      detail: `the last run wrote a moment ago, and search may not show yet who holds what before ${new Date(until).toISOString()}`,
      help: 'plan again then',
    });
    return [];
  }
  const count = emptied?.options?.length ?? 1;
  if (carrying.allows(verb, count)) return [planned];
  report({
    ...told,
    code: 'ready-to-drop',
    detail: `it is no change until a guard allows it`,
    help: `set max_${verb}, or plan and apply with --allow ${verb}=${count}`,
  });
  return [];
}
