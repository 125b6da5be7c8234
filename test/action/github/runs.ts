import { zipSync } from 'fflate';
import type { Artifact, WorkflowRun } from './facts.ts';
import type { FakeGithub } from './fake-github.ts';
import { type Ask, found, type Routes, refusal } from './route.ts';

export const RUNS: Routes = {
  'GET /actions/runs': (ask) => runs(ask, () => true),
  'GET /actions/workflows/*/runs': (ask) => runs(ask, ({ path }) => path.split('/').at(-1) === ask.parts[0]),
  'GET /actions/runs/*': ({ github, parts }) => found(github.runs.find(({ id }) => id === Number(parts[0]))),
  'GET /actions/runs/*/attempts/*': ({ github, parts: [run, attempt] }) =>
    found(
      [...github.runs, ...github.attempts].find(
        (one) => one.id === Number(run) && one.run_attempt === Number(attempt),
      ),
    ),
};

export const ARTIFACTS: Routes = {
  'GET /actions/artifacts': (ask) => artifacts(ask, () => true),
  'GET /actions/runs/*/artifacts': (ask) => artifacts(ask, ({ run }) => run === Number(ask.parts[0])),
  'GET /actions/artifacts/*': ({ github, parts }) => {
    const artifact = github.artifacts.find(({ id }) => id === Number(parts[0]));
    return found(artifact && listed(github, artifact));
  },
  'GET /actions/artifacts/*/zip': ({ github, parts }) => {
    const artifact = github.artifacts.find(({ id }) => id === Number(parts[0]));
    if (artifact === undefined) return found(undefined);
    if (artifact.expired) return refusal(410, 'Artifact has expired');
    const location = `${github.blobUrl}/${artifact.id}.zip`;
    return { status: 302, body: undefined, headers: { location } };
  },
};

export function zipOf({ files }: Artifact): Uint8Array {
  return zipSync(
    Object.fromEntries(Object.entries(files).map(([name, text]) => [name, Buffer.from(text, 'latin1')])),
  );
}

/** Newest first. A run is found by what it is of, whoever asks. */
function runs({ github, query, page }: Ask, isOf: (run: WorkflowRun) => boolean) {
  const wanted = (name: string, value: string) => (query.get(name) ?? value) === value;
  const matching = github.runs
    .filter(
      (run) =>
        isOf(run) &&
        wanted('head_sha', run.head_sha) &&
        wanted('event', run.event) &&
        wanted('branch', run.head_branch) &&
        wanted('status', run.status),
    )
    .sort((a, b) => b.id - a.id);
  return found({ total_count: matching.length, workflow_runs: page(matching) });
}

/** Newest first. */
function artifacts({ github, query, page }: Ask, isOf: (artifact: Artifact) => boolean) {
  const name = query.get('name');
  const matching = github.artifacts
    .filter((one) => isOf(one) && (name === null || one.name === name))
    .map((one) => listed(github, one))
    .reverse();
  return found({ total_count: matching.length, artifacts: page(matching) });
}

function listed(github: FakeGithub, { files, run, ...artifact }: Artifact) {
  const of = github.runs.find(({ id }) => id === run);
  return {
    ...artifact,
    size_in_bytes: zipOf({ files, run, ...artifact }).length,
    archive_download_url: `${github.url}/repos/acme/crm/actions/artifacts/${artifact.id}/zip`,
    workflow_run: { id: run, head_branch: of?.head_branch, head_sha: of?.head_sha },
  };
}
