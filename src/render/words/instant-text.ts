/** `2026-11-28 16:44:03 UTC` from ISO 8601. */
export function instantText(iso: string): string {
  return `${iso.slice(0, 19).replace('T', ' ')} UTC`;
}
