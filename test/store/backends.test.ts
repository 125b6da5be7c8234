import { afterAll, afterEach, beforeAll, beforeEach, describe } from 'vitest';
import type { Backend } from '../../src/store/backend.ts';
import { describeJournals } from './journal-contract.ts';
import { describeRecords } from './keyv-contract.ts';
import { openFolder, openRedis, scratchFolder } from './opened-store.ts';
import { hasRedis, NEEDS_REDIS, type RedisServer, startRedis } from './redis-server.ts';

describe('a store in a folder', () => {
  let folder: ReturnType<typeof scratchFolder>;
  let backend: Backend;
  beforeEach(async () => {
    folder = scratchFolder();
    backend = await openFolder(folder.path);
  });
  afterEach(async () => {
    await backend.close();
    folder.remove();
  });
  describe('keeps records and', () => describeRecords(() => ({ backend })));
  describe('keeps journals and', () => describeJournals(() => ({ backend })));
});

describe.skipIf(!hasRedis)(`a store in a Redis${NEEDS_REDIS}`, () => {
  let server: RedisServer;
  let backend: Backend;
  let database = 0;
  beforeAll(async () => {
    server = await startRedis(['--databases', '200']);
  });
  afterAll(() => server.stop());
  beforeEach(async () => {
    database += 1;
    backend = await openRedis(`${server.url}/${database}`);
  });
  afterEach(() => backend.close());
  describe('keeps records and', () => describeRecords(() => ({ backend })));
  describe('keeps journals and', () => describeJournals(() => ({ backend })));
});
