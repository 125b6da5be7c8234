import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { readPage } from '../docs/pages.ts';
import { ACTION, root } from './composite.ts';

describe('action.yml', () => {
  const text = readFileSync(join(root, 'action.yml'), 'utf8');

  it('says what every input and output is', () => {
    expect(Object.keys(ACTION.inputs).length).toBeGreaterThan(8);
    for (const [name, { description }] of Object.entries({
      ...ACTION.inputs,
      ...ACTION.outputs,
    } as typeof ACTION.inputs))
      expect(description, name).toMatch(/\.$/s);
    const guide = readFileSync(join(root, 'docs/guides/ci-github.md'), 'utf8');
    for (const name of Object.keys(ACTION.inputs)) expect(guide, name).toContain(`\`${name}\``);
  });

  it('writes no expression into a script, and uses what GitHub keeps, pinned', () => {
    const steps = ACTION.runs.steps;
    expect(steps.length).toBeGreaterThan(8);
    for (const step of steps) expect(step.run ?? '').not.toContain('${{');
    const used = steps.flatMap((step) => step.uses ?? []);
    expect(used.length).toBeGreaterThan(4);
    for (const one of used) expect(one).toMatch(/^actions\/[a-z-]+@[0-9a-f]{40}$/);
    expect(ACTION.inputs['node-version']?.default).toBe('24.x');
    expect(text).not.toMatch(/github\.event\b(?!_name)|head_ref|github\.head/);
  });

  it('gets inputs that it has in every workflow of the guide', () => {
    const used = ['docs/guides/ci-github.md', 'docs/guides/ci-github-recipes.md']
      .flatMap((path) => readPage(path).blocks)
      .filter(({ language, file }) => language === 'yaml' && file === undefined)
      .flatMap(({ text: yaml }) => stepsIn(parse(yaml)))
      .filter(({ uses }) => uses === './interform/node_modules/interform');
    expect(used.length).toBeGreaterThan(4);
    for (const { with: given } of used)
      expect(Object.keys(ACTION.inputs)).toEqual(expect.arrayContaining(Object.keys(given ?? {})));
  });

  it('ships with its scripts', () => {
    const { files } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
    expect(files).toEqual(expect.arrayContaining(['action', 'action.yml', 'bin', 'dist']));
  });
});

interface UsingStep {
  readonly uses?: string;
  readonly with?: object;
}

/** Every map with `uses`, however deep. */
function stepsIn(yaml: unknown): readonly UsingStep[] {
  if (typeof yaml !== 'object' || yaml === null) return [];
  const below = Object.values(yaml).flatMap(stepsIn);
  return 'uses' in yaml ? [yaml as UsingStep, ...below] : below; // of a workflow that GitHub would read
}
