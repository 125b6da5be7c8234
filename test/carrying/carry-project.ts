import type { EmulatorOptions, EmulatorSeed } from '../../src/emulator/index.ts';
import type { PlanDocument } from '../../src/types/plan.ts';
import { openProject, type Project } from '../approval/project.ts';

export const HEAD = 'apiVersion: interform/v1\nkind: DataAttributes\nmodel: contact\nattributes:\n';
/** No store: destructive ends do not wait for the index. */
export const NO_STORE = 'store: none\n';

type Attributes = NonNullable<EmulatorSeed['attributes']>;
type Contacts = NonNullable<EmulatorSeed['contacts']>;

/** A project over a workspace with these contact attributes and contacts. */
export function workspaceOf(
  attributes: readonly Omit<Attributes[number], 'model'>[],
  contacts: Contacts,
  options: EmulatorOptions & { readonly config?: string } = {},
): Promise<Project> {
  const seed = { attributes: attributes.map((one) => ({ model: 'contact', ...one })), contacts };
  return openProject({ ...options, seed: seed as EmulatorSeed });
}

export async function planOf(project: Project, ...argv: string[]): Promise<PlanDocument> {
  return JSON.parse((await project.plan('--json', ...argv)).out) as PlanDocument;
}

/** `action address: path before → after`, for every field of every change. */
export async function changesOf(project: Project, ...argv: string[]): Promise<readonly string[]> {
  const { changes } = await planOf(project, ...argv);
  return [...changes].flatMap(({ action, address, fields }) =>
    Object.entries(fields).map(
      ([path, field]) =>
        `${action} ${address}: ${path} ${'add' in field ? JSON.stringify(field) : `${JSON.stringify(field.before ?? null)} → ${JSON.stringify(field.after)}`}`,
    ),
  );
}

/** `code` of every finding. */
export async function codesOf(project: Project, ...argv: string[]): Promise<readonly string[]> {
  return (await planOf(project, ...argv)).diagnostics.map(({ code }) => code);
}

/** The custom attributes of each contact, by external_id. */
export function heldIn({ emulator }: Project): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    emulator.state.liveContacts().map((one) => [one.external_id ?? one.id, one.custom_attributes]),
  );
}

/** The custom attributes of each company, by company_id. */
export function companiesHeldIn({ emulator }: Project): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    emulator.state.companies().map((one) => [String(one['company_id']), one['custom_attributes']]),
  );
}
