import { describe, expect, it } from 'vitest';
import { createKeyedHash } from '../../src/store/keyed-hash.ts';
import { Store } from '../../src/store/store.ts';
import { FACTS_FORMAT, type FactsDocument } from '../../src/types/facts.ts';
import { openFolder, scratchFolder } from './opened-store.ts';

function factsOf(id: string, tool: string): FactsDocument {
  return {
    format: FACTS_FORMAT,
    tool,
    workspace: { id, name: 'Acme', region: 'US' },
    intercom_version: '2.16',
    probed_at: '2026-11-30T16:00:00.000Z',
    facts: [],
  };
}

describe('the facts in a store', () => {
  it('are those of one workspace, and the newest of it', async () => {
    const folder = scratchFolder();
    try {
      const open = async () => {
        const backend = await openFolder(folder.path);
        return new Store(backend, createKeyedHash('', backend.hashKey));
      };
      const store = await open();
      expect(await store.facts('ecahpwf5')).toBeUndefined();
      await store.saveFacts(factsOf('ecahpwf5', '0.1.0'));
      await store.saveFacts(factsOf('ecahpwf5', '0.2.0'));
      await store.close();
      const later = await open();
      expect(await later.facts('ecahpwf5')).toEqual(factsOf('ecahpwf5', '0.2.0'));
      expect(await later.facts('x1y2z3')).toBeUndefined();
      await later.close();
    } finally {
      folder.remove();
    }
  });
});
