import type { CarriedFrom, CarryRule } from '../../types/carrying.ts';
import type { Catalog } from '../../types/catalog.ts';
import type { Diagnostic, Report } from '../../types/diagnostic.ts';
import { nearest } from '../../types/nearest.ts';
import { pairFault } from './carry-pairs.ts';
import type { LiveAttribute, LiveAttributes } from './live.ts';

type Finding = Pick<Diagnostic, 'code' | 'severity' | 'summary' | 'detail' | 'help'>;

/** Checks the attributes that values are taken from against those that are live. */
export function checkSources(live: LiveAttributes, catalog: Catalog, report: Report): void {
  for (const rule of catalog.carrying.rules) {
    const { from } = rule;
    if (from === undefined) continue;
    for (const name of from.attributes) {
      const found = sourceFinding({ rule, from, name }, live, catalog);
      if (found !== undefined) report({ ...found, address: rule.address, ...from.place });
    }
  }
}

interface Source {
  readonly rule: CarryRule;
  readonly from: CarriedFrom;
  readonly name: string;
}

function sourceFinding(source: Source, live: LiveAttributes, catalog: Catalog): Finding | undefined {
  const { rule, from, name } = source;
  const old = live.get(`${rule.model}/${name}`);
  if (old === undefined) return missing(source, live, catalog);
  if (!old.custom)
    return {
      code: 'carry-from-standard',
      severity: 'error',
      summary: `${name} is a standard attribute, and from names custom ones only`,
      help: 'fill the attribute from a contact set instead',
    };
  if (old.archived) return archived(source);
  const type = catalog.attributes.get(`${rule.model}/${rule.attribute}`)?.type;
  const fault = type === undefined ? undefined : pairFault(old.type, type, from);
  return fault === undefined ? undefined : { code: 'carry-types', severity: 'error', ...fault };
}

/** A name that nothing live has: nothing is carried, which a typing error would hide. */
function missing({ rule, name }: Source, live: LiveAttributes, { attributes }: Catalog): Finding | undefined {
  if (attributes.get(`${rule.model}/${name}`)?.declared !== undefined) return undefined;
  const other = rule.model === 'contact' ? 'company' : 'contact';
  if (live.get(`${other}/${name}`)?.custom === true)
    return {
      code: 'carry-other-model',
      severity: 'error',
      summary: `${name} is an attribute of the model ${other}, and values are carried within one model only`,
      help: `name an attribute of the model ${rule.model}`,
    };
  const names = [...live.values()].filter((one) => isOther(one, rule)).map((one) => one.name);
  const guess = nearest(name, names);
  return {
    code: 'carry-nothing',
    severity: guess === undefined ? 'info' : 'warning',
    summary: `${name} is not live, so ${rule.attribute} takes no values from it`,
    ...(guess === undefined ? {} : { detail: `did you mean ${JSON.stringify(guess)}?` }),
    help: 'correct the name, or take from out where nothing is left to carry',
  };
}

function isOther({ model, name, custom }: LiveAttribute, rule: CarryRule): boolean {
  return custom && model === rule.model && name !== rule.attribute;
}

/** The last state of a source with `archive: true`; without that somebody else has archived it. */
function archived({ rule, from, name }: Source): Finding | undefined {
  if (from.archive) return undefined;
  return {
    code: 'carry-archived',
    severity: 'warning',
    summary: `${name} is archived, which hides the values that ${rule.attribute} would take from it`,
    help: `unarchive it in Intercom to carry its values over, or take it out of from`,
  };
}
