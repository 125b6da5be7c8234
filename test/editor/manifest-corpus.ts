import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../', import.meta.url));

export interface Written {
  /** Where it was found, for the name of the test. */
  readonly from: string;
  /** `interform.yaml` or a manifest. */
  readonly file: string;
  readonly text: string;
}

const HEAD = 'apiVersion: interform/v1';

/** Every manifest and project file that stands in a text of a test. */
export function literals(): readonly Written[] {
  const found: Written[] = [];
  for (const path of pathsBelow('test', '.ts')) {
    const source = readFileSync(join(root, path), 'utf8');
    for (const [index, [literal]] of [...source.matchAll(/`(?:[^`\\]|\\[\s\S])*`/g)].entries()) {
      if (!literal.includes(HEAD) || /(?<!\\)\$\{/.test(literal)) continue;
      const text = literal.slice(1, -1).replaceAll(/\\([\s\S])/g, (_, mark: string) => ESCAPED[mark] ?? mark);
      found.push(written(`${path} #${index}`, text));
    }
  }
  return found;
}

const ESCAPED: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t' };

/** Every fenced block of the documentation. */
export function blocks(): readonly Written[] {
  return pathsBelow('docs', '.md').flatMap((path) => {
    const page = readFileSync(join(root, path), 'utf8');
    return [...page.matchAll(/^```yaml[^\n]*\n([\s\S]*?)^```/gm)]
      .map(([, text = '']) => text)
      .filter((text) => text.includes(HEAD))
      .map((text, index) => written(`${path} #${index}`, text));
  });
}

function written(from: string, text: string): Written {
  return { from, file: /^kind: Project\b/m.test(text) ? 'interform.yaml' : 'migrations/0001.yaml', text };
}

/** Every folder that is a project of a golden case. */
export function goldenProjects(): readonly string[] {
  const cases = pathsBelow('test/golden/cases', 'case.json');
  return cases.map((path) => join(root, path, '..'));
}

/** The YAML files of a project. */
export function filesOf(project: string): readonly Written[] {
  return readdirSync(project, { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.ya?ml$/.test(file))
    .map((file) => ({ from: join(project, file), file, text: readFileSync(join(project, file), 'utf8') }));
}

function pathsBelow(folder: string, ending: string): readonly string[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith(ending))
    .map((path) => join(folder, path))
    .sort();
}
