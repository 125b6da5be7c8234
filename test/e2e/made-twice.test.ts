import { afterEach, describe, expect, it } from 'vitest';
import { Apply } from '../../src/commands/apply.ts';
import type { EmulatorSeed } from '../../src/emulator/index.ts';
import type { Json } from '../../src/types/json.ts';
import type { ResultDocument } from '../../src/types/result.ts';
import { openProject, type Project } from '../approval/project.ts';
import { fakeTerminal, runCommand } from '../commands/fake-terminal.ts';
import { serveWithFaults } from '../commands/faulty-server.ts';

let project: Project;

afterEach(() => project.close());

/** An apply beside which another one sends each write of `meanwhile` just before it. */
async function applied(
  { seed, manifest }: { readonly seed: EmulatorSeed; readonly manifest: string },
  meanwhile: (path: string, body: Json) => boolean,
  isListed: () => boolean = () => true,
): Promise<ResultDocument> {
  project = await openProject({ seed });
  project.write('0001.yaml', `apiVersion: interform/v1\n${manifest}`);
  let wrote = false;
  const server = await serveWithFaults(project.emulator, ({ method, url, body, writes }, response) => {
    if (writes && meanwhile(url, JSON.parse(body) as Json)) {
      project.emulator.foreign(method, url, JSON.parse(body));
      wrote = true;
      return undefined;
    }
    if (!wrote || isListed()) return undefined;
    response.writeHead(403, { 'content-type': 'application/json' }).end('{"type":"error.list","errors":[]}');
    return true;
  });
  try {
    const env = { INTERCOM_ACCESS_TOKEN: 'of-ada', INTERCOM_BASE_URL: server.url };
    const terminal = fakeTerminal({ cwd: project.folder, env });
    return JSON.parse(
      (await runCommand(Apply, ['--auto-approve', '--json'], terminal)).out,
    ) as ResultDocument;
  } finally {
    await server.close();
  }
}

const CREATE = {
  seed: {},
  manifest: 'kind: ConversationAttributes\nattributes:\n  Cause: { type: list, options: [Bug, How] }\n',
};

describe('two applies at once', () => {
  it('that made one conversation attribute each are told of both', async () => {
    const { exit, diagnostics } = await applied(CREATE, () => true);
    expect(exit).toBe(0);
    expect(diagnostics).toMatchObject([
      {
        code: 'conversation-attribute-twice',
        severity: 'warning',
        address: 'conversation_attribute/Cause',
        summary: '2 live conversation attributes are called Cause',
        detail: expect.stringMatching(/^1 \(list, .*\), 2 \(list, .*\); /),
        help: 'archive or rename all but one of them in Intercom',
      },
    ]);
  });

  it('that added one option each are told of both', async () => {
    const { exit, diagnostics } = await applied(
      {
        seed: {
          conversation_attributes: [{ name: 'Cause', data_type: 'list', options: ['Bug', 'How'] }],
        },
        manifest:
          'kind: ConversationAttributes\nattributes:\n  Cause: { type: list, options: [Bug, How, Spam] }\n',
      },
      () => true,
    );
    expect(exit).toBe(0);
    expect(diagnostics).toMatchObject([
      {
        code: 'live-option-twice',
        severity: 'warning',
        address: 'conversation_attribute/Cause',
        detail: expect.stringMatching(/^"Spam" is option \S+ and option \S+$/),
      },
    ]);
  });

  it('that made one ticket type, and one attribute of it, each are told of both', async () => {
    const { diagnostics } = await applied(
      {
        seed: { ticket_types: [{ id: '70', name: 'Bug' }] },
        manifest:
          'kind: TicketTypes\nticket_types:\n  Idea: {}\n  Bug: { attributes: { Steps: { type: string } } }\n',
      },
      () => true,
    );
    expect(diagnostics.map(({ code, severity, address }) => [code, severity, address])).toEqual([
      ['ticket-type-twice', 'warning', 'ticket_type/Idea'],
      ['ticket-type-twice', 'warning', 'ticket_type/Bug/Steps'],
    ]);
  });

  it('are told where nobody could look', async () => {
    const { exit, diagnostics } = await applied(
      CREATE,
      () => true,
      () => false,
    );
    expect(exit).toBe(0);
    expect(diagnostics.map(({ code, severity }) => [code, severity])).toEqual([
      ['created-not-listed', 'warning'],
    ]);
  });
});

describe('an apply alone', () => {
  it('says nothing, and looks only where it created something', async () => {
    const { diagnostics } = await applied(CREATE, () => false);
    expect(diagnostics).toEqual([]);
    const lists = () =>
      project.emulator.requests.filter(
        ({ method, path }) => method === 'GET' && path.startsWith('/conversations/attributes'),
      ).length;
    const before = lists();
    project.write(
      '0001.yaml',
      'apiVersion: interform/v1\nkind: ConversationAttributes\nattributes:\n  Cause: { type: list, description: Why }\n',
    );
    await project.apply();
    expect(lists() - before).toBe(2);
  });
});
