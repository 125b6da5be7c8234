import type { FieldChange } from '../../types/change.ts';
import type { Report } from '../../types/diagnostic.ts';
import { exactSpot } from '../../types/place.ts';
import { checkLookAlikes, type NewOption } from '../declared/option-twins.ts';
import { labelIn, optionPath } from '../written/option-paths.ts';
import type { ConversationAttributeDeclaration } from './declaration.ts';
import { type DeclaredOption, labelledOptions } from './declared-options.ts';
import { activeOptions, type LiveConversationAttribute } from './live.ts';
import { optionTwice } from './made-twice.ts';

/** What a plan does to the options of a live list. */
export interface OptionChanges {
  /** `options.<label>` → what becomes of that option: one that is added has no `before`, one that is dropped ends as null. */
  readonly fields: Readonly<Record<string, FieldChange>>;
  readonly dropped: readonly string[];
  /** Labels that are added while an archived option has them: that one stays archived. */
  readonly archivedNamesakes: readonly string[];
}

/** Each option has a request of its own. */
export function standsAlone(path: string): boolean {
  return labelIn(path) !== undefined;
}

/**
 * Each option by itself, so that a run that ended half way leaves the rest to do, and an option that somebody adds meanwhile is
 * left alone:
 *
 *     declared                       live          then
 *     Bug                            Bug           nothing
 *     Bug                            –             added
 *     { label: How-to, was: [Faq] }  Faq           renamed by its id, so that conversations keep it
 *     { label: How-to, was: [Faq] }  How-to, Faq   Faq is dropped: it cannot be told to become How-to
 *     … of which an earlier version  Help          renamed, where neither How-to nor Faq is live
 *     says that Faq was Help
 *     –                              Spam          dropped
 *
 * An option that looks like one that would be dropped (`bug`, where `Bug` is live) is an error, and stays in the plan: a pull takes
 * the live label from there. Undefined where it cannot be said what becomes of them, which is reported.
 */
export function optionChanges(
  declaration: ConversationAttributeDeclaration,
  live: LiveConversationAttribute,
  report: Report,
): OptionChanges | undefined {
  const declared = labelledOptions(declaration);
  const held = activeOptions(live).map(({ label }) => label);
  if (declared === undefined) return { fields: {}, dropped: [], archivedNamesakes: [] };
  if (isHeldTwice(declaration, live, report)) return undefined;
  const fields: Record<string, FieldChange> = {};
  const heirs = new Map<string, DeclaredOption>();
  const added: DeclaredOption[] = [];
  for (const option of declared) {
    if (held.includes(option.label)) continue;
    const former = option.was.filter((label) => held.includes(label));
    const [before = option.wasEarlier.find((label) => held.includes(label)), second] = former;
    if (second !== undefined) {
      report(severalFormer(declaration, option, former));
      return undefined;
    }
    if (before === undefined) {
      added.push(option);
      continue;
    }
    const other = heirs.get(before);
    if (other !== undefined) {
      report(severalHeirs(declaration, [other, option], before));
      return undefined;
    }
    heirs.set(before, option);
    fields[optionPath(before)] = { before, after: option.label };
  }
  for (const { label } of added) fields[optionPath(label)] = { before: null, after: label };
  const wanted = new Set(declared.map(({ label }) => label));
  const dropped = held.filter((label) => !wanted.has(label) && !heirs.has(label));
  for (const label of dropped) fields[optionPath(label)] = { before: label, after: null };
  const renamed = [...heirs.values()].map(({ label, place }) => ({ label, place }));
  checkLookAlikes(
    declaration,
    { added: [...renamed, ...added.map(withFormerLabels)], dropped },
    { help: renaming, report },
  );
  const archived = new Set(live.options.filter((option) => option.archived).map(({ label }) => label));
  const archivedNamesakes = added.flatMap(({ label }) => (archived.has(label) ? [label] : []));
  return { fields, dropped, archivedNamesakes };
}

function withFormerLabels({ label, was, wasEarlier, place }: DeclaredOption): NewOption {
  return { label, was: [...was, ...wasEarlier], place };
}

function renaming(label: string, twin: string): string {
  return `write { label: ${JSON.stringify(label)}, was: [${JSON.stringify(twin)}] }, which renames it, or keep ${JSON.stringify(twin)}`;
}

function isHeldTwice(
  { address, cells, place }: ConversationAttributeDeclaration,
  live: LiveConversationAttribute,
  report: Report,
): boolean {
  const found = optionTwice(live);
  if (found === undefined) return false;
  report({ ...found, severity: 'error', address, ...(cells.get('options')?.place ?? place) });
  return true;
}

function severalFormer(
  { name, address }: ConversationAttributeDeclaration,
  { label, place }: DeclaredOption,
  former: readonly string[],
) {
  return {
    code: 'several-former-options',
    severity: 'error',
    summary: `an option of ${name} cannot come of several live ones`,
    detail: `${JSON.stringify(label)} was ${former.map((one) => JSON.stringify(one)).join(' and ')}, and all of them are live`,
    help: 'leave one of them in was: it is renamed; the others are dropped, which a guard counts',
    address,
    ...place,
  } as const;
}

/** Versions that were never applied leave it open which of the two is what conversations hold. */
function severalHeirs(
  { name, address }: ConversationAttributeDeclaration,
  [first, second]: readonly [DeclaredOption, DeclaredOption],
  before: string,
) {
  const was = JSON.stringify(before);
  return {
    code: 'option-was-in-use',
    severity: 'error',
    summary: `two options of ${name} come of one live option`,
    detail: `${JSON.stringify(first.label)} (${exactSpot(first.place)}) and ${JSON.stringify(second.label)} were both ${was} in earlier versions`,
    help: `write was: [${was}] at the one that it becomes: the other is added`,
    address,
    ...second.place,
  } as const;
}
