import { type LoadedManifests, loadManifests, loadProject } from '../../src/manifest/index.ts';
import type { LoadedProjectFile } from '../../src/manifest/load-project.ts';
import type { Diagnostic } from '../../src/types/diagnostic.ts';
import { type MemoryFile, memoryFiles, shippedSchemas } from './memory-files.ts';

const schemas = shippedSchemas();

interface Given {
  readonly environment?: string;
  readonly variables?: Readonly<Record<string, string>>;
  readonly env?: Readonly<Record<string, string>>;
  readonly to?: readonly string[];
}

/** Loads the project /acme from a file system in memory. */
export function projectIn(
  contents: Readonly<Record<string, MemoryFile>>,
  given: Given = {},
): Promise<LoadedProjectFile> {
  return loadProject({
    folder: '/acme',
    environment: given.environment,
    variables: new Map(Object.entries(given.variables ?? {})),
    env: given.env ?? {},
    files: memoryFiles(absolute(contents)),
    schemas,
  });
}

/** Loads project and manifests. */
export async function manifestsIn(
  contents: Readonly<Record<string, MemoryFile>>,
  given: Given = {},
): Promise<LoadedManifests> {
  const { project, diagnostics } = await projectIn(contents, given);
  if (project === undefined) throw new Error(shown(diagnostics).join('\n'));
  return loadManifests({ project, files: memoryFiles(absolute(contents)), schemas, to: given.to });
}

/** One manifest file, migrations/0001.yaml; its findings as text. */
export async function findingsOf(text: MemoryFile, given: Given = {}): Promise<string[]> {
  return shown((await manifestsIn({ 'migrations/0001.yaml': text }, given)).diagnostics);
}

/** `file:line:column code: summary (detail) = help`, as far as present. */
export function shown(diagnostics: readonly Diagnostic[]): string[] {
  return diagnostics.map(({ file, line, column, row, code, summary, detail, help }) => {
    const place = [file, line, column].filter((part) => part !== undefined).join(':');
    const rowText = row === undefined ? '' : ` row ${row}`;
    const rest = `${detail === undefined ? '' : ` (${detail})`}${help === undefined ? '' : ` = ${help}`}`;
    return `${place}${rowText} ${code}: ${summary}${rest}`;
  });
}

/** Makes relative paths absolute below /acme. */
function absolute(contents: Readonly<Record<string, MemoryFile>>): Record<string, MemoryFile> {
  return Object.fromEntries(
    Object.entries({ 'README.md': '# Acme', ...contents }).map(([path, file]) => [
      path.startsWith('/') ? path : `/acme/${path}`,
      file,
    ]),
  );
}
