// Artifacts of runs: which there are, and what is in them. Whether a run is to be trusted is another matter.
import { unzipSync } from 'fflate';
import { all, call, download } from './api.js';

/** Far above any receipt, which has a line for each change. */
const mostBytes = 256 * 2 ** 20;

/** Newest first; by time, for the id of a re-run's artifact may be lower than that of the first attempt. */
const byAge = (one, other) => Date.parse(other.created_at) - Date.parse(one.created_at) || other.id - one.id;

/** All of this name in the repository, whoever made them: anybody can call one so. */
export async function artifactsCalled(name) {
  const found = await all(`/actions/artifacts?name=${encodeURIComponent(name)}`, 'artifacts');
  return found.filter((one) => one.name === name).sort(byAge);
}

export async function artifactsOf(run) {
  return (await all(`/actions/runs/${run}/artifacts`, 'artifacts')).sort(byAge);
}

export function runById(id) {
  return call('GET', `/actions/runs/${id}`);
}

/** The files of an artifact by their names; undefined where it is none that interform made. */
export async function filesOf({ id }) {
  const zip = await download(`/actions/artifacts/${id}/zip`);
  let bytes = 0;
  try {
    return unzipSync(zip, {
      filter: ({ originalSize }) => {
        bytes += originalSize;
        if (bytes > mostBytes) throw new Error('it unpacks to more than any receipt has');
        return true;
      },
    });
  } catch {
    return undefined;
  }
}
