import { describe, expect, it } from 'vitest';
import { loadManifests, loadProject } from '../../src/manifest/index.ts';
import type { Files } from '../../src/types/files.ts';
import { projectIn, shown } from './load.ts';
import { memoryFiles, shippedSchemas } from './memory-files.ts';

const LIMIT_BYTES = 16 * 1024 * 1024;
const TAGS = 'apiVersion: interform/v1\nkind: Tags\n';
const HEAD = `${TAGS}tags: [vip]\n`;

/** Text of so many bytes that is quick to parse. */
function sized(head: string, bytes: number): string {
  return `${head}#${'-'.repeat(bytes - head.length - 1)}`;
}

/** Files of a disk that tells sizes, and what was read of it. */
function disk(contents: Readonly<Record<string, string>>) {
  const files = memoryFiles(contents);
  const read: string[] = [];
  const told: Files = {
    ...files,
    size: async (path) => contents[path]?.length,
    read: (path) => {
      read.push(path);
      return files.read(path);
    },
  };
  return { files: told, read };
}

async function manifestsOf(files: Files) {
  const { project } = await projectIn({ 'migrations/0001-a.yaml': '' });
  if (project === undefined) throw new Error('there is a project');
  return loadManifests({ project, files, schemas: shippedSchemas() });
}

describe('a YAML file above 16 MB', () => {
  const contents = {
    '/acme/migrations/0001-a.yaml': sized(HEAD, LIMIT_BYTES + 1),
    '/acme/migrations/0002-b.yaml': `${TAGS}tagz: [beta]\n`,
  };

  it('is refused unread with the advice to use a source, and hides no finding of the others', async () => {
    const { files, read } = disk(contents);
    const { diagnostics } = await manifestsOf(files);
    expect(shown(diagnostics)).toEqual([
      expect.stringMatching(/^migrations\/0001-a\.yaml yaml-too-large: .*16 MB.*17 MB/),
      expect.stringMatching(/^migrations\/0002-b\.yaml:3:1 unknown-key/),
    ]);
    expect(diagnostics[0]?.help).toContain('source:');
    expect(read).not.toContain('/acme/migrations/0001-a.yaml');
  });

  it('is refused unparsed where the disk does not tell its size', async () => {
    const { diagnostics } = await manifestsOf(memoryFiles(contents));
    expect(diagnostics[0]).toMatchObject({ code: 'yaml-too-large', file: 'migrations/0001-a.yaml' });
  });

  it('is refused as the project file', async () => {
    const { files, read } = disk({
      '/acme/interform.yaml': sized('apiVersion: interform/v1\nkind: Project\n', LIMIT_BYTES + 1),
    });
    const { project, diagnostics } = await loadProject({
      folder: '/acme',
      variables: new Map(),
      env: {},
      files,
      schemas: shippedSchemas(),
    });
    expect(project).toBeUndefined();
    expect(diagnostics).toEqual([
      expect.objectContaining({ code: 'yaml-too-large', severity: 'error', file: 'interform.yaml' }),
    ]);
    expect(read).not.toContain('/acme/interform.yaml');
  });
});

describe('a YAML file of 16 MB', () => {
  it('is read', async () => {
    const { files } = disk({ '/acme/migrations/0001-a.yaml': sized(HEAD, LIMIT_BYTES) });
    const { documents, diagnostics } = await manifestsOf(files);
    expect(diagnostics).toEqual([]);
    expect(documents).toHaveLength(1);
  });
});
