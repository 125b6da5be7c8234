import { readFile } from 'node:fs/promises';
import type { Diagnostic } from '../types/diagnostic.ts';
import { errorCode } from '../types/error-code.ts';
import type { Shape } from '../types/shape.ts';

/** What a sort of document is, and what is said of a file that is none. */
interface DocumentSort {
  /** The format that this version knows, such as `interform-snapshot/1`. */
  readonly format: string;
  readonly shape: Shape;
  readonly words: Readonly<Record<'unreadable' | 'foreign' | 'newer', ProblemWords>>;
}

type ProblemWords = Pick<Diagnostic, 'code' | 'summary' | 'help'>;

type ReadDocument<T> = { readonly document: T } | { readonly diagnostic: Diagnostic };

/** Reads and checks a JSON document that interform wrote. `T`: what the shape is of. `shown`: the path as the user typed it. */
export async function readDocument<T>(
  file: string,
  shown: string,
  { format, shape, words }: DocumentSort,
): Promise<ReadDocument<T>> {
  const problem = (which: keyof DocumentSort['words'], detail: string): ReadDocument<T> => ({
    diagnostic: { ...words[which], severity: 'error', detail, file: shown },
  });
  let text: string;
  try {
    // Without the byte order mark that editors on Windows put before the text.
    text = (await readFile(file, 'utf8')).replace(/^\uFEFF/, '');
  } catch (error) {
    const code = errorCode(error);
    if (code === undefined) throw error;
    return problem('unreadable', code === 'ENOENT' ? 'it does not exist' : code);
  }
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    return problem('foreign', 'it is not JSON, or it is cut off');
  }
  const said = formatOf(parsed);
  if (said !== format) {
    const [sort = ''] = format.split('/');
    const isLater = said?.startsWith(`${sort}/`) === true && /^\d+$/.test(said.slice(sort.length + 1));
    if (!isLater) return problem('foreign', 'it does not say that it is one');
    return problem('newer', `it says ${said}, and this version knows ${format}`);
  }
  const wrong = shape(parsed, '');
  if (wrong !== undefined) return problem('foreign', wrong);
  return { document: parsed as T }; // Its shape was checked.
}

function formatOf(value: unknown): string | undefined {
  if (typeof value !== 'object' || value === null || !('format' in value)) return undefined;
  return typeof value.format === 'string' ? value.format : undefined;
}
