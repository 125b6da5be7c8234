import type { CarriedFrom } from '../../types/carrying.ts';
import type { Diagnostic } from '../../types/diagnostic.ts';
import { type Place, spot } from '../../types/place.ts';
import { caseForm, differsOnlyIn } from '../values/name-case.ts';
import { carryRule } from './carry-rules.ts';
import { type AttributeDeclaration, isDeclaredTrue } from './declaration.ts';

/** By `<model>/<name>`. */
export type DeclaredAttributes = ReadonlyMap<string, AttributeDeclaration>;

/** An error about `from` or `was`; without a place it is that of the attribute. */
export type CarryFault = Pick<Diagnostic, 'code' | 'summary' | 'detail' | 'help'> & Partial<Place>;

/** One of the old attributes. */
export interface CarrySource {
  readonly from: CarriedFrom;
  readonly source: string;
}

/** What is wrong with taking values from an attribute, as far as manifests tell. */
export function sourceFaults(
  declaration: AttributeDeclaration,
  { from, source }: CarrySource,
  declared: DeclaredAttributes,
): readonly CarryFault[] {
  const { model, name } = declaration;
  const at = from.place;
  if (source === name)
    return [
      {
        code: 'carry-circle',
        summary: `${name} takes its values from itself`,
        help: 'name the attribute that holds the values up to now',
        ...at,
      },
    ];
  if (caseForm(source) === caseForm(name))
    return [
      {
        code: 'carry-in-case',
        summary: `${JSON.stringify(source)} and ${JSON.stringify(name)} differ ${differsOnlyIn(source, name)}`,
        detail: 'it is not known whether Intercom keeps them apart, so no value is carried between them',
        help: 'give the new attribute another name',
        ...at,
      },
    ];
  const other = declared.get(`${model}/${source}`);
  if (other === undefined) return [];
  const faults: CarryFault[] = [];
  const path = chainFrom(other, declared);
  if (path.includes(name) || path.length > 1)
    faults.push(
      path.includes(name)
        ? {
            code: 'carry-circle',
            summary: `the values of ${name} would go round in a circle`,
            detail: [name, ...path].join(' ← '),
            help: 'take from out of one of them',
            ...at,
          }
        : {
            code: 'carry-chain',
            summary: `${name} takes its values from ${source}, which takes its own from elsewhere`,
            detail: `${[name, ...path].join(' ← ')}; ${source} is at ${spot(other.place)}`,
            help: `name all of them here, and take from out of ${source}: from: { attribute: [${path.join(', ')}] }`,
            ...at,
          },
    );
  const isArchived = isDeclaredTrue(other, 'archived');
  if (isArchived)
    faults.push({
      code: 'carry-from-archived',
      summary: `${source} is declared archived, which hides the values that ${name} takes from it`,
      detail: `${source} is at ${spot(other.place)}`,
      help: `take ${source} out of the manifests and write archive: true here: it is archived once every value has arrived`,
      ...at,
    });
  else if (from.archive)
    faults.push({
      code: 'carry-archive-declared',
      summary: `${source} is declared, and ${name} would archive it`,
      detail: `${source} is at ${spot(other.place)}; what is declared lives`,
      help: `take ${source} out of the manifests, or archive: true out of here`,
      ...at,
    });
  return faults;
}

/** The attribute and what it takes its values from, over as many steps as there are, without repeating one. */
function chainFrom(first: AttributeDeclaration, declared: DeclaredAttributes): readonly string[] {
  const path: string[] = [];
  const waiting = [first];
  for (let one = waiting.shift(); one !== undefined; one = waiting.shift()) {
    if (path.includes(one.name)) continue;
    path.push(one.name);
    for (const name of carryRule(one)?.from?.attributes ?? []) {
      const next = declared.get(`${one.model}/${name}`);
      if (next !== undefined) waiting.push(next);
      else if (!path.includes(name)) path.push(name);
    }
  }
  return path;
}
