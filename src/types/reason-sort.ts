/** A form that is the same for reasons that differ only in ids, numbers and quoted values. */
export function sortOfReason(reason: string): string {
  return reason
    .replace(/"(?:[^"\\]|\\.)*(?:"|$)/gs, '"…"')
    .replace(/[\w-]+/g, (word) => (!/\d/.test(word) || /^[1-5]\d\d$/.test(word) ? word : '…'));
}
