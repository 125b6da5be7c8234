import type { Diagnostic } from './diagnostic.ts';

/** The text of a UTF-8 file without its byte order mark, or the finding that the file is not UTF-8. */
export function decodeText(
  bytes: Uint8Array,
  file: string,
): { readonly text: string } | { readonly diagnostic: Diagnostic } {
  const [first, second] = bytes;
  if ((first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff)) {
    return { diagnostic: notUtf8(file, 'It begins with the byte order mark of UTF-16.') };
  }
  try {
    return { text: new TextDecoder('utf-8', { fatal: true }).decode(bytes) };
  } catch {
    return { diagnostic: { ...notUtf8(file, 'It holds bytes that are no UTF-8.'), line: badLine(bytes) } };
  }
}

function notUtf8(file: string, detail: string): Diagnostic {
  return {
    code: 'not-utf8',
    severity: 'error',
    summary: 'the file is not UTF-8 text',
    detail,
    help: 'save it as UTF-8',
    file,
  };
}

/** The first line that does not decode: lines are cut at bytes 0x0A, which never stand inside a UTF-8 sequence. */
function badLine(bytes: Uint8Array): number {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let start = 0;
  for (let line = 1; ; line++) {
    const end = bytes.indexOf(0x0a, start);
    try {
      decoder.decode(bytes.subarray(start, end < 0 ? bytes.length : end));
    } catch {
      return line;
    }
    if (end < 0) return line;
    start = end + 1;
  }
}
