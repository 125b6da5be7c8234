import { nearest } from '../../types/nearest.ts';
import { SourceProblem } from '../source-problem.ts';
import type { FormatInput } from '../source-row.ts';

/** Shown as examples; every label of the WHATWG Encoding Standard is known. */
const EXAMPLES = [
  'utf-8',
  'utf-16le',
  'utf-16be',
  'windows-1252',
  'iso-8859-1',
  'iso-8859-15',
  'macintosh',
  'shift_jis',
];

/** The `format.encoding` of a source in its standard spelling. Throws SourceProblem for one that nobody knows. */
export function declaredEncoding({ format, placeOf }: FormatInput): string | undefined {
  const label = format['encoding'];
  if (typeof label !== 'string') return undefined;
  try {
    return new TextDecoder(label).encoding;
  } catch {
    const near = nearest(label, EXAMPLES);
    throw new SourceProblem({
      code: 'unknown-encoding',
      summary: `${label} is no known encoding`,
      ...(near === undefined ? {} : { detail: `did you mean "${near}"?` }),
      help: `known are ${EXAMPLES.join(', ')} and others`,
      ...placeOf(['format', 'encoding']),
    });
  }
}
