import { describe, expect, it } from 'vitest';
import { loadManifests } from '../../src/manifest/index.ts';
import type { Files } from '../../src/types/files.ts';
import { projectIn, shown } from './load.ts';
import { memoryFiles, shippedSchemas } from './memory-files.ts';

const TAGS = 'apiVersion: interform/v1\nkind: Tags\n';

function denied(path: string): Error {
  return Object.assign(new Error(`EACCES: permission denied, open '${path}'`), { code: 'EACCES', path });
}

describe('a manifest that nobody may read', () => {
  it('is a finding, and hides none of the others', async () => {
    const contents = {
      '/acme/migrations/0001-a.yaml': `${TAGS}tags: [vip]\n`,
      '/acme/migrations/0002-b.yaml': `${TAGS}tagz: [beta]\n`,
    };
    const disk = memoryFiles(contents);
    const files: Files = {
      ...disk,
      read: (path) => (path.endsWith('0001-a.yaml') ? Promise.reject(denied(path)) : disk.read(path)),
    };
    const { project } = await projectIn({ 'migrations/0001-a.yaml': '' });
    if (project === undefined) throw new Error('there is a project');
    const { diagnostics } = await loadManifests({ project, files, schemas: shippedSchemas() });
    expect(shown(diagnostics)).toEqual([
      expect.stringMatching(/^migrations\/0001-a\.yaml file-error: .*\(permission denied\)/),
      expect.stringMatching(/^migrations\/0002-b\.yaml:3:1 unknown-key/),
    ]);
  });
});
