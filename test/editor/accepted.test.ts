import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { validate } from '../../src/app/validate.ts';
import { readCase } from '../golden/golden-case.ts';
import { manifestsIn, projectIn } from '../manifest/load.ts';
import { asked, markedIn } from './language-server.ts';
import { blocks, filesOf, goldenProjects, literals, type Written } from './manifest-corpus.ts';

/** The YAML files of a project in which the tool itself finds no error. */
async function cleanFiles(project: string): Promise<readonly Written[]> {
  const { flags = {} } = project.includes('golden') ? readCase(project) : {};
  const { diagnostics } = await validate(
    {
      project,
      ...(flags.env === undefined ? {} : { environment: flags.env }),
      variables: new Map(Object.entries(flags.var ?? {})),
      target: [],
      exclude: [],
      allow: new Map(),
    },
    { env: {}, now: () => Date.UTC(2026, 10, 2, 9), sleep: async () => {} },
  );
  const faulty = new Set(diagnostics.filter(({ severity }) => severity === 'error').map(({ file }) => file));
  return faulty.has(undefined) ? [] : filesOf(project).filter(({ file }) => !faulty.has(file));
}

/** True where the tool itself has nothing to say of it. */
async function isClean({ file, text }: Written): Promise<boolean> {
  if (file === 'interform.yaml') return (await projectIn({ [file]: text })).diagnostics.length === 0;
  return (await manifestsIn({ [file]: text }).catch(() => undefined))?.diagnostics.length === 0;
}

async function marksOf(files: readonly Written[]): Promise<string[]> {
  const marks: string[] = [];
  for (const { from, file, text } of files) {
    const editor = file === 'interform.yaml' ? file : `migrations/${file.replace(/^migrations\//, '')}`;
    // That an anchor is not used is no matter of ours.
    const found = (await markedIn(text, editor)).filter((mark) => !mark.includes('Unused anchor'));
    marks.push(...found.map((mark) => `${from}: ${mark}`));
  }
  return marks;
}

describe('an editor marks nothing in what the command line accepts', () => {
  it('in the golden cases', async () => {
    let seen = 0;
    for (const project of goldenProjects()) {
      const files = await cleanFiles(project);
      seen += files.length;
      expect(await marksOf(files)).toEqual([]);
    }
    expect(seen).toBeGreaterThan(200);
  });

  it('in the example of the package', async () => {
    const project = fileURLToPath(new URL('../../', import.meta.url));
    const files = (await cleanFiles(project)).filter(
      ({ file }) => file.startsWith('migrations/') || file === 'interform.yaml',
    );
    expect(files.length).toBeGreaterThan(4);
    expect(await marksOf(files)).toEqual([]);
  });

  it.each([
    ['the texts of tests', literals(), 40],
    ['the documentation', blocks(), 20],
  ])('in %s', async (_what, all, least) => {
    const clean: Written[] = [];
    for (const one of all) if (await isClean(one)) clean.push(one);
    expect(clean.length).toBeGreaterThan(least);
    const marks = await marksOf(clean);
    expect(marks).toEqual([]);
  });

  it('and reads no schema but those of the package', () => {
    expect(asked.length).toBeGreaterThan(1);
    for (const uri of asked) expect(uri).toMatch(/^file:.*\/schemas\/[a-z-]+\.schema\.json$/);
  });
});
