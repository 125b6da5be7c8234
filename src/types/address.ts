/** Joins segments to an address, percent-encoding everything outside `A–Z a–z 0–9 . _ ~ -` (design 2). */
export function address(...segments: readonly string[]): string {
  let text = encodeSegment(segments[0] ?? '');
  for (let at = 1; at < segments.length; at++) text += `/${encodeSegment(segments[at] ?? '')}`;
  return text;
}

/** The segments of an address, decoded. */
export function addressSegments(text: string): string[] {
  return text.split('/').map(decodeURIComponent);
}

function encodeSegment(segment: string): string {
  if (/^[\w.~-]*$/.test(segment)) return segment;
  return encodeURIComponent(segment.toWellFormed()).replace(
    /[!'()*]/g,
    (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}
