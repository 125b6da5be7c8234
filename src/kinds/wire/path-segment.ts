/** A text as one segment of a path, or as a value of its query. */
export function pathSegment(text: string): string {
  return encodeURIComponent(text.toWellFormed());
}

/** True for texts that a URL drops as path segments, however encoded: the request would go to another object. */
export function isNoSegment(text: string): boolean {
  return text === '' || text === '.' || text === '..';
}
