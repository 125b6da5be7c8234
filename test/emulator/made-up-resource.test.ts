import { describe, expect, it, vi } from 'vitest';
import { createEmulator, parseFaults, parseSeed, SeedError } from '../../src/emulator/index.ts';
import { errorOf, startClient } from './client.ts';

/** The one line that a new resource has outside its folder. */
vi.mock('../../src/emulator/resources/index.ts', async (original) => {
  const { resources } = await original<typeof import('../../src/emulator/resources/index.ts')>();
  const { moods } = await import('./made-up-resource.ts');
  return { resources: [...resources, moods] };
});

const teams = [{ id: '7', name: 'Support' }];

describe('a resource that was made up here and put on the list', () => {
  it('answers, refuses and is unknown before its version', async () => {
    const { send } = startClient();
    expect((await send('POST', '/moods', { name: 'calm' })).body).toEqual({
      type: 'mood',
      id: 1,
      name: 'calm',
      team_ids: [],
      admin_id: '991267466',
    });
    expect((await send('GET', '/moods/1')).body).toMatchObject({ name: 'calm' });
    expect(errorOf(await send('GET', '/moods/2')).message).toBe('Mood Not Found');
    expect(errorOf(await send('POST', '/moods', {})).code).toBe('parameter_invalid');
    const old = await send('POST', '/moods', { name: 'calm' }, { 'Intercom-Version': '2.15' });
    expect(errorOf(old).message).toBe('Resource Not Found');
  });

  it('says by its status what came of a request, with a body or without', async () => {
    const { send, emulator } = startClient();
    const made = await send('POST', '/moods', { name: 'calm' });
    expect(made).toMatchObject({ status: 201, body: { id: 1, name: 'calm' } });
    expect(await send('POST', '/moods/1/share')).toMatchObject({ status: 202, body: {} });
    expect(await send('DELETE', '/moods/1')).toMatchObject({ status: 204, body: {} });
    expect(await send('DELETE', '/moods/1')).toMatchObject({ status: 404 });
    expect(emulator.requests.map(({ status }) => status)).toEqual([201, 202, 204, 404]);
    expect(emulator.foreign('POST', '/moods', { name: 'wild' }).status).toBe(201);
    expect(emulator.foreign('DELETE', '/moods/1')).toEqual({ status: 204, body: null });
  });

  it('says so over HTTP, where a 204 has no body even under a fault that gives it one', async () => {
    const { emulator } = startClient({ faults: parseFaults('html/1') });
    const { url, close } = await emulator.listen();
    for (const fetch of [emulator.fetch, globalThis.fetch]) {
      emulator.foreign('POST', '/moods', { name: 'calm' });
      const headers = { Authorization: 'Bearer ada-token' };
      const gone = await fetch(`${url}/moods/1`, { method: 'DELETE', headers });
      expect([gone.status, await gone.text()]).toEqual([204, '']);
    }
    await close();
  });

  it('has a switch of its own, which is turned as all others are', async () => {
    const { send } = startClient({ faults: parseFaults('mood-limit=1') });
    expect((await send('POST', '/moods', { name: 'calm' })).status).toBe(201);
    expect(errorOf(await send('POST', '/moods', { name: 'wild' })).message).toBe('There are 1 moods');
    expect(() => parseFaults('mood-limit=few')).toThrow('mood-limit takes a whole number');
    const usual = startClient();
    await usual.send('POST', '/moods', { name: 'calm' });
    expect((await usual.send('POST', '/moods', { name: 'wild' })).status).toBe(201);
  });

  it('suffers the faults that strike writes', async () => {
    const { send, emulator } = startClient({
      faults: { seed: 1, faults: [{ name: '500-after', when: { only: 1 } }] },
    });
    expect((await send('GET', '/moods')).status).toBe(200);
    expect((await send('POST', '/moods', { name: 'calm' })).status).toBe(500);
    expect(emulator.state.records('moods')).toMatchObject([{ name: 'calm' }]);
  });

  it('has a part of the seed, which refers to others and can be pasted from an answer', async () => {
    const seed = parseSeed({ teams, moods: [{ name: 'calm', teams: ['Support'] }, { name: 'wild' }] });
    const { body } = await startClient({ seed }).send('GET', '/moods');
    expect(body.data).toMatchObject([
      { id: 1, name: 'calm', team_ids: ['7'] },
      { id: 2, name: 'wild', team_ids: [] },
    ]);
    const again = startClient({ seed: parseSeed({ teams, moods: body.data }) });
    expect((await again.send('GET', '/moods')).body).toEqual(body);
  });

  it.each([
    [{ moods: {} }, 'moods: must be a list, not an object'],
    [{ moods: [{}] }, 'moods[0].name: is missing'],
    [
      { moods: [{ name: 'a', team: 1 }] },
      'moods[0].team: is not known here; known are name, teams, team_ids',
    ],
    [{ moods: [{ name: 'a' }, { name: 'a' }] }, 'moods[1].name: "a" is that of moods[0] already'],
    [{ teams, moods: [{ name: 'a', teams: ['Sales'] }] }, 'moods[0].teams: no team "Sales"'],
    [{ mood: [] }, expect.stringMatching(/^mood: is not known here; known are app, .*, moods$/)],
  ])('has its seed checked: %j', (json, problem) => {
    const problems = (): unknown => {
      try {
        return parseSeed(json);
      } catch (error) {
        if (!(error instanceof SeedError)) throw error;
        return error.problems.map(({ path, message }) => `${path}: ${message}`);
      }
    };
    expect(problems()).toEqual([problem]);
  });

  it('shows its records beside those of the others, each workspace its own', () => {
    const one = createEmulator({ seed: parseSeed({ moods: [{ name: 'calm' }] }) });
    const two = createEmulator();
    two.foreign('POST', '/moods', { name: 'wild' });
    expect(one.state.resources).toContain('moods');
    expect(one.state.records('moods')).toMatchObject([{ id: 1, name: 'calm' }]);
    expect(two.state.records('moods')).toMatchObject([{ id: 1, name: 'wild' }]);
    expect(one.state.records('tags')).toEqual([]);
  });
});
