import type { AttributeAudit, AttributesAudit, ValueCount } from '../../types/audit.ts';
import { nearest } from '../../types/nearest.ts';
import { shorten } from '../terminal/width.ts';
import { counted, thousands } from '../words/counted.ts';
import { inert } from '../words/inert.ts';
import { type Section, sampled, shown, table } from './audit-section.ts';

const NAME_COLUMNS = 40;
/** Values named in one line. */
const VALUES = 8;

/** The attributes as a table, then what is worth a look: names, values, options. */
export function attributesSections(audit: AttributesAudit): Section[] {
  const { cap, counts, items } = audit;
  const facts = [
    `${counts.contact} of contacts, ${counts.company} of companies`,
    ...(counts.archived > 0 ? [`${counts.archived} archived`] : []),
    ...(counts.unmanaged > 0 ? [`${counts.unmanaged} not managed here`] : []),
    ...(counts.unused > 0 ? [`${counts.unused} held by nobody`] : []),
  ];
  return [
    {
      title: `Attributes: ${cap.used} of ${cap.limit} in use`,
      advice: `${facts.join('; ')}.`,
      lines: table([['held by', 'values', 'type', 'attribute', ''], ...items.map(row)], [0, 1]),
    },
    ...sectionOf(
      'Near-equal attribute names',
      'One of them is usually a slip: move the values to one, then archive the other.',
      audit.near_equal_names,
      ({ model, names }) => [`  ${inert(model)}: ${names.map(shown).join(', ')}`],
    ),
    ...sectionOf(
      'Near-equal values',
      'They differ only in case, white space or Unicode forms, and a filter on one misses the others.',
      items.flatMap((item) => (item.values?.near_equal ?? []).map((group) => ({ item, group }))),
      ({ item, group }) => [`  ${inert(item.name)}: ${valueList(group)}`],
    ),
    ...sectionOf(
      'Values outside the options',
      'Correct them on the contacts, or add them to the options.',
      items.filter((item) => (item.values?.outside_options?.contacts ?? 0) > 0),
      (item) => [`  ${inert(item.name)}: ${outsideText(item)}`],
    ),
    ...sectionOf(
      'Options that nobody holds',
      undefined,
      items.filter((item) => !item.archived && (item.values?.unused_options.length ?? 0) > 0),
      (item) => [`  ${inert(item.name)}: ${item.values?.unused_options.map(shown).join(', ')}`],
    ),
  ];
}

function row(item: AttributeAudit): string[] {
  const remarks = [
    ...(item.archived ? ['archived'] : []),
    ...(item.managed ? [] : ['not managed here']),
    ...(item.held === 0 && !item.archived ? ['nobody holds it'] : []),
  ];
  return [
    item.held === null ? '-' : thousands(item.held),
    item.values === null ? '-' : distinctText(item.values),
    inert(item.type),
    shorten(`${item.model}/${inert(item.name)}`, NAME_COLUMNS),
    remarks.join(', '),
  ];
}

function distinctText({ distinct, complete }: { distinct: number; complete: boolean }): string {
  return complete ? thousands(distinct) : `over ${thousands(distinct)}`;
}

function outsideText(item: AttributeAudit): string {
  const outside = item.values?.outside_options;
  if (outside == null) return '';
  const options = [
    ...(item.values?.used ?? []).map(({ value }) => String(value)),
    ...(item.values?.unused_options ?? []),
  ];
  const wrong = new Set(outside.values.map(({ value }) => String(value)));
  const allowed = options.filter((option) => !wrong.has(option));
  const [first] = outside.values;
  const meant = first === undefined ? undefined : nearest(String(first.value), allowed);
  const hint = meant === undefined ? '' : `; is ${shown(String(first?.value))} meant to be ${shown(meant)}?`;
  return `${counted(outside.contacts, 'contact')}: ${valueList(outside.values)}${hint}`;
}

/** `Pro (12), "Pro " (3)` */
function valueList(values: readonly ValueCount[]): string {
  const parts = values.slice(0, VALUES).map(({ value, contacts }) => {
    const text = typeof value === 'string' ? value : JSON.stringify(value);
    return `${shown(text)} (${thousands(contacts)})`;
  });
  const more = values.length - VALUES;
  return [...parts, ...(more > 0 ? [`${thousands(more)} more`] : [])].join(', ');
}

function sectionOf<T>(
  title: string,
  advice: string | undefined,
  items: readonly T[],
  lines: (item: T) => readonly string[],
): Section[] {
  if (items.length === 0) return [];
  return [
    {
      title: `${title} (${thousands(items.length)})`,
      ...(advice === undefined ? {} : { advice }),
      lines: sampled(items, lines),
    },
  ];
}
