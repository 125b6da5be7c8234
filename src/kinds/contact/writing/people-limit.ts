import { type IntercomFailure, isIntercomFailure } from '../../../types/intercom.ts';
import type { PeopleCalls } from '../../people-calls.ts';
import { EVERYBODY } from '../calls/search.ts';

/** Users and leads that a development workspace holds (intercom 2.1). */
const mostPeople = 20;

/** Statuses that have a meaning of their own: the token, the object, a conflict, a merge, the rate limit. */
const settledStatuses: ReadonlySet<number> = new Set([401, 403, 404, 408, 409, 410, 429]);

/** How Intercom may put it: no source has the words. Limits of something else (characters, attributes) are told apart. */
const limitWords = /\b(?:limit|limited|maximum|max|at most|quota|exceed\w*|too many|reached)\b/i;
const peopleWords = /\b(?:contacts?|users?|leads?|people|person|workspace|app|plan|test|development)\b/i;
const otherLimits = /\b(?:characters?|length|long|attributes?|bytes?|tags?|compan(?:y|ies)|rate)\b/i;

/**
 * Why a refused create may be the limit of a development workspace; undefined where nothing speaks for it. That Intercom refuses
 * at 20 people is documented, with which answer is not (inferred): so it is said as a possibility, after its own words, when these
 * speak of a limit on people, or when the workspace holds exactly that many, which one in use seldom does.
 */
export async function peopleLimitReason(
  failure: IntercomFailure,
  writer: Pick<PeopleCalls, 'countContacts'>,
): Promise<string | undefined> {
  const { status, outcome, message } = failure;
  if (outcome !== 'refused' || status === null || status < 400 || status >= 500) return undefined;
  if (settledStatuses.has(status)) return undefined;
  const words = message.replace(/^\w+ \S+: /, '');
  const said = limitWords.test(words) && peopleWords.test(words) && !otherLimits.test(words);
  if (!said && (await countPeople(writer)) !== mostPeople) return undefined;
  return `${message}. A development workspace holds at most ${mostPeople} people, and this may be it: archive or delete some, take another workspace, or try a few with interform apply --limit N`;
}

/** Everybody whom the search index shows; undefined where it does not say. */
async function countPeople(writer: Pick<PeopleCalls, 'countContacts'>): Promise<number | undefined> {
  try {
    return await writer.countContacts(EVERYBODY);
  } catch (failure) {
    // The create has failed anyhow, and that is what has to be reported.
    if (!isIntercomFailure(failure)) throw failure;
    return undefined;
  }
}
