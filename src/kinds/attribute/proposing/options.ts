import type { ProposedFormer, ProposedOption } from '../../../types/audit.ts';
import { byText } from '../../../types/by-text.ts';
import { nearEqual, valueForm } from '../../../types/near-equal.ts';
import { formerOptions } from '../carry-rules.ts';
import type { Member } from './member.ts';
import { isPersonal, tellsWho } from './personal.ts';

/** Longer lists are not proposed for a text: it is then hardly one of a few choices. */
const MOST_OPTIONS = 20;
/** How often each value of a text is held on average before it counts as one of a list. */
const HOLDERS_A_VALUE = 3;
/** A list in Intercom needs two options. */
const FEWEST_OPTIONS = 2;

interface Value {
  readonly value: string;
  readonly contacts: number | null;
  readonly isOption: boolean;
}

/** The whole list of options, those that are nearly equal made one where two at least are left; undefined for no list. */
export function mergedOptions(member: Member): readonly ProposedOption[] | undefined {
  const { type, options, liveOptions, audit } = member;
  if (type !== 'options' || options === undefined) return undefined;
  const counts = audit?.values == null ? undefined : countsOf(member);
  const contactsOf = (value: string) => (counts === undefined ? null : (counts.get(value) ?? 0));
  const said = new Map<string, ProposedFormer[]>();
  const former = member.declaration === undefined ? [] : formerOptions(member.declaration);
  for (const { former: value, option } of former) {
    const list = said.get(option) ?? [];
    said.set(option, [...list, { value, contacts: contactsOf(value), proposed: false }]);
  }
  const gone = new Set(former.map((one) => one.former));
  const own = new Set(options);
  const held = isPersonal(member) ? [] : [...(counts?.keys() ?? [])];
  const values = [...new Set([...options, ...liveOptions, ...held])]
    .filter((value) => !gone.has(value) && value !== '')
    .map((value): Value => ({ value, contacts: contactsOf(value), isOption: own.has(value) }));
  const merged = oneEach(values, said);
  if (merged.length >= FEWEST_OPTIONS) return merged;
  return options.map((value) => ({ value, contacts: contactsOf(value), was: said.get(value) ?? [] }));
}

/** Whether options are merged that no manifest merges yet. */
export function mergesOptions(options: readonly ProposedOption[] | null): boolean {
  return options?.some(({ was }) => was.some(({ proposed }) => proposed)) === true;
}

/** The list that a text could become: it holds few values, and some of them are nearly equal. Undefined for other texts. */
export function listOfText(member: Member): readonly ProposedOption[] | undefined {
  const { type, audit } = member;
  const values = audit?.values;
  if (type !== 'string' || values == null || !values.complete || values.near_equal.length === 0)
    return undefined;
  if (isPersonal(member) || !member.isDeclarable) return undefined;
  const used = [...(countsOf(member) ?? [])].map(
    ([value, contacts]): Value => ({ value, contacts, isOption: true }),
  );
  const merged = oneEach(used, new Map());
  const isList =
    merged.length >= FEWEST_OPTIONS &&
    merged.length <= MOST_OPTIONS &&
    (audit?.held ?? 0) >= HOLDERS_A_VALUE * merged.length;
  return isList ? merged : undefined;
}

/** One of each group of nearly equal values; the others are what it was. Values that are no option stay out unless near one. */
function oneEach(
  values: readonly Value[],
  said: ReadonlyMap<string, readonly ProposedFormer[]>,
): ProposedOption[] {
  const became = new Map<Value, readonly Value[]>();
  const lost = new Set<Value>();
  for (const group of nearEqual(values, ({ value }) => valueForm(value))) {
    const [kept, ...others] = [...group].sort(byFitness);
    if (kept?.isOption !== true) continue;
    became.set(kept, others);
    for (const other of others) lost.add(other);
  }
  return values
    .filter((one) => one.isOption && !lost.has(one))
    .map((one) => {
      const others = became.get(one) ?? [];
      const taken = others.flatMap(({ value }) => said.get(value) ?? []);
      const was = others.map(({ value, contacts }) => ({ value, contacts, proposed: true }));
      return {
        value: one.value,
        contacts: one.contacts,
        was: [...(said.get(one.value) ?? []), ...was, ...taken],
      };
    });
}

/** The one to keep comes first: an option, the one with most holders, the one without space around it. */
function byFitness(a: Value, b: Value): number {
  return (
    Number(b.isOption) - Number(a.isOption) ||
    (b.contacts ?? 0) - (a.contacts ?? 0) ||
    Number(isTidy(b.value)) - Number(isTidy(a.value)) ||
    byText(a.value, b.value)
  );
}

function isTidy(value: string): boolean {
  return value.normalize('NFKC') === value && value.trim().replace(/\s+/gu, ' ') === value;
}

/** Text → contacts that hold it, of what was told apart; what tells who somebody is, is no option. */
function countsOf({ audit }: Member): ReadonlyMap<string, number> | undefined {
  const values = audit?.values;
  if (values == null) return undefined;
  const all = [...values.used, ...values.near_equal.flat(), ...(values.outside_options?.values ?? [])];
  return new Map(
    all.flatMap(({ value, contacts }) =>
      typeof value === 'string' && !tellsWho(value) ? [[value, contacts] as const] : [],
    ),
  );
}
