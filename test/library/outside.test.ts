import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { checkPackage, createPackageFromTarballData } from '@arethetypeswrong/core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { OutsideProject } from './outside-project.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));

let outside: OutsideProject;
beforeAll(() => {
  if (!existsSync(join(root, 'dist/index.d.ts'))) throw new Error('the library is not built: npm run build');
  outside = new OutsideProject();
});
afterAll(() => {
  rmSync(outside.folder, { recursive: true, force: true });
});

/** Uses every function of the library, and what they answer, as somebody who installed the package does. */
const PROGRAM = `
import { apply, type Change, type Diagnostic, load, loadPlan, plan, type PlanDocument, type ProjectOptions, render, renderFindings,
  type ResultDocument, savePlan, validate } from 'interform';
import { createEmulator, type EmulatorSeed } from 'interform/emulator';

const seed: EmulatorSeed = { contacts: [{ external_id: 'customer-1', email: 'ada@acme.test' }] };
const emulator = createEmulator({ seed });
const project: ProjectOptions = { project: 'crm', env: { INTERCOM_ACCESS_TOKEN: 'any' }, fetch: emulator.fetch };

const { items, diagnostics } = await load(project);
const found: readonly Diagnostic[] = diagnostics;
const { declared } = await validate(project);
const planned = await plan(project);
const document: PlanDocument | undefined = planned.plan;
if (document === undefined) throw new Error(renderFindings(planned));
const changes: readonly Change[] = [...document.changes];
await savePlan(document, 'crm.jsonl');
const again = await loadPlan('crm.jsonl');
const applied = await apply({ ...project, approve: (one) => one.digest === document.digest });
const result: ResultDocument | undefined = applied.result;
const text: string = await render(document, { format: 'markdown', mask: false });
console.log(JSON.stringify({ items: items.length, found: found.length, tags: declared['tag'], changes: changes.map(({ address }) => address),
  again: again.plan?.digest === document.digest, exit: applied.exit, done: result?.summary.done, text: text.includes('vip') }));
`;

const TAGS = 'apiVersion: interform/v1\nkind: Tags\ntags: [vip]\n';

describe('the library from outside', () => {
  it('compiles with moduleResolution nodenext, its own types checked too, and runs', () => {
    outside.write('crm/migrations/0001-tags.yaml', TAGS);
    outside.write('main.ts', PROGRAM);
    expect(outside.compile('main.ts')).toBe('');
    expect(JSON.parse(outside.run('built/main.js'))).toEqual({
      ...{ items: 1, found: 0, tags: 1, changes: ['tag/vip'], again: true, exit: 0, done: 1, text: true },
    });
  });

  it('is refused by the compiler where it is used wrongly', () => {
    outside.write('wrong.ts', `import { plan } from 'interform';\nawait plan({ targets: ['tag/vip'] });\n`);
    expect(outside.compile('wrong.ts')).toContain("'targets' does not exist in type 'ProjectOptions'");
    outside.write('inner.ts', `import 'interform/dist/app/plan.js';\n`);
    expect(outside.compile('inner.ts')).toMatch(/TS2307|TS2882|Cannot find module/);
  });

  it('has types that every resolution of modules finds, as it finds the code', async () => {
    const tarball = createPackageFromTarballData(new Uint8Array(readFileSync(outside.tarball)));
    const analysis = await checkPackage(tarball, { entrypoints: ['.', './emulator'] });
    if (analysis.types === false) throw new Error('the package has no types');
    expect(Object.keys(analysis.entrypoints)).toEqual(['.', './emulator']);
    for (const { resolutions } of Object.values(analysis.entrypoints))
      for (const kind of ['node10', 'node16-cjs', 'node16-esm', 'bundler'] as const)
        expect(resolutions[kind].resolution?.isTypeScript).toBe(true);
    expect(analysis.problems).toEqual([]);
  });
});
