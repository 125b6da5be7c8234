import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { Pull } from '../../src/commands/pull.ts';
import type { EmulatorSeed } from '../../src/emulator/index.ts';
import type { PlanDocument } from '../../src/types/plan.ts';
import { openProject, outcomes, type Project } from '../approval/project.ts';
import { fakeTerminal, runCommand } from '../commands/fake-terminal.ts';

/** One name in four and in five code points. */
const [COMPOSED, DECOMPOSED] = ['Café', 'Cafe\u0301'];

interface NamedKind {
  readonly code: string;
  readonly manifest: (...names: readonly string[]) => string;
  readonly seed: (...names: readonly string[]) => EmulatorSeed;
  /** Makes one of this name in the workspace. */
  readonly make: (of: Project, name: string) => void;
}

const head = (kind: string, list: string) => `apiVersion: interform/v1\nkind: ${kind}\n${list}:\n`;
const text = (names: readonly string[]) => names.map((name) => `  ${name}: { type: string }\n`).join('');

const KINDS: Readonly<Record<string, NamedKind>> = {
  'a data attribute': {
    code: 'attribute-name-case',
    manifest: (...names) => `${head('DataAttributes', 'model: contact\nattributes')}${text(names)}`,
    seed: (...names) => ({
      attributes: names.map((name) => ({ model: 'contact', name, data_type: 'string' })),
    }),
    make: ({ emulator }, name) =>
      void emulator.foreign('POST', '/data_attributes', { model: 'contact', name, data_type: 'string' }),
  },
  'a conversation attribute': {
    code: 'conversation-attribute-name-case',
    manifest: (...names) => `${head('ConversationAttributes', 'attributes')}${text(names)}`,
    seed: (...names) => ({
      conversation_attributes: names.map((name) => ({ name, data_type: 'string' })),
    }),
    make: ({ emulator }, name) =>
      void emulator.foreign('POST', '/conversations/attributes', { name, data_type: 'string' }),
  },
  'a ticket type': {
    code: 'ticket-type-name-case',
    manifest: (...names) =>
      `${head('TicketTypes', 'ticket_types')}${names.map((name) => `  ${name}: { category: Customer }\n`).join('')}`,
    seed: (...names) => ({ ticket_types: names.map((name) => ({ name })) }),
    make: ({ emulator }, name) => void emulator.foreign('POST', '/ticket_types', { name }),
  },
};

let project: Project;

afterEach(() => project.close());

async function codesOf(of: Project, command: 'validate' | 'plan'): Promise<readonly string[]> {
  const { diagnostics } = JSON.parse((await of[command]('--json')).out) as PlanDocument;
  return diagnostics.map(({ code, severity }) => `${severity} ${code}`);
}

describe.each(Object.entries(KINDS))('the name of %s', (_, { code, manifest, seed, make }) => {
  it.each([
    ['case', 'Plan B', 'plan b', 'in case only'],
    ['Unicode form', COMPOSED, DECOMPOSED, 'in Unicode form only'],
    ['both', COMPOSED, DECOMPOSED.toUpperCase(), 'in case and Unicode form only'],
  ])('is not declared beside one that differs in %s only', async (_what, name, other, words) => {
    project = await openProject();
    project.write('0001.yaml', manifest(name, other));
    const { out } = await project.validate('--json');
    const { diagnostics } = JSON.parse(out) as PlanDocument;
    expect(diagnostics.map((one) => one.code)).toEqual([code]);
    expect(diagnostics[0]?.summary).toContain(words);
  });

  it.each([
    ['plan b', 'Plan B'],
    [COMPOSED, DECOMPOSED],
    [DECOMPOSED, COMPOSED],
  ])('is not created, and not pulled, beside a live one: %s and %s', async (name, live) => {
    project = await openProject({ seed: seed(live) });
    project.write('0001.yaml', manifest(name));
    expect(await codesOf(project, 'plan')).toEqual([`error ${code}`]);
    const { exit, err } = await runCommand(
      Pull,
      [],
      fakeTerminal({
        cwd: project.folder,
        env: { INTERCOM_ACCESS_TOKEN: 'of-ada', INTERCOM_BASE_URL: project.url },
      }),
    );
    expect(exit).toBe(0);
    expect(err).toContain('it differs from');
    expect(project.read('0001.yaml')).toBe(manifest(name));
  });

  it('is not created beside one that was made since the plan', async () => {
    project = await openProject();
    project.write('0001.yaml', manifest('Plan B'));
    const saved = join(project.folder, 'plan.jsonl');
    await project.plan('--out', saved);
    make(project, 'plan b');
    expect(outcomes(await project.result(saved)).join('\n')).toMatch(
      /^\S+ stale: one whose name differs in case only exists by now: "plan b" \(\d+\)$/,
    );
    expect(project.writes()).toEqual([]);
  });
});

describe('a live name beside which another differs in case only', () => {
  it.each(['a conversation attribute', 'a ticket type'])('is told of, and planned: %s', async (what) => {
    const kind = KINDS[what];
    if (kind === undefined) throw new Error(what);
    project = await openProject({ seed: kind.seed('Plan B', 'plan b') });
    project.write('0001.yaml', kind.manifest('Plan B').replace(/: \{ /, ': { description: New, '));
    expect(await codesOf(project, 'plan')).toEqual([`warning ${kind.code}`]);
    expect((await project.apply()).exit).toBe(0);
    expect(project.writes()).toHaveLength(1);
  });
});
