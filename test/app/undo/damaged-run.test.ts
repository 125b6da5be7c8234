import { afterEach, expect, it } from 'vitest';
import { makeUndoPlan } from '../../../src/app/undo/plan-undo.ts';
import { clearDesks, setUpDesk } from '../../store/desk.ts';

afterEach(clearDesks);

const PEOPLE = `apiVersion: interform/v1
kind: ContactSet
name: visitors
defaults: { role: lead }
contacts: [{ email: grace@acme.test }, { email: eve@acme.test }]
`;

it.each([
  ['is gone', () => []],
  ['was cut off', (lines: string[]) => lines.slice(0, 4)],
  ['has a line that is no JSON', (lines: string[]) => lines.map((line, n) => (n === 3 ? '{"t":' : line))],
])('does not say that nothing is left to take back where the journal %s', async (_, damage) => {
  const ada = await setUpDesk(0, { 'migrations/people.yaml': PEOPLE });
  await ada.apply();
  const whole = await makeUndoPlan('last', ada.planning, ada.process().ports);
  expect(whole.plan?.changes).toHaveLength(2);
  for (const [run, lines] of ada.store.journals) ada.store.journals.set(run, damage(lines));
  const { plan, diagnostics } = await makeUndoPlan('last', ada.planning, ada.process().ports);
  expect(plan).toBeUndefined();
  expect(diagnostics).toMatchObject([{ code: 'store-damaged', severity: 'error' }]);
});
