// What the repository lets somebody do.
import { call, NoAnswer } from './api.js';

/** admin, write, read or none; a role such as triage or maintain counts as one of these. */
export async function permissionOf(login) {
  try {
    return (await call('GET', `/collaborators/${encodeURIComponent(login)}/permission`)).permission;
  } catch (error) {
    // An account that there is no more.
    if (error instanceof NoAnswer && error.status === 404) return 'none';
    throw error;
  }
}
