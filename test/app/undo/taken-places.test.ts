import { afterEach, describe, expect, it } from 'vitest';
import { clearDesks, setUpDesk } from '../../store/desk.ts';
import { undo } from './undoing-desk.ts';

afterEach(clearDesks);

const LEAD = `apiVersion: interform/v1
kind: ContactSet
name: visitors
defaults: { role: lead }
contacts: [{ email: Ada@acme.test, name: Ada }]
`;

describe.each([0, 120_000])('with search %i ms behind', (lag) => {
  it('brings no archived lead back whose place another lead has taken', async () => {
    const ada = await setUpDesk(lag, { 'migrations/lead.yaml': LEAD });
    await ada.apply();
    expect(await undo(ada)).toMatchObject({ exit: 0, summary: { done: 1 } });
    const archiving = [...ada.store.journals.keys()].at(-1);
    ada.nowMs += 1000;
    // Who is archived is not found, and nothing refuses a second lead.
    expect(await ada.apply()).toMatchObject({ exit: 0, summary: { done: 1 } });

    const again = await undo(ada, archiving);
    expect(again).toMatchObject({ exit: 0, results: [] });
    expect(again.diagnostics).toContainEqual(
      expect.objectContaining({
        code: 'undo-left-alone',
        detail: expect.stringMatching(
          /^lead \S+ holds its email by now, so it would be there twice: contact\//,
        ),
      }),
    );
    expect(ada.doubled()).toEqual([]);
  });

  it('brings it back where nobody has', async () => {
    const ada = await setUpDesk(lag, { 'migrations/lead.yaml': LEAD });
    await ada.apply();
    await undo(ada);
    ada.nowMs += 1000;
    expect(await undo(ada)).toMatchObject({ exit: 0, summary: { done: 1 } });
    expect(ada.emulator.state.liveContacts()).toHaveLength(1);
  });
});
