import type { Emulator, EmulatorSeed } from '../../../src/emulator/index.ts';
import type { Json, JsonObject } from '../../../src/types/json.ts';
import type { PlanDocument } from '../../../src/types/plan.ts';
import { openProject, type Project } from '../../approval/project.ts';

const HEAD = 'apiVersion: interform/v1\nkind: TicketTypes\nticket_types:\n';

/** A manifest of these lines. */
export function manifest(...lines: readonly string[]): string {
  return `${HEAD}${lines.map((line) => `  ${line}\n`).join('')}`;
}

/** A bug report with a list and a text, as a team would declare it. */
export const BUG = manifest(
  'Bug report:',
  '  category: Customer',
  '  icon: 🐞',
  '  description: Something broke',
  '  attributes:',
  '    Severity: { type: list, options: [Low, High], description: How bad, required_to_create: true }',
  '    Steps: { type: string, multiline: true, visible_to_contacts: false }',
);

/** The same, live. */
export const LIVE_BUG: EmulatorSeed = {
  ticket_types: [
    {
      id: '70',
      name: 'Bug report',
      icon: '🐞',
      description: 'Something broke',
      ticket_type_attributes: {
        data: [
          {
            ...{ id: '171', name: 'Severity', data_type: 'list', description: 'How bad' },
            ...{ required_to_create: true, input_options: { list_options: ['Low', 'High'] } },
          },
          { id: '172', name: 'Steps', visible_to_contacts: false, input_options: { multiline: true } },
        ],
      },
    },
  ],
};

interface ShownAttribute extends JsonObject {
  readonly id: string;
  readonly name: string;
  readonly input_options: { readonly list_options: readonly { label: string; archived: boolean }[] };
}

interface ShownType extends JsonObject {
  readonly id: string;
  readonly name: string;
  readonly ticket_type_attributes: { readonly data: readonly ShownAttribute[] };
}

/** A project over a workspace with ticket types. */
export interface TicketProject extends Project {
  /** The live ticket types. */
  types(): readonly ShownType[];
  /** Names of the live attributes of a type, without its predefined ones. */
  attributes(type?: string): readonly string[];
  attribute(name: string, type?: string): ShownAttribute;
  /** The options of an attribute that can be chosen. */
  options(name: string): readonly string[];
  planned(...argv: string[]): Promise<PlanDocument>;
  /** `action address` of what would change. */
  changes(...argv: string[]): Promise<readonly string[]>;
  /** A write by somebody else. */
  foreign(method: string, path: string, body?: Json): void;
}

export async function openTickets(
  seed: EmulatorSeed = {},
  options: Parameters<typeof openProject>[0] = {},
): Promise<TicketProject> {
  const project = await openProject({ seed, ...options });
  const { emulator } = project;
  const types = () => typesOf(emulator);
  const attributesOf = (type = 'Bug report') =>
    types().find(({ name }) => name === type)?.ticket_type_attributes.data ?? [];
  const attribute = (name: string, type?: string) => {
    const found = attributesOf(type).find((one) => one.name === name);
    if (found === undefined) throw new Error(`no live ${name}`);
    return found;
  };
  const planned = async (...argv: string[]) =>
    JSON.parse((await project.plan('--json', ...argv)).out) as PlanDocument;
  return {
    ...project,
    types,
    attribute,
    planned,
    attributes: (type) =>
      attributesOf(type)
        .map(({ name }) => name)
        .filter((name) => !name.startsWith('_default')),
    options: (name) =>
      attribute(name)
        .input_options.list_options.filter(({ archived }) => !archived)
        .map(({ label }) => label),
    changes: async (...argv) =>
      [...(await planned(...argv)).changes].map(({ action, address }) => `${action} ${address}`),
    foreign(method, path, body = {}) {
      const { status } = emulator.foreign(method, path, body);
      if (status !== 200) throw new Error(`${method} ${path} answered ${status}`);
    },
  };
}

function typesOf(emulator: Emulator): readonly ShownType[] {
  return (emulator.foreign('GET', '/ticket_types').body as { data: readonly ShownType[] }).data;
}
