import { afterEach, describe, expect, it } from 'vitest';
import { Pull } from '../../src/commands/pull.ts';
import type { EmulatorSeed } from '../../src/emulator/index.ts';
import { openProject, type Project } from '../approval/project.ts';
import { fakeTerminal, runCommand } from '../commands/fake-terminal.ts';

let project: Project;

afterEach(() => project.close());

async function pulled(seed: EmulatorSeed, manifest: string) {
  project = await openProject({ seed });
  project.write('0001.yaml', `apiVersion: interform/v1\n${manifest}`);
  const env = { INTERCOM_ACCESS_TOKEN: 'of-ada', INTERCOM_BASE_URL: project.url };
  const run = () => runCommand(Pull, [], fakeTerminal({ cwd: project.folder, env }));
  const { exit, err, out } = await run();
  return { exit, err, out, text: project.read('0001.yaml'), again: (await run()).out };
}

const option = (label: string) => ({ id: `id-${label.length}-${label.codePointAt(0)}`, label });

describe('a live item that no manifest can hold', () => {
  it.each([
    ['an option with space around it', [' sp ', 'Bug', 'How'], 'cannot be the label of an option'],
    ['an option that reverses text', ['\u202ebug', 'Bug', 'How'], 'U+202E'],
    ['one option alone', ['Bug'], 'needs at least two options'],
    ['a former label beside the new one', ['Bug', 'Fault', 'How'], 'is in use'],
  ])('stays as it is declared, and the rest is pulled: %s', async (_, labels, why) => {
    const declared =
      '  Cause: { type: list, options: [{ label: Fault, was: [Bug] }, How], description: Why }\n';
    const { exit, err, text, again } = await pulled(
      {
        conversation_attributes: [
          { name: 'Cause', data_type: 'list', options: labels.map(option) },
          { name: 'Detail', data_type: 'string', description: 'It broke' },
          { name: 'New', data_type: 'string' },
        ],
      },
      `kind: ConversationAttributes\nattributes:\n${declared}  Detail: { type: string, description: What broke }\n`,
    );
    expect(exit).toBe(0);
    expect(err).toContain('not-pulled');
    expect(err).toContain('conversation_attribute/Cause');
    expect(err).toContain(why);
    expect(text).toContain(declared);
    expect(text).toContain('description: It broke');
    expect(project.read('0002-conversation-attributes.yaml')).toContain('New:');
    expect(again).toContain('Nothing to pull');
  });

  it('stays as it is declared, of data attributes too', async () => {
    const long = 'x'.repeat(256);
    const { exit, err, text } = await pulled(
      {
        attributes: [
          { model: 'contact', name: 'plan', data_type: 'string', options: ['free', long] },
          { model: 'contact', name: 'tier', data_type: 'string', description: 'new' },
        ],
      },
      'kind: DataAttributes\nmodel: contact\nattributes:\n  plan: { type: options, options: [free, pro] }\n  tier: { type: string, description: old }\n',
    );
    expect(exit).toBe(0);
    expect(err).toContain('attribute/contact/plan');
    expect(text).toContain('options: [free, pro]');
    expect(text).toContain('description: new');
  });
});

describe('a team that was deleted', () => {
  it('is said where who sees an attribute is taken out of the manifest', async () => {
    const { exit, err, text } = await pulled(
      {
        teams: [{ id: '1', name: 'Support' }],
        conversation_attributes: [{ name: 'Detail', data_type: 'string', visible_to_team_ids: ['1', '99'] }],
      },
      'kind: ConversationAttributes\nattributes:\n  Detail: { type: string, visible_to: [Support] }\n',
    );
    expect(exit).toBe(0);
    expect(text).not.toContain('visible_to');
    expect(err).toContain('value-taken-out');
    expect(err).toContain('conversation_attribute/Detail');
    expect(err).toContain('visible_to: no one team has the id 99');
  });
});
