// Who writes with this token: what others wrote is never touched.
import { graphql, ownLogin } from '../api.js';

/** What the token of a job writes as, where GitHub does not say. */
const OF_THE_JOB = 'github-actions[bot]';

/** The login as comments have it. REST does not tell the token of a job or of an app who it is; GraphQL does. */
export async function viewer() {
  const answer = await graphql('query { viewer { login } }').catch(() => undefined);
  const login = answer?.viewer?.login ?? (await ownLogin().catch(() => undefined));
  return login ?? OF_THE_JOB;
}
