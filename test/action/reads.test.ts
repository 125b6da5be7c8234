import { describe, expect, it } from 'vitest';
import { projectReads, touchedPaths } from '../../action/reads.js';

const LIST = 'interform.yaml\nmigrations/\ndata/members.csv\n../shared/plans.csv\n';
const touched = (project: string, ...paths: string[]) =>
  touchedPaths(
    projectReads(LIST, project),
    paths.map((filename) => ({ filename })),
  );

describe('what a project reads', () => {
  it.each([
    ['its file', '.', 'interform.yaml'],
    ['a file below a folder', '.', 'migrations/2026/0001-tags.yaml'],
    ['a data file', '.', 'data/members.csv'],
    ['a file of a project in a folder', 'crm/eu', 'crm/eu/migrations/0001.yaml'],
    ['a file beside the project', 'crm/eu', 'crm/shared/plans.csv'],
    ['a project whose folder is written with a dot and a slash', './crm/', 'crm/interform.yaml'],
    ['a folder with a plus, a space and an umlaut', 'zwölf + eins', 'zwölf + eins/interform.yaml'],
    ['the same umlaut, composed in another way', 'zwölf', 'zwo\u0308lf/interform.yaml'],
    ['another case, which some machines take for the same file', '.', 'Data/Members.CSV'],
    ['a link or submodule on the way to it', '.', 'data'],
  ])('is touched by %s', (_, project, path) => {
    expect(touched(project, 'README.md', path)).toEqual([path]);
  });

  it.each([
    ['a file beside the one that is read', '.', 'data/members.csv.bak'],
    ['a folder whose name begins alike', '.', 'migrations-old/0001.yaml'],
    ['the same path in another project', 'crm', 'billing/migrations/0001.yaml'],
    ['a project whose name begins alike', 'crm', 'crm-2/interform.yaml'],
    ['a file above the repository', '.', 'shared/plans.csv'],
  ])('is not touched by %s', (_, project, path) => {
    expect(touched(project, path)).toEqual([]);
  });

  it('is touched by a rename away from it', () => {
    const files = [{ filename: 'docs/old.csv', previous_filename: 'data/members.csv' }];
    expect(touchedPaths(projectReads(LIST, '.'), files)).toEqual(['data/members.csv']);
  });

  it('is everything below the project folder where it could not be listed', () => {
    const [root, folder] = [projectReads(undefined, '.'), projectReads(undefined, 'crm')];
    expect(touchedPaths(root, [{ filename: 'README.md' }])).toEqual(['README.md']);
    expect(touchedPaths(folder, [{ filename: 'README.md' }, { filename: 'crm/a' }])).toEqual(['crm/a']);
  });

  it('counts a project that reads a folder above it', () => {
    expect(touchedPaths(projectReads('../\n', 'crm'), [{ filename: 'any' }])).toEqual(['any']);
  });

  it('counts the workflow, and any change where the list of changes is not whole', () => {
    const reads = projectReads(LIST, 'crm', ['.github/workflows/interform.yml']);
    const filename = '.github/workflows/interform.yml';
    expect(touchedPaths(reads, [{ filename }])).toEqual([filename]);
    expect(touchedPaths(reads, undefined)).toHaveLength(1);
  });
});
