import { describe, expect, it } from 'vitest';
import { parseSeed, SeedError } from '../../src/emulator/index.ts';
import { errorOf, startClient } from './client.ts';

const seed = parseSeed({
  admins: [
    { id: '991', email: 'jane@acme.test' },
    { id: '992', email: 'joe@acme.test' },
  ],
  teams: [{ name: 'Sales' }, { id: '814865', name: 'Support', admin_ids: [991, '992'] }, { name: 'Sales' }],
});

describe('teams', () => {
  it('are listed as seeded, those without an id under one of their own', async () => {
    const { send } = startClient({ seed });
    const { body } = await send('GET', '/teams');
    expect(body).toEqual({
      type: 'team.list',
      teams: [
        { type: 'team', id: '814866', name: 'Sales', admin_ids: [], distribution_method: null },
        { type: 'team', id: '814865', name: 'Support', admin_ids: [991, 992], distribution_method: null },
        { type: 'team', id: '814867', name: 'Sales', admin_ids: [], distribution_method: null },
      ],
    });
    expect((await startClient().send('GET', '/teams')).body).toEqual({ type: 'team.list', teams: [] });
  });

  it('are read by id; an unknown one is refused', async () => {
    const { send } = startClient({ seed });
    expect((await send('GET', '/teams/814865')).body).toMatchObject({ id: '814865', name: 'Support' });
    const reply = await send('GET', '/teams/5');
    expect(reply.status).toBe(404);
    expect(errorOf(reply)).toEqual({ code: 'team_not_found', message: 'Team not found' });
  });

  it('are what their admins are shown to be in', async () => {
    const { send } = startClient({ seed });
    expect((await send('GET', '/admins/992')).body).toMatchObject({ team_ids: [814865] });
  });

  it('can be pasted from an answer', async () => {
    const one = startClient({ seed });
    const { teams } = (await one.send('GET', '/teams')).body;
    const two = startClient({ seed: parseSeed({ admins: seed.admins, teams }) });
    expect((await two.send('GET', '/teams')).body).toEqual({ type: 'team.list', teams });
  });

  it('have ids of their own, and admins that the seed holds', () => {
    const problems = () =>
      parseSeed({
        admins: [{ id: '991', email: 'jane@acme.test' }],
        teams: [
          { id: '1', name: 'Support', admin_ids: ['991', 7] },
          { id: '1', name: 'Sales' },
        ],
      });
    expect(problems).toThrow(SeedError);
    expect(problems).toThrow(
      /teams\[1\]\.id: "1" is that of teams\[0\] already\nteams\[0\]\.admin_ids\[1\]: no admin "7" in admins/,
    );
  });
});
