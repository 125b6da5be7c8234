import { describe, expect, it } from 'vitest';
import { type GetCall, listKey, type PageCall } from '../../src/types/wire-call.ts';
import { clientOver, contact, json } from './client-under-test.ts';

/** The Intercom-Version of everything that was sent. */
const versions = (sent: readonly { readonly headers: Readonly<Record<string, string>> }[]) =>
  sent.map(({ headers }) => headers['intercom-version']);

const JOB: GetCall<string> = {
  path: '/contacts/bulk/job_v2_1',
  version: '2.17',
  read: () => 'running',
};

describe('the version of one call', () => {
  it('goes out with a read that names one, and the usual one with the next', async () => {
    const { client, sent } = clientOver(() => json({ id: 'job_v2_1' }));
    await client.get(JOB);
    await client.find({ ...JOB, version: undefined });
    expect(versions(sent)).toEqual(['2.17', '2.16']);
  });

  it('goes out with every page of a list', async () => {
    const { client, sent } = clientOver((_request, count) => json({ data: [contact(String(count))] }));
    const page = (cursor: string | undefined): PageCall<{ readonly id: string }> => ({
      path: `/contacts/deleted?page=${cursor ?? 1}`,
      version: '2.17',
      names: ['data'],
      row: () => ({ id: cursor ?? '1' }),
      next: () => (cursor === undefined ? '2' : undefined),
    });
    expect(await client.list(page)).toHaveLength(2);
    expect(versions(sent)).toEqual(['2.17', '2.17']);
  });

  it('goes out with a write, again after a refusal for the rate limit', async () => {
    const { client, clock, sent } = clientOver((_request, count) =>
      count === 1
        ? json({ type: 'error.list', errors: [{ code: 'rate_limit_exceeded', message: 'slow' }] }, 429)
        : json({ id: 'job_v2_1' }, 202),
    );
    const request = { method: 'POST', path: '/contacts/bulk', body: { contacts: [] } } as const;
    await clock.until(client.send({ ...request, version: '2.17' }, { creates: true }));
    await client.send(request, { creates: true });
    expect(versions(sent)).toEqual(['2.17', '2.17', '2.16']);
  });

  it('tells lists apart that share a path', () => {
    const list = { path: '/contacts/deleted', names: ['data'], row: () => ({ id: '1' }) };
    expect(listKey({ ...list, version: '2.17' })).not.toBe(listKey(list));
  });
});
