import { afterEach, expect, it } from 'vitest';
import { history } from '../../../src/app/history/history.ts';
import { clearDesks, setUpDesk } from '../../store/desk.ts';

afterEach(clearDesks);

const LAG = 240_000;
const PEOPLE = `apiVersion: interform/v1
kind: ContactSet
name: visitors
defaults: { role: lead }
contacts: [{ email: ada@acme.test }, { email: eve@acme.test }]
`;

it('a lead that a killed run created and that search shows by now was created by that run', async () => {
  const desk = await setUpDesk(LAG, { 'migrations/people.yaml': PEOPLE });
  // Both arrive, and neither gets an answer.
  const { ports, killed } = desk.process(1);
  desk.loses = ({ url }) => url.endsWith('/contacts');
  await Promise.race([desk.apply(ports), killed]);
  desk.loses = () => false;
  desk.store.locks.clear();
  await new Promise((resolve) => setImmediate(resolve));
  const live = desk.emulator.state.liveContacts().map(({ id }) => id);
  expect(live).toHaveLength(2);
  desk.nowMs += LAG * 2;
  for (let time = 0; time < 2; time += 1) {
    expect(await desk.apply()).toMatchObject({ exit: 0, results: [] });
    desk.nowMs += 301_000;
  }
  const { fetch: _, ...offline } = desk.process().ports;
  const options = { project: desk.folder, limit: 20, resolutions: [], lockTimeoutMs: 0 };
  const { document } = await history({ ...options }, offline);
  const first = document?.runs.at(-1)?.id ?? '';
  const told = await history({ ...options, run: first }, offline);
  const settled = told.document?.changes?.flatMap(({ requests }) =>
    requests.flatMap((one) => one.settled ?? []),
  );
  expect(settled?.map(({ state, id }) => `${state} ${id}`).sort()).toEqual(
    live.map((id) => `done ${id}`).sort(),
  );
});
