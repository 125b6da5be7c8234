import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import type { FakeGithub } from './github/fake-github.ts';

/** What the actions of GitHub do that action.yml uses; throws where they fail. */
export class OtherActions {
  /** How many artifacts can be uploaded before the runner is lost. */
  uploadsLeft = Number.POSITIVE_INFINITY;
  /** Names of artifacts that cannot be uploaded. */
  refuses: RegExp | undefined;
  readonly #github: FakeGithub;

  constructor(github: FakeGithub) {
    this.#github = github;
  }

  /** The outputs. */
  use(
    run: number,
    action: string,
    input: Readonly<Record<string, string>>,
  ): Readonly<Record<string, string>> | undefined {
    const [name = ''] = action.split('@');
    if (name === 'actions/setup-node') return undefined;
    if (/[":<>|*?\r\n\\/]/.test(input['name'] ?? ''))
      throw new Error(`an artifact cannot be called ${input['name']}`);
    if (name === 'actions/upload-artifact') return this.#upload(run, input);
    if (name !== 'actions/download-artifact')
      throw new Error(`the action uses ${action}, which this test does not know`);
    this.#download(input);
    return undefined;
  }

  #upload(
    run: number,
    input: Readonly<Record<string, string>>,
  ): Readonly<Record<string, string>> | undefined {
    const { artifacts } = this.#github;
    const { name = '', path = '' } = input;
    if (this.refuses?.test(name)) throw new Error('the upload failed');
    if (this.uploadsLeft === 0) throw new Error('the runner is lost');
    this.uploadsLeft -= 1;
    const files = collect(path);
    if (Object.keys(files).length === 0) {
      if (input['if-no-files-found'] === 'error') throw new Error(`no files were found at ${path}`);
      return undefined;
    }
    const before = artifacts.findIndex((one) => one.run === run && one.name === name);
    if (before !== -1 && input['overwrite'] !== 'true') throw new Error(`there is an artifact ${name}`);
    if (before !== -1) artifacts.splice(before, 1);
    const [id, created_at] = [this.#github.nextId(), this.#github.time()];
    artifacts.push({ id, run, name, files, created_at, expired: false });
    const page = `https://github.test/acme/crm/actions/runs/${run}/artifacts/${id}`;
    return { 'artifact-id': String(id), 'artifact-url': page };
  }

  #download(input: Readonly<Record<string, string>>): void {
    const run = Number(input['run-id']);
    const wanted = input['artifact-ids'];
    const found = this.#github.artifacts.find(
      (one) =>
        one.run === run &&
        (wanted === undefined ? one.name === input['name'] : one.id === Number(wanted)) &&
        !one.expired,
    );
    if (found === undefined) throw new Error(`run ${run} has no artifact ${input['name']}`);
    for (const [name, text] of Object.entries(found.files)) {
      const file = join(input['path'] ?? '', name);
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, text, 'latin1');
    }
  }
}

/** As upload-artifact does: from the folder on that all paths have in common. */
function collect(path: string): Readonly<Record<string, string>> {
  const paths = path
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
  const files = paths.flatMap((one) => {
    const stat = statSync(one, { throwIfNoEntry: false });
    if (stat === undefined) return [];
    if (!stat.isDirectory()) return [one];
    return readdirSync(one, { recursive: true, encoding: 'utf8' })
      .map((name) => join(one, name))
      .filter((file) => statSync(file).isFile());
  });
  const [first = ''] = paths;
  let root =
    paths.length === 1 && statSync(first, { throwIfNoEntry: false })?.isDirectory() ? first : dirname(first);
  while (!files.every((file) => file.startsWith(`${root}/`))) root = dirname(root);
  return Object.fromEntries(files.map((file) => [relative(root, file), readFileSync(file, 'latin1')]));
}
