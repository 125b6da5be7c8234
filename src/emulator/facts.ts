import { type FactsDocument, type WorkspaceFacts, workspaceFacts } from '../types/facts.ts';
import type { EmulatorOptions } from './options.ts';
import type { Switches } from './switches/all.ts';

type Found = WorkspaceFacts['found'];
type Turned = { -readonly [S in keyof Switches]?: Switches[S] | undefined };

/**
 * What makes an emulator behave like a workspace that was probed. What was not probed stays as it is. A size that reached the bound
 * of its check is that bound.
 */
export function likeWorkspace({
  facts,
}: Pick<FactsDocument, 'facts'>): Pick<EmulatorOptions, 'switches' | 'indexLagMs'> {
  const { found } = workspaceFacts(facts);
  const lagMs = found.index_lag_ms;
  return { switches: switchesLike(found), ...(lagMs === null ? {} : { indexLagMs: lagMs }) };
}

function switchesLike(found: Found): Partial<Switches> {
  const turned: Turned = {
    orInOr: is(found.nested_or, 'accepted'),
    orLimit: found.or_most ?? undefined,
    inLimit: found.in_most ?? undefined,
    perPageLimit: found.per_page_most ?? undefined,
    emailConflict: is(found.other_email, 'conflict'),
    optionUpdate: word(found.option_update, { replaced: 'replace', appended: 'append' }),
    unarchiveAttribute: is(found.unarchive_attribute, 'works'),
    stringTooLong: word(found.long_text, { truncated: 'truncate', refused: 'refuse', kept: 'keep' }),
    wrongType: word(found.wrong_type, { refused: 'refuse', ignored: 'ignore', kept: 'keep' }),
    bulkTagLeads: is(found.bulk_tag_leads, 'tagged'),
    bulkTagLimit: found.bulk_tag_most ?? undefined,
    mergedGet: found.merged_get ?? undefined,
    deletedList: is(found.deleted_list, 'served'),
    bulkCreate: word(found.bulk_create, { works: 'on', refused: 'off' }),
    bulkUpdate: is(found.bulk_update, 'works'),
    bulkLimit: found.bulk_most ?? undefined,
    bulkCountsItems: is(found.bulk_counts, 'items'),
  };
  // Those that say nothing stand in the way of the defaults.
  return Object.fromEntries(Object.entries(turned).filter(([, value]) => value !== undefined));
}

/** Whether it was found so; undefined where nobody knows. */
function is<T>(found: T | null, value: T): boolean | undefined {
  return found === null ? undefined : found === value;
}

function word<T extends string, V>(found: T | null, words: Readonly<Record<T, V>>): V | undefined {
  return found === null ? undefined : words[found];
}
