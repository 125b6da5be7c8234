import { attributePath } from '../../types/attribute-path.ts';
import type { CarryRule } from '../../types/carrying.ts';
import type { Catalog } from '../../types/catalog.ts';
import type { Diagnostic } from '../../types/diagnostic.ts';

/**
 * Says that old values keep an attribute or option although no plan carries them over: those of whom a manifest gives a value
 * or null, and of those who are left alone. Undefined where this plan carries values of the rule.
 */
export function withheldByOthers(
  rule: CarryRule,
  { carrying }: Catalog,
  changes: ReadonlySet<string>,
): Diagnostic | undefined {
  const held = carrying.held.get(rule);
  const hasEnd = rule.was.size > 0 || rule.from?.archive === true;
  if (!hasEnd || changes.size > 0 || held === undefined) return undefined;
  const { others, waiting } = held;
  if (others === 0 || others < waiting) return undefined;
  const count = others.toLocaleString('en-US');
  const [one, many] = rule.model === 'contact' ? ['contact', 'contacts'] : ['company', 'companies'];
  return {
    code: 'carry-withheld',
    severity: 'info',
    summary: `${count} ${others === 1 ? `${one} holds` : `${many} hold`} a value that no plan carries over to ${attributePath(rule.attribute)}`,
    detail:
      'a manifest decides what they get there, or they are left alone; nothing is dropped or archived before they have a value there',
    help: 'once no change of theirs is left: take null out of the manifest, or clear what they hold',
    address: rule.address,
    ...rule.place,
  };
}

/** Says that a manifest gives values to an attribute that would be archived; undefined where none does. */
export function stillFilled(name: string, rule: CarryRule, { carrying }: Catalog): Diagnostic | undefined {
  const filler = carrying.filled.get(`${rule.model}/${name}`);
  if (filler === undefined) return undefined;
  return {
    code: 'carry-still-filled',
    severity: 'warning',
    summary: `${name} is not archived: a manifest still gives it values`,
    detail: `${filler} does, and could not be planned any more`,
    help: `write ${attributePath(rule.attribute)} there instead`,
    address: rule.address,
    ...(rule.from?.place ?? rule.place),
  };
}
