import { Readable } from 'node:stream';
import type { Diagnostic } from '../../types/diagnostic.ts';
import { FACTS_FORMAT, type FactsDocument } from '../../types/facts.ts';
import { factsShape } from '../../types/facts-shape.ts';
import { readDocument } from '../read-document.ts';
import { writeWholeFile } from '../whole-file.ts';

/** Writes the facts of a workspace. They hold no personal data: anybody may read them. */
export async function saveFacts(document: FactsDocument, file: string): Promise<void> {
  const text = `${JSON.stringify(document, null, 2)}\n`;
  await writeWholeFile(file, Readable.from([text], { objectMode: false }), 0o644);
}

export type LoadedFacts = { readonly facts: FactsDocument } | { readonly diagnostic: Diagnostic };

/** Reads and checks facts. `shown`: the path as the user typed it. */
export async function loadFacts(file: string, shown: string): Promise<LoadedFacts> {
  const sort = { format: FACTS_FORMAT, shape: factsShape, words };
  const read = await readDocument<FactsDocument>(file, shown, sort);
  return 'diagnostic' in read ? read : { facts: read.document };
}

const WRITE_THEM = 'let doctor write them: interform doctor --probe --workspace-id ID --out facts.json';

const words = {
  unreadable: { code: 'unreadable-facts', summary: 'the facts cannot be read', help: WRITE_THEM },
  foreign: { code: 'facts-foreign', summary: 'these are not the facts of a workspace', help: WRITE_THEM },
  newer: {
    code: 'facts-newer',
    summary: 'these facts have a format that this version of interform does not know',
    help: 'use the version that wrote them, or probe again',
  },
};
