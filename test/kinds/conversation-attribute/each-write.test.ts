import { describe, expect, it } from 'vitest';
import type { EmulatorSeed } from '../../../src/emulator/index.ts';
import type { Json, JsonObject } from '../../../src/types/json.ts';
import { FAULTS, type FaultName, strikingFirst } from '../../faults/one-write.ts';
import { ask } from '../../properties/configuration-worlds.ts';
import { inWorld } from '../../properties/opened-world.ts';

const LIST = '/conversations/attributes';

interface WriteCase {
  readonly live?: NonNullable<EmulatorSeed['conversation_attributes']>[number];
  readonly declared: JsonObject;
  readonly write: RegExp;
  /** Active labels, or what the description is in the end; undefined where none is left. */
  readonly left: readonly string[] | string | undefined;
}

const list = { name: 'Root cause', data_type: 'list', options: ['Bug', 'HowTo', 'Spam'] } as const;
const option = '[^/]+/options/[^/]+$';

const WRITES: Readonly<Record<string, WriteCase>> = {
  'creating one': {
    declared: { type: 'list', options: ['Bug', 'Question'] },
    write: /^POST \/conversations\/attributes$/,
    left: ['Bug', 'Question'],
  },
  'updating one': {
    live: { name: 'Root cause', data_type: 'string' },
    declared: { type: 'string', description: 'Why they wrote' },
    write: /^PUT \/conversations\/attributes\/\d+$/,
    left: 'Why they wrote',
  },
  'renaming an option': {
    live: list,
    declared: { type: 'list', options: ['Bug', { label: 'How-to', was: ['HowTo'] }, 'Spam'] },
    write: new RegExp(`^PUT ${LIST}/${option}`),
    left: ['Bug', 'How-to', 'Spam'],
  },
  'adding an option': {
    live: list,
    declared: { type: 'list', options: ['Bug', 'HowTo', 'Spam', 'Question'] },
    write: /^POST .*\/options$/,
    left: ['Bug', 'HowTo', 'Question', 'Spam'],
  },
  'dropping an option': {
    live: list,
    declared: { type: 'list', options: ['Bug', 'HowTo'] },
    write: new RegExp(`^DELETE ${LIST}/${option}`),
    left: ['Bug', 'HowTo'],
  },
  'archiving one': {
    live: list,
    declared: { type: 'list', archived: true },
    write: /^DELETE \/conversations\/attributes\/\d+$/,
    left: undefined,
  },
};

const DELETES = { 'dropping an option': true, 'archiving one': true };

interface Shown extends JsonObject {
  readonly archived: boolean;
  readonly description: string;
  readonly options: readonly { readonly label: string; readonly archived: boolean }[];
}

function left(rows: Json | undefined): readonly string[] | string | undefined {
  const active = (rows as unknown as readonly Shown[]).filter(({ archived }) => !archived);
  expect(active.length).toBeLessThan(2);
  const [one] = active;
  if (one?.['data_type'] !== 'list') return one?.description;
  return one.options
    .filter(({ archived }) => !archived)
    .map(({ label }) => label)
    .sort();
}

describe('a fault at one write about a conversation attribute', () => {
  for (const [what, { live, declared, write, left: wanted }] of Object.entries(WRITES)) {
    it.each(Object.keys(FAULTS) as FaultName[])(`${what}: %s`, async (fault) => {
      const head = { apiVersion: 'interform/v1', kind: 'ConversationAttributes' };
      const world = {
        seed: live === undefined ? {} : { conversation_attributes: [live] },
        documents: [{ head, map: { key: 'attributes', entries: { 'Root cause': declared } } }],
        ...{ files: 1, indexLagMs: 0 },
      };
      await inWorld(world, {}, async (opened) => {
        const strike = strikingFirst(write, fault);
        opened.setBetween(strike.between);
        const applied = await opened.apply();
        expect(strike.struck()).toBe(1);
        const [{ outcome, reason } = { outcome: '', reason: undefined }] = applied?.result.results ?? [];
        // The description says that a DELETE answers the attribute, so one that answers nothing proves nothing (law 11).
        if (what in DELETES && fault.startsWith('an empty 200')) {
          expect(outcome).toBe('failed');
          expect(reason).toContain('cannot read the answer');
          await opened.apply();
        } else {
          expect(outcome).toMatch(/^(?:done|already)$/);
          expect(applied?.result.exit).toBe(0);
        }
        expect(left(ask(opened.emulator, 'GET', `${LIST}?include_archived=true`)['data'])).toEqual(wanted);
        expect([...((await opened.plan()).plan?.changes ?? ['no plan'])]).toEqual([]);
      });
    });
  }
});
