// Links to pages of GitHub.
import { env } from '../api.js';

/** This attempt of this run: another attempt shows something else under the run's own address. */
export function runLink() {
  return `${page()}/actions/runs/${env('GITHUB_RUN_ID')}/attempts/${env('GITHUB_RUN_ATTEMPT') || '1'}`;
}

export function pullLink(number) {
  return `${page()}/pull/${number}`;
}

function page() {
  return `${env('GITHUB_SERVER_URL')}/${env('GITHUB_REPOSITORY')}`;
}
