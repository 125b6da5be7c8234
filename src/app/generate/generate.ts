import { renderDataDictionary } from '../../render/generated/data-dictionary.ts';
import { renderJsonSchema } from '../../render/generated/json-schema.ts';
import { madeBySentence } from '../../render/generated/made-by.ts';
import { renderTypeScript } from '../../render/generated/typescript.ts';
import type { Diagnostic } from '../../types/diagnostic.ts';
import type { DictionaryObject, GeneratedForm } from '../../types/generated.ts';
import type { SourceText } from '../../types/source-text.ts';
import { hasErrors } from '../group-diagnostics.ts';
import type { Masking } from '../masking.ts';
import type { PlanningOptions, Ports } from '../options.ts';
import { describeManifests } from './describe-manifests.ts';
import { documentObjects, GENERATE_FORMAT, type GenerateDocument, type GeneratedState } from './document.ts';
import { compareFile, type OutputFile, saveFile } from './output-file.ts';

export interface GenerateOptions extends PlanningOptions {
  readonly form: GeneratedForm;
  /** `--out`; undefined: standard output. */
  readonly out: OutputFile | undefined;
  /** `--check`: writes nothing. */
  readonly check: boolean;
  /** The command line that brings the file up to date, for the finding of `--check`. */
  readonly command: string;
}

export interface Generated {
  /** Undefined where there are errors: then nothing is written. */
  readonly document?: GenerateDocument;
  /** What the file held, where that differs. */
  readonly before?: string;
  readonly diagnostics: readonly Diagnostic[];
  readonly sources: SourceText;
  readonly masking: Masking;
}

/** How each form is made of what is described. */
const RENDERERS: Readonly<Record<GeneratedForm, (objects: readonly DictionaryObject[]) => string>> = {
  typescript: renderTypeScript,
  'json-schema': renderJsonSchema,
  markdown: renderDataDictionary,
};

/** Makes a file of what manifests declare, offline: writes it, or compares it. */
export async function generate(options: GenerateOptions, ports: Ports): Promise<Generated> {
  const { form, out, check } = options;
  const { objects, diagnostics, ...read } = await describeManifests(options, ports);
  if (hasErrors(diagnostics)) return { ...read, diagnostics };
  const text = RENDERERS[form](objects);
  const compared = out === undefined ? undefined : await compareFile(out, text, madeBySentence(form));
  if (compared?.state === 'refused') return { ...read, diagnostics: [...diagnostics, compared.finding] };
  const state = stateOf(compared?.state, check);
  if (out !== undefined && state === 'written') await saveFile(out, text);
  const isStale = state === 'outdated' || state === 'missing';
  const found = [
    ...diagnostics,
    ...(isEmpty(objects, form) ? [NOTHING] : []),
    ...(isStale && out !== undefined ? [staleFinding(out, state, options)] : []),
  ];
  const document: GenerateDocument = {
    format: GENERATE_FORMAT,
    exit: isStale ? 2 : 0,
    form,
    check,
    file: out?.shown ?? null,
    state,
    objects: documentObjects(objects),
    text,
    diagnostics: found,
  };
  const before = compared?.state === 'differs' ? { before: compared.before } : {};
  return { ...read, ...before, document, diagnostics: found };
}

function stateOf(compared: 'missing' | 'same' | 'differs' | undefined, check: boolean): GeneratedState {
  if (compared === undefined) return 'printed';
  if (compared === 'same') return 'unchanged';
  if (!check) return 'written';
  return compared === 'missing' ? 'missing' : 'outdated';
}

const NOTHING: Diagnostic = {
  code: 'nothing-described',
  severity: 'warning',
  summary: 'the manifests declare nothing to generate from',
  help: 'declare attributes, for example in a DataAttributes manifest; interform pull --attributes writes the live ones',
};

/** Whether the form shows nothing: types need fields, and docs show an object with a name as well. */
function isEmpty(objects: readonly DictionaryObject[], form: GeneratedForm): boolean {
  if (form === 'markdown')
    return objects.every(({ fields, name }) => fields.length === 0 && name === undefined);
  return objects.every(({ fields, typed }) => fields.length === 0 || typed === undefined);
}

function staleFinding(
  { shown }: OutputFile,
  state: 'outdated' | 'missing',
  { command }: GenerateOptions,
): Diagnostic {
  return {
    code: 'generated-outdated',
    severity: 'warning',
    summary: state === 'missing' ? `${shown} does not exist` : `${shown} is not what the manifests say`,
    help: command,
  };
}
