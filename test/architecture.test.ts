import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { circularImports, edgesOf, type SourceFile, violations } from './architecture-rules.ts';

const src = fileURLToPath(new URL('../src/', import.meta.url));

function sourceFiles(): SourceFile[] {
  return readdirSync(src, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.ts'))
    .map((path) => ({ path: path.replaceAll('\\', '/'), text: readFileSync(src + path, 'utf8') }));
}

const planted = (path: string, text: string) => violations([{ path, text }]);

describe('the architecture of src', () => {
  const files = sourceFiles();
  const edges = edgesOf(files);

  it('is seen by this test', () => {
    expect(files.length).toBeGreaterThanOrEqual(50);
    expect(edges.length).toBeGreaterThan(files.length);
    expect(edges).toContainEqual({ from: 'render/text/plan-text.ts', to: 'types/plan.ts' });
    expect(edges).toContainEqual({ from: 'commands/plan.ts', to: 'app/plan.ts' });
  });

  it('imports only downwards, keeps pure folders pure and files short', () => {
    expect(violations(files)).toEqual([]);
  });

  it('has no two files that import each other, by whatever way round', () => {
    expect(circularImports(edges)).toEqual([]);
  });

  it('resolves every relative import to a file that exists', () => {
    const known = new Set(files.map((file) => file.path));
    const missing = edges.filter((edge) => edge.to.endsWith('.ts') && !known.has(edge.to));
    expect(missing).toEqual([]);
  });
});

describe('the rules', () => {
  it.each([
    ['a sibling', 'plan/digest.ts', "import { inert } from '../render/words/inert.ts';"],
    ['a sibling by type only', 'plan/digest.ts', "import type { Look } from '../render/terminal/look.ts';"],
    [
      'a sibling on several lines',
      'apply/run.ts',
      "import {\n  inert,\n  other,\n} from '../render/words/inert.ts';",
    ],
    ['a sibling by re-export', 'plan/digest.ts', "export * from '../render/words/inert.ts';"],
    ['a sibling dynamically', 'plan/digest.ts', "const it = await import('../render/words/inert.ts');"],
    ['something above', 'types/plan.ts', "import '../plan/digest.ts';"],
    ['a command from a use case', 'app/plan.ts', "import { Plan } from '../commands/plan.ts';"],
    ['the client from the emulator', 'emulator/router.ts', "import { x } from '../intercom/index.ts';"],
    ['the emulator from the client', 'intercom/client.ts', "import { x } from '../emulator/index.ts';"],
    ['a kind from the client', 'intercom/client.ts', "import { x } from '../kinds/index.ts';"],
    ['a kind from the emulator', 'emulator/router.ts', "import { x } from '../kinds/index.ts';"],
    ['a part from a kind', 'kinds/tag/diff.ts', "import { x } from '../../plan/digest.ts';"],
    ['another kind', 'kinds/tag/diff.ts', "import { x } from '../contact/diff.ts';"],
    ['what is outside src', 'plan/digest.ts', "import { x } from '../../test/sample.ts';"],
  ])('refuse an import of %s', (_what, path, text) => {
    expect(planted(path, text)).toHaveLength(1);
  });

  it.each([
    ['the file system', "import { readFile } from 'node:fs/promises';"],
    ['the process', 'const token = process.env.TOKEN;'],
    ['the console', "console.log('hello');"],
    ['the clock', 'const now = Date.now();'],
    ['the clock in disguise', 'const now = new Date();'],
    ['chance', 'const luck = Math.random();'],
  ])('refuse %s in a pure folder', (_what, text) => {
    expect(planted('plan/digest.ts', text)).toHaveLength(1);
    expect(planted('commands/plan.ts', text)).toEqual([]);
  });

  it.each([
    ['a long file', 'plan/digest.ts', 'x;\n'.repeat(401)],
    ['a folder that nobody decided', 'extras/thing.ts', "import '../types/plan.ts';"],
    ['a drawer', 'plan/utils.ts', ''],
    ['camel case', 'plan/planDigest.ts', ''],
  ])('refuse %s', (_what, path, text) => {
    expect(planted(path, text)).toHaveLength(1);
  });

  it('refuse a circle, and blame nobody who only leads into it or out of it', () => {
    const edge = (from: string, to: string) => ({ from, to });
    const circle = [edge('a.ts', 'b.ts'), edge('b.ts', 'c.ts'), edge('c.ts', 'a.ts')];
    expect(circularImports([edge('in.ts', 'a.ts'), ...circle, edge('b.ts', 'out.ts')])).toEqual(circle);
    expect(circularImports([edge('in.ts', 'a.ts'), edge('a.ts', 'out.ts')])).toEqual([]);
  });

  it('allow what points down, what stands beside the kinds, and words in comments', () => {
    expect(planted('commands/plan.ts', "import { planExit } from '../plan/exit.ts';")).toEqual([]);
    expect(planted('kinds/tag/diff.ts', "import { x } from '../references.ts';")).toEqual([]);
    expect(planted('plan/digest.ts', "import { kinds } from '../kinds/index.ts';")).toEqual([]);
    expect(
      planted('plan/digest.ts', "import { createHash } from 'node:crypto';\n// not Date.now()\n"),
    ).toEqual([]);
  });
});
