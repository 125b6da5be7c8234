/** Whether a tag is an owner tag by its name. In a pattern `*` stands for any text; case does not count, as in tags. */
export function isOwnerTagName(name: string, patterns: readonly string[]): boolean {
  const text = name.toLowerCase();
  return patterns.some((pattern) => fits(text, pattern.toLowerCase().split('*')));
}

/** Written by hand, because a regular expression for a pattern of many stars would be slow. */
function fits(text: string, [first = '', ...parts]: readonly string[]): boolean {
  const last = parts.at(-1);
  if (last === undefined) return text === first;
  if (!text.startsWith(first) || text.length < first.length + last.length || !text.endsWith(last))
    return false;
  let from = first.length;
  for (const part of parts.slice(0, -1)) {
    const at = text.indexOf(part, from);
    if (at === -1) return false;
    from = at + part.length;
  }
  return from <= text.length - last.length;
}
