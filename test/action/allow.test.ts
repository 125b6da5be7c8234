import { afterEach, expect, it } from 'vitest';
import { Repository } from './repository.ts';

const header = (kind: string) => `apiVersion: interform/v1\nkind: ${kind}\n`;
const PROJECT = `${header('Project')}guards: { max_create: 1 }\nenvironments: { staging: {}, production: {} }\n`;
const PEOPLE = `${header('ContactSet')}name: beta\ncontacts:\n  - { external_id: ada, email: ada@acme.test }\n  - { external_id: eve, email: eve@acme.test }\n`;
const LABEL = 'interform/allow create=2 in production';
const inputs = { environment: 'production', 'allow-from': 'labels' };

let repository: Repository;
afterEach(() => repository.close());

/** A pull request of Ada whose plan was blocked. */
async function blocked() {
  repository = await Repository.open({ 'interform.yaml': PROJECT, 'migrations/1.yaml': PEOPLE });
  const pull = repository.openPull(7);
  // Before anybody could look, a label releases nothing.
  repository.label(pull, LABEL);
  const first = await repository.plan(pull, { inputs });
  expect(first, first.log).toMatchObject({ ok: false, exit: 5 });
  expect(first.log).toContain('there was no plan of this commit yet');
  repository.label(pull, LABEL, 'grace', 'unlabeled');
  return pull;
}

it('a label after the plan releases the guard, for the plan and for the apply', async () => {
  const pull = await blocked();
  repository.label(pull, LABEL);
  const planned = await repository.plan(pull, { inputs });
  expect(planned.ok, planned.log).toBe(true);
  expect(repository.github.comments.at(-1)?.body).toContain(
    'Allowed by `grace` with a label: at most 2 `create`.',
  );
  const seal = JSON.parse(
    repository.github.artifacts.filter(({ name }) => name.startsWith('interform-receipt')).at(-1)?.files[
      'seal.json'
    ] ?? '',
  );
  expect(seal.allowed).toMatchObject([{ verb: 'create', limit: 2, how: 'label', by: 'grace' }]);
  const commit = repository.merge(pull);
  // Whoever asks for less at apply gets less.
  expect(await repository.apply(commit, { inputs: { environment: 'production' } })).toMatchObject({
    exit: 5,
  });
  expect(repository.intercomWrites()).toEqual([]);
  const preview = await repository.dispatch(
    repository.github.nextId(),
    { inputs: { ...inputs, command: 'plan' } },
    'push',
  );
  expect(preview.ok, preview.log).toBe(true);
  const applied = await repository.apply(commit, { inputs });
  expect(applied.ok, applied.log).toBe(true);
  expect(repository.intercomWrites()).toHaveLength(2);
});

it('a label before the plan releases nothing, whatever a run of another branch with the same commit kept', async () => {
  repository = await Repository.open({ 'interform.yaml': PROJECT, 'migrations/1.yaml': PEOPLE });
  const { github } = repository;
  const pull = repository.openPull(7);
  await repository.plan(repository.openPull(8, { head: pull.head.sha }), { inputs });
  // What its workflow file can make of it.
  for (const [index, one] of github.artifacts.entries()) {
    const seal = one.files['seal.json']?.replace('"pull":8', '"pull":7') ?? '';
    github.artifacts[index] = { ...one, files: { ...one.files, 'seal.json': seal } };
  }
  repository.label(pull, LABEL);
  const planned = await repository.plan(pull, { inputs });
  expect(planned, planned.log).toMatchObject({ ok: false, exit: 5 });
  expect(planned.log).toContain('there was no plan of this commit yet');
});

it('a label that was taken off before the merge releases nothing at apply', async () => {
  const pull = await blocked();
  repository.label(pull, LABEL);
  expect((await repository.plan(pull, { inputs })).ok).toBe(true);
  repository.label(pull, LABEL, 'ada', 'unlabeled');
  const applied = await repository.apply(repository.merge(pull), { inputs });
  expect(applied).toMatchObject({ ok: false, exit: 5 });
  expect(applied.log).toContain('it was taken back');
  expect(repository.intercomWrites()).toEqual([]);
});

it('a label releases nothing for another environment, without allow-from, or of the author', async () => {
  const pull = await blocked();
  repository.label(pull, LABEL);
  const plan = async (more: Readonly<Record<string, string>>) => {
    const { exit, outputs } = await repository.plan(pull, { inputs: { ...inputs, ...more } });
    return { exit, digest: outputs['digest'] };
  };
  expect(await plan({ environment: 'staging' })).toMatchObject({ exit: 5 });
  expect(await plan({ 'allow-from': '' })).toMatchObject({ exit: 5 });
  repository.label(pull, LABEL, 'ada');
  expect(await plan({})).toMatchObject({ exit: 5 });
});
