import { stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { createReader } from '../../../intercom/index.ts';
import { ATTRIBUTES } from '../../../kinds/attribute/calls.ts';
import { isCustomRow } from '../../../kinds/attribute/live.ts';
import type { WireAttribute } from '../../../kinds/attribute/wire.ts';
import { type KindReader, kindReader } from '../../../kinds/kind-reader.ts';
import { EVERYBODY } from '../../../kinds/people/everybody.ts';
import { livePerson } from '../../../kinds/people/person-values.ts';
import type { WireContact } from '../../../kinds/people/wire-contact.ts';
import { pulledInstant } from '../../../kinds/pulled/instant.ts';
import { guardedCell } from '../../../sources/index.ts';
import { attributeName, attributePath } from '../../../types/attribute-path.ts';
import type { Diagnostic } from '../../../types/diagnostic.ts';
import { FURTHER_FIELDS, USUAL_FIELDS } from '../../../types/export-fields.ts';
import type { Json, JsonObject } from '../../../types/json.ts';
import { nearest } from '../../../types/nearest.ts';
import type { WorkspaceRef } from '../../../types/plan.ts';
import { connect, failureDiagnostic, openWorkspace, readExit } from '../../connect.ts';
import { groupDiagnostics, hasErrors } from '../../group-diagnostics.ts';
import { LatestRows } from '../../latest-rows.ts';
import { openProject } from '../../load.ts';
import { type Masking, maskingOfProject } from '../../masking.ts';
import type { Ports } from '../../options.ts';
import { packed } from '../../packed.ts';
import { scanProgress } from '../../reading-progress.ts';
import { writeFiles } from '../../write-files.ts';
import { PULL_FORMAT, type PullOptions } from '../options.ts';
import { ignorePersonal, trackedPersonal } from '../personal-files.ts';
import { type ContactNames, companyIdsOf, contactNames, tagNamesOf } from './contact-names.ts';
import { scanPages } from './read-contacts.ts';

export interface ExportOptions extends Omit<PullOptions, 'parts' | 'check' | 'to' | 'target' | 'exclude'> {
  readonly form: 'csv' | 'jsonl';
  /** The chosen fields; undefined: the usual ones. `custom_attributes` stands for all attributes. */
  readonly fields?: readonly string[] | undefined;
  /** Writes CSV cells without the characters that keep a spreadsheet from running them as formulas. */
  readonly raw?: boolean;
}

export interface Exported {
  readonly document?: {
    readonly format: typeof PULL_FORMAT;
    readonly exit: 0;
    readonly workspace: WorkspaceRef;
    readonly environment: string | null;
    readonly contacts: number;
    readonly fields: readonly string[];
    /** Null: to stdout. */
    readonly file: string | null;
    readonly diagnostics: readonly Diagnostic[];
  };
  readonly exit: number;
  readonly diagnostics: readonly Diagnostic[];
  readonly masking: Masking;
  /** The content of the export, where it goes to stdout. */
  readonly chunks?: Iterable<string>;
}

/**
 * Exports live contacts as CSV or JSON Lines, oldest first. Nothing is written or printed until all contacts have been read
 * (law 10).
 */
export async function exportContacts(options: ExportOptions, ports: Ports): Promise<Exported> {
  const opened = await openProject(options, ports);
  const masking = maskingOfProject(opened.project, opened.env);
  const stop = (more: readonly Diagnostic[], exit = 1): Exported => ({
    exit,
    masking,
    diagnostics: groupDiagnostics([...opened.diagnostics, ...more]),
  });
  const { project } = opened;
  if (project === undefined || hasErrors(opened.diagnostics)) return stop([]);
  const connection = await connect(project, opened.env, options.baseUrl, ports);
  if ('diagnostic' in connection) return stop([connection.diagnostic]);
  const progress = scanProgress(ports);
  const client = { ...connection.options, onWait: progress.waiting };
  const reader = kindReader(createReader(client));
  const workspace = await openWorkspace(reader, project, { ...connection, options: client });
  if ('diagnostic' in workspace) return stop([workspace.diagnostic]);
  const lines = new LatestRows<string>();
  let fields: readonly string[];
  try {
    const [attributes, names] = await Promise.all([
      reader.list(ATTRIBUTES),
      contactNames(reader, { formerTags: new Map() }),
    ]);
    const chosen = chosenFields(options.fields ?? USUAL_FIELDS, attributes);
    if ('diagnostics' in chosen) return stop(chosen.diagnostics);
    fields = chosen.fields;
    const lineOf = lineWriter(options, { fields, attributes, names, reader });
    await scanPages(reader, options.query ?? EVERYBODY, {
      onPage: async (page) => {
        for (const contact of page) lines.set(contact.id, await lineOf(contact));
        return lines.size;
      },
      onProgress: progress.read,
    });
  } catch (error) {
    connection.stop();
    return stop([failureDiagnostic(error)], readExit(error));
  }
  const file = options.out === undefined ? null : await fileOf(options.out, options.form);
  const chunks = packed(textOf(options, fields, lines));
  const personal = file === null ? [] : [resolve(file)];
  await ignorePersonal(project.folder, personal);
  if (file !== null) await writeFiles(new Map([[file, chunks]]), new Set([file]));
  const tracked = await trackedPersonal(project.folder, personal);
  const diagnostics = [...opened.diagnostics, ...tracked];
  return {
    document: {
      format: PULL_FORMAT,
      exit: 0,
      workspace: workspace.workspace,
      environment: project.environment,
      contacts: lines.size,
      fields,
      file,
      diagnostics,
    },
    exit: 0,
    diagnostics,
    masking,
    ...(file === null ? { chunks } : {}),
  };
}

async function fileOf(out: string, form: string): Promise<string> {
  try {
    return (await stat(out)).isDirectory() ? join(out, `contacts.${form}`) : out;
  } catch {
    return out;
  }
}

function chosenFields(
  asked: readonly string[],
  attributes: readonly WireAttribute[],
): { readonly fields: readonly string[] } | { readonly diagnostics: readonly Diagnostic[] } {
  const custom = attributes
    .filter((row) => row.model === 'contact' && isCustomRow(row) && row.archived !== true)
    .map(({ name }) => attributePath(name))
    .sort();
  const known = new Set([...USUAL_FIELDS, ...FURTHER_FIELDS, ...custom]);
  const diagnostics = asked
    .filter((field) => !known.has(field))
    .map((field): Diagnostic => {
      const near = nearest(field, [...known]);
      return {
        code: 'unknown-field',
        severity: 'error',
        summary: `${JSON.stringify(field)} is no field of a contact`,
        ...(near === undefined ? {} : { detail: `did you mean ${JSON.stringify(near)}?` }),
        help: `fields are ${USUAL_FIELDS.join(', ')}, and custom_attributes.NAME for one of them`,
      };
    });
  if (diagnostics.length > 0) return { diagnostics };
  return {
    fields: [...new Set(asked.flatMap((field) => (field === 'custom_attributes' ? custom : [field])))],
  };
}

type Form = Pick<ExportOptions, 'form' | 'raw'>;

/** The lines of the export; CSV begins with the names of the fields. */
function* textOf(form: Form, fields: readonly string[], lines: LatestRows<string>): Generator<string> {
  if (form.form === 'csv') yield csvLine(fields, 'name', form);
  yield* lines.all();
}

function lineWriter(
  form: Form,
  context: {
    readonly fields: readonly string[];
    readonly attributes: readonly WireAttribute[];
    readonly names: ContactNames;
    readonly reader: KindReader;
  },
): (contact: WireContact) => Promise<string> {
  const { fields, attributes, names, reader } = context;
  const dates = new Set(
    attributes
      .filter(({ model, data_type }) => model === 'contact' && data_type === 'date')
      .map(({ name }) => attributePath(name)),
  );
  return async (contact) => {
    const values = await valuesOf(contact, fields, { names, dates, reader });
    return form.form === 'csv' ? csvLine(values.map(cellText), 'value', form) : `${lineOf(fields, values)}\n`;
  };
}

function csvLine(cells: readonly string[], part: 'name' | 'value', { raw: isRaw = false }: Form): string {
  return `${cells.map((cell) => csvCell(isRaw ? cell : guardedCell(cell, part))).join(',')}\r\n`;
}

async function valuesOf(
  contact: WireContact,
  fields: readonly string[],
  context: {
    readonly names: ContactNames;
    readonly dates: ReadonlySet<string>;
    readonly reader: KindReader;
  },
): Promise<readonly Json[]> {
  const { names, dates, reader } = context;
  const person = livePerson(contact);
  const values: Json[] = [];
  for (const field of fields) {
    if (field === 'id') values.push(person.id);
    else if (field === 'owner')
      values.push(names.owners.get(String(person.fields.get('owner_id') ?? '')) ?? null);
    else if (field === 'tags') values.push((await tagNamesOf(person, reader, names)).sort());
    else if (field === 'companies') values.push((await companyIdsOf(person, reader, names)).sort());
    else {
      // Fields that plans do not use are taken from the API's answer.
      const wire = (contact as unknown as JsonObject)[field];
      const value =
        person.fields.get(field) ?? (field === 'external_id' || field === 'avatar' ? null : wire) ?? null;
      const isInstant = typeof value === 'number' && (field.endsWith('_at') || dates.has(field));
      values.push(isInstant ? pulledInstant(value) : value);
    }
  }
  return values;
}

/** A JSON object nested as sources read it, without null values. */
function lineOf(fields: readonly string[], values: readonly Json[]): string {
  const row: Record<string, Json> = {};
  const custom: [string, Json][] = [];
  for (const [index, field] of fields.entries()) {
    const value = values[index] ?? null;
    if (value === null) continue;
    const attribute = attributeName(field);
    if (attribute !== undefined) custom.push([attribute, value]);
    else row[field] = value;
  }
  if (custom.length > 0) row['custom_attributes'] = Object.fromEntries(custom);
  return JSON.stringify(row);
}

/**
 * The text of a cell. A list is joined by commas, with quotes around items that contain a comma or a quote, as `split` of a
 * source reads it.
 */
function cellText(value: Json): string {
  if (value === null) return '';
  if (Array.isArray(value)) return value.map((item: Json) => csvCell(String(item))).join(',');
  return typeof value === 'object'
    ? JSON.stringify(value)
    : typeof value === 'number'
      ? digits(value)
      : String(value);
}

/** 1.234 could be read as one thousand two hundred. One more zero makes it unambiguous. */
function digits(number: number): string {
  const text = String(number);
  return /^-?[1-9]\d{0,2}\.\d{3}$/.test(text) ? `${text}0` : text;
}

/** A cell in quotes where RFC 4180 requires them. */
function csvCell(text: string): string {
  return /[",\r\n]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
