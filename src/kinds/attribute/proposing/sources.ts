import type { ProposedSource, ProposedValue, ValueCount } from '../../../types/audit.ts';
import type { CarriedFrom, CarryRule } from '../../../types/carrying.ts';
import type { Catalog } from '../../../types/catalog.ts';
import { valueForm } from '../../../types/near-equal.ts';
import { convertOld } from '../../carrying/convert.ts';
import { caseForm, differsOnlyIn } from '../../values/name-case.ts';
import { pairFault } from '../carry-pairs.ts';
import type { Member } from './member.ts';
import type { Overlaps } from './overlaps.ts';
import { isPersonal, tellsWho } from './personal.ts';

export interface SourceFacts {
  readonly kept: Member;
  /** The options of `kept` as they will be. */
  readonly options: readonly string[] | undefined;
  readonly numbered: boolean;
  readonly overlaps: Overlaps;
  readonly catalog: Catalog;
}

/** What it would mean to carry the values of one attribute into another. */
export function proposedSource(member: Member, facts: SourceFacts): ProposedSource {
  const { kept, numbered, overlaps } = facts;
  const refused = refusal(member, kept);
  const overlap =
    member.model === 'contact' ? overlaps.between(kept.name, member.name) : { both: null, differ: null };
  const values = refused === undefined ? valuesOf(member, facts) : NO_VALUES;
  return {
    attribute: member.name,
    type: member.type,
    held: member.held,
    declared: member.spot,
    numbered,
    ...overlap,
    ...values,
    refused: refused ?? null,
  };
}

const NO_VALUES = { values: [], unconverted: { contacts: 0, values: [] } };

function refusal(member: Member, kept: Member): string | undefined {
  if (caseForm(member.name) === caseForm(kept.name))
    return `the names differ ${differsOnlyIn(member.name, kept.name)}, and no value is carried between such: a third name could take over both`;
  if (kept.declaration?.cells.has('from') === true)
    return `${JSON.stringify(kept.name)} takes values from elsewhere already: add it there to from`;
  if (member.declaration?.cells.has('from') === true) return 'it takes its own values from elsewhere';
  if (member.audit === undefined) return 'it is declared and not live';
  return pairFault(member.type, kept.type, { values: new Map() })?.summary;
}

/** What becomes of the values that are known: those that are nearly an option become it, and some cannot be converted. */
function valuesOf(member: Member, facts: SourceFacts): Pick<ProposedSource, 'values' | 'unconverted'> {
  const { kept, options, catalog } = facts;
  const values: ProposedValue[] = [];
  const left: ValueCount[] = [];
  const byForm = new Map((options ?? []).toReversed().map((option) => [valueForm(option), option]));
  const rule = ruleOf(member, kept);
  const known = withKept(kept, options, catalog);
  for (const { value, contacts } of member.audit?.values?.used ?? []) {
    if (convertOld(value, rule.from, rule, known).state !== 'fault') continue;
    const becomes = typeof value === 'string' ? byForm.get(valueForm(value)) : undefined;
    if (becomes === undefined) left.push({ value, contacts });
    else values.push({ value, contacts, becomes });
  }
  const isTold = ({ value }: ValueCount) => !isPersonal(member) && !tellsWho(value);
  const contacts = left.reduce((sum, one) => sum + one.contacts, 0);
  return { values, unconverted: { contacts, values: left.filter(isTold) } };
}

function ruleOf(member: Member, kept: Member): CarryRule & { readonly from: CarriedFrom } {
  const place = { file: '' };
  return {
    ...{ model: kept.model, attribute: kept.name, address: kept.address, place, order: 0, was: new Map() },
    from: {
      ...{ attributes: [member.name], values: new Map(), other: 'error', archive: false, place },
      ...{ decimal: undefined, date: undefined },
    },
  };
}

/** The catalog as it is once the attribute is declared. */
function withKept(kept: Member, options: readonly string[] | undefined, catalog: Catalog): Catalog {
  const { model, name, type, address } = kept;
  const attribute = {
    ...{ model, name, type, options, archived: false, sensitive: false, declared: address, place: undefined },
  };
  return { ...catalog, attributes: new Map(catalog.attributes).set(`${model}/${name}`, attribute) };
}
