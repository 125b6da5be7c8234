import type { AttributeProposal, ProposedSource, ValueCount } from '../../../types/audit.ts';
import { mergesOptions } from './options.ts';

/** How many values one sentence names. */
const VALUES = 5;

/** What a reviewer has to know of a proposal, in sentences. Names and values stand in them as JSON strings. */
export function proposalRemarks(proposal: AttributeProposal): readonly string[] {
  const { attribute, held, from, options, archive } = proposal;
  const remarks: string[] = [];
  if (from.length > 0) remarks.push(`${quoted(attribute)} is ${heldBy(held)}.`);
  for (const source of from) remarks.push(...sourceRemarks(source, proposal));
  if (retypes(proposal))
    remarks.push(
      'A text becomes a list: its values become the only ones, and the guard retype has to allow it.',
    );
  if (mergesOptions(options))
    for (const { value, contacts, was } of options ?? []) {
      const news = was.filter(({ proposed }) => proposed);
      if (news.length > 0) remarks.push(`${valueList(news)} becomes ${valueList([{ value, contacts }])}.`);
    }
  if (archive)
    remarks.push('No live contact holds it. Archiving hides it; the guard archive has to allow that.');
  return remarks;
}

/** Whether a live text would become a list. */
export function retypes({ type, options }: Pick<AttributeProposal, 'type' | 'options'>): boolean {
  return options !== null && type !== 'options';
}

function sourceRemarks(source: ProposedSource, { attribute, type }: AttributeProposal): readonly string[] {
  const { refused, numbered, differ, unconverted, declared } = source;
  const name = quoted(source.attribute);
  const kind = source.type === type ? '' : ` (${source.type})`;
  if (refused !== null)
    return [`Nothing is carried from ${name}${kind}, ${heldBy(source.held)}: ${refused}.`];
  const values = valueList(unconverted.values);
  return [
    numbered
      ? `${name}${kind}, ${heldBy(source.held)}, differs by the number at its end only, which may be meant: name it under from if it is the same.`
      : `It takes over ${name}${kind}, ${heldBy(source.held)}.`,
    ...(differ === null || differ > 0
      ? [
          `${differ === null ? 'Who holds both' : `${people(differ)} with two different values`} keeps the one in ${quoted(attribute)}, so the old attribute is not archived by itself: add archive: true if that is meant.`,
        ]
      : []),
    ...(unconverted.contacts > 0
      ? [
          `${people(unconverted.contacts)} with values that cannot be converted keep them where they are${values === '' ? '' : `: ${values}`}. Say under values what these become.`,
        ]
      : []),
    ...(declared === null
      ? []
      : [`${name} is declared at ${declared}: take it out there before it can be archived.`]),
  ];
}

function heldBy(held: number | null): string {
  if (held === null) return 'of companies, whose values are not counted';
  return held === 0 ? 'held by nobody' : `held by ${people(held)}`;
}

function people(count: number): string {
  return count === 1 ? '1 contact' : `${count} contacts`;
}

type Counted = Omit<ValueCount, 'contacts'> & { readonly contacts: number | null };

function valueList(values: readonly Counted[]): string {
  const named = values
    .slice(0, VALUES)
    .map(({ value, contacts }) => `${quoted(value)}${contacts === null ? '' : ` (${contacts})`}`);
  const more = values.length - VALUES;
  return [...named, ...(more > 0 ? [`${more} more`] : [])].join(', ');
}

function quoted(value: Counted['value']): string {
  return JSON.stringify(value);
}
