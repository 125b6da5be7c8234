import { afterEach, describe, expect, it } from 'vitest';
import { BUG, LIVE_BUG, manifest, openTickets, type TicketProject } from './tickets.ts';

let project: TicketProject;

afterEach(() => project.close());

/** `code address` of what validate finds wrong, without a network. */
async function offline(text: string): Promise<readonly string[]> {
  project = await openTickets();
  project.write('tickets.yaml', text);
  const { exit, out } = await project.validate('--json');
  const { diagnostics } = JSON.parse(out) as { diagnostics: { code: string; address?: string }[] };
  expect(exit).toBe(diagnostics.length === 0 ? 0 : 1);
  return diagnostics.map(({ code, address }) => `${code} ${address?.replace('ticket_type/', '')}`);
}

const ofSeverity = (...lines: readonly string[]) =>
  manifest('Bug report:', '  attributes:', ...lines.map((line) => `    ${line}`));

describe('validate', () => {
  it('refuses an option with a comma, and says why', async () => {
    const text = BUG.replace('[Low, High]', '[Low, "High, or so"]');
    expect(await offline(text)).toEqual(['option-with-comma Bug%20report/Severity']);
    const { err } = await project.validate();
    expect(err).toContain('an option of Severity holds a comma');
    expect(err.replace(/\s+/g, ' ')).toContain(
      'as one text with commas between them, so it would become 2 options',
    );
    expect(err).toContain('tickets.yaml:9:');
  });

  it('refuses options that would not be read back as they are', async () => {
    const options = '[" Low", "High ", Low, Low, "a\\u200bb"]';
    expect(await offline(ofSeverity(`Severity: { type: list, options: ${options} }`))).toEqual([
      'option-label Bug%20report/Severity',
      'option-label Bug%20report/Severity',
      'duplicate-option Bug%20report/Severity',
      expect.stringMatching(/ Bug%20report\/Severity$/),
    ]);
  });

  it('refuses names that nobody can tell apart', async () => {
    const text = manifest('" Bug": { category: Tracker }', 'Tracker: {}', 'tracker: {}');
    expect(await offline(text)).toEqual(['ticket-type-name %20Bug', 'ticket-type-name-case tracker']);
    await project.close();
    expect(await offline(ofSeverity('Severity: { type: string }', 'severity: { type: string }'))).toEqual([
      'ticket-type-name-case Bug%20report/severity',
    ]);
  });

  it('refuses an attribute without a type, and fields of another type', async () => {
    const text = ofSeverity(
      'None: { description: What is it }',
      'Text: { type: string, options: [a], allow_multiple_values: true }',
      'Files: { type: files, multiline: true }',
      'List: { type: list, options: [] }',
    );
    expect(await offline(text)).toEqual([
      'missing-type Bug%20report/None',
      'field-of-another-type Bug%20report/Text',
      'field-of-another-type Bug%20report/Text',
      'field-of-another-type Bug%20report/Files',
      'too-few-options Bug%20report/List',
    ]);
  });

  it('knows the attributes that come with every type', async () => {
    const text = ofSeverity(
      '_default_title_: { archived: true, description: In a few words }',
      '_default_description_: { type: list, options: [a, b] }',
    );
    expect(await offline(text)).toEqual([
      'default-attribute Bug%20report/_default_title_',
      'default-attribute Bug%20report/_default_description_',
      'default-attribute Bug%20report/_default_description_',
    ]);
  });
});

describe('a plan', () => {
  async function refused(text: string): Promise<readonly string[]> {
    project.write('tickets.yaml', text);
    const { diagnostics, changes } = await project.planned();
    expect([...changes]).toEqual([]);
    return diagnostics.map(({ code, address, detail }) => `${code} ${address}: ${detail}`);
  }

  it('does not guess which of several of one name is meant', async () => {
    const [bug] = LIVE_BUG.ticket_types ?? [];
    project = await openTickets({
      ticket_types: [
        { ...bug, id: '70', name: 'Bug report', created_at: 1_700_000_000 },
        { id: '71', name: 'Bug report', created_at: 1_700_000_000 },
      ],
    });
    expect(await refused(BUG)).toEqual([
      'ticket-type-twice ticket_type/Bug%20report: a ticket type is declared, and it may be 70 (made 2023-11-14) or 71 (made 2023-11-14)',
    ]);
    // Which of them is archived is meant by nobody.
    project.foreign('PUT', '/ticket_types/71', { archived: true });
    expect(await refused(BUG)).toEqual([]);
    project.foreign('POST', '/ticket_types/70/attributes', {
      ...{ name: 'Steps', description: '', data_type: 'string' },
    });
    expect(await refused(BUG)).toEqual([
      expect.stringMatching(
        /^ticket-type-twice ticket_type\/Bug%20report\/Steps: an attribute .* may be 172 .* or 177 /,
      ),
    ]);
  });

  it('does not make what differs from a live one in case only', async () => {
    project = await openTickets(LIVE_BUG);
    expect(await refused(BUG.replace('Bug report', 'Bug Report'))).toEqual([
      'ticket-type-name-case ticket_type/Bug%20Report: it is live as 70',
    ]);
    expect(await refused(BUG.replace('Severity', 'severity'))).toEqual([
      'ticket-type-name-case ticket_type/Bug%20report/severity: it is live as 171',
    ]);
  });

  it('does not change the type of an attribute', async () => {
    project = await openTickets(LIVE_BUG);
    expect(await refused(BUG.replace('type: string, multiline: true', 'type: files'))).toEqual([
      'attribute-type ticket_type/Bug%20report/Steps: live is string, declared is files',
    ]);
  });

  it('makes no list without options', async () => {
    project = await openTickets(LIVE_BUG);
    expect(await refused(ofSeverity('Impact: { type: list }'))).toEqual([
      'too-few-options ticket_type/Bug%20report/Impact: it is not live, and a list is created with its options',
    ]);
  });

  it('makes nothing that is declared archived', async () => {
    project = await openTickets(LIVE_BUG);
    const feature = ['Feature: { archived: true, attributes: { A: { type: string } } }'];
    const gone = ofSeverity('Gone: { type: string, archived: true }').split('ticket_types:\n')[1];
    expect(await refused(`${manifest(...feature)}${gone}`)).toEqual([]);
  });
});
