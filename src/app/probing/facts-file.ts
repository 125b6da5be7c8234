import { readFile } from 'node:fs/promises';
import { Readable } from 'node:stream';
import type { Diagnostic } from '../../types/diagnostic.ts';
import { errorCode } from '../../types/error-code.ts';
import { FACTS_FORMAT, type FactsDocument } from '../../types/facts.ts';
import { factsShape } from '../../types/facts-shape.ts';
import { writeWholeFile } from '../whole-file.ts';

/** Writes the facts of a workspace. They hold no personal data: anybody may read them. */
export async function saveFacts(document: FactsDocument, file: string): Promise<void> {
  const text = `${JSON.stringify(document, null, 2)}\n`;
  await writeWholeFile(file, Readable.from([text], { objectMode: false }), 0o644);
}

export type LoadedFacts = { readonly facts: FactsDocument } | { readonly diagnostic: Diagnostic };

/** Reads and checks facts. `shown`: the path as the user typed it. */
export async function loadFacts(file: string, shown: string): Promise<LoadedFacts> {
  let text: string;
  try {
    // Without the byte order mark that editors on Windows put before the text.
    text = (await readFile(file, 'utf8')).replace(/^\uFEFF/, '');
  } catch (error) {
    const code = errorCode(error);
    if (code === undefined) throw error;
    return problem('unreadable-facts', code === 'ENOENT' ? 'it does not exist' : code, shown);
  }
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    return problem('facts-foreign', 'it is not JSON, or it is cut off', shown);
  }
  const format = typeof parsed === 'object' && parsed !== null ? Reflect.get(parsed, 'format') : undefined;
  if (format !== FACTS_FORMAT && /^interform-facts\/\d+$/.test(String(format)))
    return problem('facts-newer', `it says ${String(format)}, and this version knows ${FACTS_FORMAT}`, shown);
  const wrong = factsShape(parsed, '');
  if (wrong !== undefined) return problem('facts-foreign', wrong, shown);
  return { facts: parsed as FactsDocument }; // Its shape was checked.
}

const PROBLEMS = {
  'unreadable-facts': 'the facts cannot be read',
  'facts-foreign': 'these are not the facts of a workspace',
  'facts-newer': 'these facts have a format that this version of interform does not know',
} as const;

function problem(code: keyof typeof PROBLEMS, detail: string, file: string): LoadedFacts {
  const help =
    code === 'facts-newer'
      ? 'use the version that wrote them, or probe again'
      : 'let doctor write them: interform doctor --probe --workspace-id ID --out facts.json';
  return { diagnostic: { code, severity: 'error', summary: PROBLEMS[code], detail, help, file } };
}
