import { attributePath } from '../../types/attribute-path.ts';
import type { CarryRule } from '../../types/carrying.ts';
import type { Catalog } from '../../types/catalog.ts';
import type { Diagnostic } from '../../types/diagnostic.ts';
import type { Json } from '../../types/json.ts';
import type { CarryTally, RuleTally, ValueGroup } from './tally.ts';

/** How many values are shown, the most frequent first. */
const MOST_SHOWN = 20;
const shownCharacters = 60;

/** What a plan says of the values that its rules carry over: how many, grouped by value, and which cannot be converted. */
export function carryFindings(tally: CarryTally, catalog: Catalog): readonly Diagnostic[] {
  const findings: Diagnostic[] = [];
  for (const [rule, counts] of tally) {
    if (counts.carried > 0) findings.push(carriedFinding(rule, counts, catalog));
    if (counts.faulty > 0) findings.push(faultFinding(rule, counts, catalog));
  }
  return findings;
}

function carriedFinding(rule: CarryRule, counts: RuleTally, catalog: Catalog): Diagnostic {
  const what = people(counts.carried, rule);
  const groups = counts.groups(({ why }) => why === undefined);
  const line = ({ old, value, count }: ValueGroup) => `${moved(old, value ?? null)}: ${people(count, rule)}`;
  return {
    code: 'values-carried',
    severity: 'info',
    summary: `${what} ${counts.carried === 1 ? 'gets' : 'get'} ${attributePath(rule.attribute)} from ${sourceNames(rule)}`,
    detail: isSensitive(rule, catalog)
      ? 'the values are not shown: one of the attributes is sensitive'
      : listed(groups, { of: counts.carried, rule, line }),
    address: rule.address,
    ...rule.place,
  };
}

function faultFinding(rule: CarryRule, counts: RuleTally, catalog: Catalog): Diagnostic {
  const skips = rule.from?.other === 'skip';
  const groups = counts.groups(({ why }) => why !== undefined);
  const line = (group: ValueGroup) => faultLine(group, rule);
  const values = counts.ungrouped.faulty > 0 ? `more than ${groups.length}` : String(groups.length);
  const summary = `${values} ${groups.length === 1 ? 'value' : 'values'} of ${sourceNames(rule)} cannot become ${attributePath(rule.attribute)}`;
  return {
    code: skips ? 'carry-skipped' : 'carry-conversion',
    severity: skips ? 'warning' : 'error',
    summary,
    detail: isSensitive(rule, catalog)
      ? `${people(counts.faulty, rule)}; the values are not shown: one of the attributes is sensitive`
      : listed(groups, { of: counts.faulty, rule, line }),
    help: skips
      ? 'these values stay where they are, and the old attribute stays live; say under values what they become'
      : 'say under from.values what each becomes (null: nothing), or from.other: skip to leave them where they are',
    address: rule.address,
    ...(rule.from?.place ?? rule.place),
  };
}

interface Listing {
  /** How many holders there are, those of values that are not shown included. */
  readonly of: number;
  readonly rule: CarryRule;
  readonly line: (group: ValueGroup) => string;
}

/** The most frequent values, and how many holders have another one. */
function listed(groups: readonly ValueGroup[], { of, rule, line }: Listing): string {
  const first = groups.slice(0, MOST_SHOWN);
  const rest = first.reduce((left, { count }) => left - count, of);
  return [...first.map(line), ...(rest > 0 ? [`other values: ${people(rest, rule)}`] : [])].join('; ');
}

function faultLine({ old, why = '', count, samples }: ValueGroup, rule: CarryRule): string {
  return `${shown(old)}: ${people(count, rule)} (${why}), such as ${samples.join(', ')}`;
}

/** The old attributes as a sentence names them; for options alone, their former values. */
function sourceNames({ from, was }: CarryRule): string {
  const names = [...(from?.attributes ?? []), ...(was.size > 0 ? ['former options'] : [])];
  return names.join(' or ');
}

function isSensitive({ model, attribute, from }: CarryRule, { attributes }: Catalog): boolean {
  return [attribute, ...(from?.attributes ?? [])].some(
    (name) => attributes.get(`${model}/${name}`)?.sensitive === true,
  );
}

function people(count: number, { model }: CarryRule): string {
  const [one, many] = model === 'contact' ? ['contact', 'contacts'] : ['company', 'companies'];
  return `${count.toLocaleString('en-US')} ${count === 1 ? one : many}`;
}

function moved(old: Json, value: Json): string {
  return old === value ? shown(old) : `${shown(old)} → ${shown(value)}`;
}

function shown(value: Json): string {
  const text = JSON.stringify(value);
  return text.length > shownCharacters ? `${text.slice(0, shownCharacters).toWellFormed()}…` : text;
}
