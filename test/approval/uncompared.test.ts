import { afterEach, describe, expect, it } from 'vitest';
import type { PlanDocument } from '../../src/types/plan.ts';
import { serveWithFaults } from '../commands/faulty-server.ts';
import { contactSet, openProject, type Project } from './project.ts';

const TICKETS = `apiVersion: interform/v1
kind: TicketTypes
ticket_types:
  Bug report: { category: Tracker }
`;
const NOT_ALL = 'Not all that is declared was compared.';
const REFUSAL = JSON.stringify({ type: 'error.list', errors: [{ code: 'forbidden', message: 'no' }] });

let project: Project;

afterEach(() => project.close());

/** Takes a snapshot with a token that may read everything but this path. */
async function takenWithout(path: string): Promise<void> {
  const server = await serveWithFaults(project.emulator, ({ url }, response) => {
    if (!url.includes(path)) return undefined;
    response.writeHead(403, { 'content-type': 'application/json' }).end(REFUSAL);
    return true;
  });
  try {
    await project.snapshot(['--out', 'live.json'], { INTERCOM_BASE_URL: server.url });
  } finally {
    await server.close();
  }
}

describe('what a snapshot does not hold', () => {
  it('is an error where the token could not read it, which says what it needs', async () => {
    project = await openProject({ seed: { tags: ['VIP'] } });
    project.write('tickets.yaml', TICKETS);
    await takenWithout('/ticket_types');
    const { exit, out } = await project.offline('--snapshot', 'live.json', '--json');
    const { diagnostics, changes } = JSON.parse(out) as PlanDocument;
    expect([...changes]).toEqual([]);
    expect(exit).toBe(1);
    expect(diagnostics).toContainEqual({
      code: 'snapshot-part-not-read',
      severity: 'error',
      summary: 'ticket types were not compared: they were not read when the snapshot was taken',
      detail: '1 ticket type; Intercom does not let this token read them',
      help: 'allow the app to read ticket types in the Developer Hub, and take a new one with interform snapshot --out FILE',
    });
    const shown = await project.offline('--snapshot', 'live.json');
    expect(shown.out).not.toContain('No changes');
    expect(shown.out).toContain(NOT_ALL);
  });

  it('names every permission that a kind needs', async () => {
    project = await openProject();
    project.write(
      'attributes.yaml',
      'apiVersion: interform/v1\nkind: ConversationAttributes\nattributes:\n  Cause: { type: string }\n',
    );
    await takenWithout('/conversations/attributes');
    const { err } = await project.offline('--snapshot', 'live.json');
    expect(err.replaceAll(/\s+/g, ' ')).toContain(
      'allow the app to read conversation attributes and read teams in the Developer Hub',
    );
  });

  it('is no match where an older version did not know it', async () => {
    project = await openProject();
    project.write('tickets.yaml', TICKETS);
    await project.snapshot(['--out', 'live.json']);
    const { ticket_types: _, ...older } = JSON.parse(project.read('live.json')) as Record<string, unknown>;
    project.write('live.json', JSON.stringify(older));
    const { exit, out, err } = await project.offline('--snapshot', 'live.json');
    expect(exit).toBe(0);
    expect(err).toContain('not-compared');
    expect(out).not.toContain('No changes');
    expect(out).toContain(NOT_ALL);
  });

  it('is no match for people', async () => {
    project = await openProject();
    project.write('set.yaml', contactSet(['external_id: customer-9001']));
    await project.snapshot(['--out', 'live.json']);
    const { exit, out } = await project.offline('--snapshot', 'live.json');
    expect(exit).toBe(0);
    expect(out).toContain(NOT_ALL);
    expect(out).not.toContain('No changes');
  });

  it('is a match where all was compared', async () => {
    project = await openProject({ seed: { tags: ['VIP'] } });
    project.write('tags.yaml', 'apiVersion: interform/v1\nkind: Tags\ntags: [VIP]\n');
    await takenWithout('/ticket_types');
    const { exit, out } = await project.offline('--snapshot', 'live.json');
    expect(exit).toBe(0);
    expect(out).toContain('No changes. Workspace Acme matches the manifests.');
  });
});
