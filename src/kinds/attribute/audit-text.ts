import type { AttributeAudit, AttributesAudit, ValueCount } from '../../types/audit.ts';
import type { AuditSection, AuditWords } from '../../types/kind/auditing.ts';
import { nearest } from '../../types/nearest.ts';

const NAME_COLUMNS = 40;
/** How many values one line names. */
const VALUES = 8;

/** The attributes as a table, then names, values and options that may need attention. */
export function attributesSections(audit: AttributesAudit, words: AuditWords): readonly AuditSection[] {
  const { cap, counts, items } = audit;
  const { inert, shown } = words;
  const facts = [
    `${counts.contact} of contacts, ${counts.company} of companies`,
    ...(counts.archived > 0 ? [`${counts.archived} archived`] : []),
    ...(counts.unmanaged > 0 ? [`${counts.unmanaged} not managed here`] : []),
    ...(counts.unused > 0 ? [`${counts.unused} held by nobody`] : []),
  ];
  const rows = items.map((item) => rowOf(item, words));
  return [
    {
      title: `Attributes: ${cap.used} of ${cap.limit} in use`,
      advice: `${facts.join('; ')}.`,
      lines: words.table([['held by', 'values', 'type', 'attribute', ''], ...rows], [0, 1]),
    },
    ...sectionOf(
      {
        title: 'Near-equal attribute names',
        advice: 'One of them is usually a slip: move the values to one, then archive the other.',
        items: audit.near_equal_names,
        lines: ({ model, names }) => [`  ${inert(model)}: ${names.map(shown).join(', ')}`],
      },
      words,
    ),
    ...sectionOf(
      {
        title: 'Near-equal values',
        advice:
          'They differ only in case, white space or Unicode forms, and a filter on one misses the others.',
        items: items.flatMap((item) => (item.values?.near_equal ?? []).map((group) => ({ item, group }))),
        lines: ({ item, group }) => [`  ${inert(item.name)}: ${valueList(group, words)}`],
      },
      words,
    ),
    ...sectionOf(
      {
        title: 'Values outside the options',
        advice: 'Correct them on the contacts, or add them to the options.',
        items: items.filter((item) => (item.values?.outside_options?.contacts ?? 0) > 0),
        lines: (item) => [`  ${inert(item.name)}: ${outsideText(item, words)}`],
      },
      words,
    ),
    ...sectionOf(
      {
        title: 'Options that nobody holds',
        items: items.filter((item) => !item.archived && (item.values?.unused_options.length ?? 0) > 0),
        lines: (item) => [`  ${inert(item.name)}: ${item.values?.unused_options.map(shown).join(', ')}`],
      },
      words,
    ),
  ];
}

function rowOf(item: AttributeAudit, words: AuditWords): string[] {
  const { inert, shorten, thousands } = words;
  const remarks = [
    ...(item.archived ? ['archived'] : []),
    ...(item.managed ? [] : ['not managed here']),
    ...(item.held === 0 && !item.archived ? ['nobody holds it'] : []),
  ];
  return [
    item.held === null ? '-' : thousands(item.held),
    item.values === null ? '-' : distinctText(item.values, words),
    inert(item.type),
    shorten(`${item.model}/${inert(item.name)}`, NAME_COLUMNS),
    remarks.join(', '),
  ];
}

function distinctText(
  { distinct, complete }: { readonly distinct: number; readonly complete: boolean },
  { thousands }: AuditWords,
): string {
  return complete ? thousands(distinct) : `over ${thousands(distinct)}`;
}

function outsideText(item: AttributeAudit, words: AuditWords): string {
  const { counted, shown } = words;
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
  return `${counted(outside.contacts, 'contact')}: ${valueList(outside.values, words)}${hint}`;
}

/** `Pro (12), "Pro " (3)` */
function valueList(values: readonly ValueCount[], { shown, thousands }: AuditWords): string {
  const parts = values.slice(0, VALUES).map(({ value, contacts }) => {
    const text = typeof value === 'string' ? value : JSON.stringify(value);
    return `${shown(text)} (${thousands(contacts)})`;
  });
  const more = values.length - VALUES;
  return [...parts, ...(more > 0 ? [`${thousands(more)} more`] : [])].join(', ');
}

function sectionOf<T>(
  {
    title,
    advice,
    items,
    lines,
  }: {
    readonly title: string;
    readonly advice?: string;
    readonly items: readonly T[];
    readonly lines: (item: T) => readonly string[];
  },
  { sampled, thousands }: AuditWords,
): AuditSection[] {
  if (items.length === 0) return [];
  return [
    {
      title: `${title} (${thousands(items.length)})`,
      ...(advice === undefined ? {} : { advice }),
      lines: sampled(items, lines),
    },
  ];
}
