import { type IntercomFailure, isIntercomFailure } from '../../../types/intercom.ts';
import { EVERYBODY } from '../../people/everybody.ts';
import type { PeopleCalls } from '../../people-calls.ts';

/** How many users and leads a development workspace may hold (intercom 2.1). */
const mostPeople = 20;

/** Statuses that mean something else: the token, the object, a conflict, a merge, the rate limit. */
const settledStatuses: ReadonlySet<number> = new Set([401, 403, 404, 408, 409, 410, 429]);

/** How Intercom may word the refusal, which no source quotes. Other limits (characters, attributes) are excluded. */
const limitWords = /\b(?:limit|limited|maximum|max|at most|quota|exceed\w*|too many|reached)\b/i;
const peopleWords = /\b(?:contacts?|users?|leads?|people|person|workspace|app|plan|test|development)\b/i;
const otherLimits = /\b(?:characters?|length|long|attributes?|bytes?|tags?|compan(?:y|ies)|rate)\b/i;

/**
 * Why a refused create may have hit the limit of a development workspace; undefined where nothing suggests it. It is
 * documented that Intercom refuses more than 20 people, but not with which answer (inferred). So it is reported as a
 * possibility, after Intercom's own words: where these speak of a limit on people, or where the workspace holds exactly that
 * many, which one in use seldom does.
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

/** How many people the search index has; undefined where it does not say. */
async function countPeople(writer: Pick<PeopleCalls, 'countContacts'>): Promise<number | undefined> {
  try {
    return await writer.countContacts(EVERYBODY);
  } catch (failure) {
    // The failed create is what has to be reported.
    if (!isIntercomFailure(failure)) throw failure;
    return undefined;
  }
}
