/** DEL and C1 controls, bidi controls, separators and the byte order mark: JSON leaves them as they are, and terminals obey some. */
const ALIVE = /[\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]/g;

/** JSON writes half of a surrogate pair as an escape, which strict parsers refuse; a backslash that stands for itself is none. */
const HALF_PAIR = /\\(?:\\|ud[89a-f][0-9a-f]{2})/g;

/** Entries of a list that are written at a time. */
const BATCH = 100;
/** What stands around a batch where it is a member of a document by itself. */
const BEFORE = '{\n  "": [\n    '.length;
const BEHIND = '\n  ]\n}'.length;

/** A document as JSON that says the same and does nothing to the terminal that it is printed on (design 6.3). */
export function jsonText(document: object): string {
  return [...jsonPieces(document)].join('');
}

/**
 * The same in pieces, of a document whose lists are longer than any text: those that stand in the document itself are written entry by
 * entry, and need only be iterable. The bytes are those of JSON.stringify with two spaces.
 */
export function* jsonPieces(document: object): Generator<string> {
  let isFirst = true;
  for (const [name, value] of Object.entries(document)) {
    const text = isList(value) ? undefined : JSON.stringify({ [name]: value }, null, 2);
    // Without its braces; what is undefined is left out.
    const member = text?.slice(1, -2);
    if (member === '') continue;
    yield isFirst ? '{' : ',';
    isFirst = false;
    if (member !== undefined) yield harmless(member);
    else if (isList(value)) {
      yield harmless(`\n  ${JSON.stringify(name)}: `);
      yield* listPieces(value);
    }
  }
  yield isFirst ? '{}' : '\n}';
}

function isList(value: unknown): value is Iterable<unknown> {
  return typeof value === 'object' && value !== null && Symbol.iterator in value;
}

function* listPieces(list: Iterable<unknown>): Generator<string> {
  let batch: unknown[] = [];
  let start = '[\n    ';
  const written = () => {
    const text = JSON.stringify({ '': batch }, null, 2).slice(BEFORE, -BEHIND);
    const piece = start + harmless(text);
    start = ',\n    ';
    batch = [];
    return piece;
  };
  let isEmpty = true;
  for (const entry of list) {
    isEmpty = false;
    batch.push(entry);
    if (batch.length === BATCH) yield written();
  }
  if (batch.length > 0) yield written();
  yield isEmpty ? '[]' : '\n  ]';
}

function harmless(json: string): string {
  const text = json.replace(ALIVE, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`);
  if (!text.includes('\\ud')) return text;
  return text.replace(HALF_PAIR, (found) => (found === '\\\\' ? found : '\\ufffd'));
}
