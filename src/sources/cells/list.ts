/**
 * Cuts a cell into a list. An item in double quotes may hold the separator: Mailchimp writes `"VIP","Dublin, IE"`.
 * Blank items are left out.
 */
export function splitCell(text: string, separator: string): string[] {
  if (!text.includes('"')) return trimmed(text.split(separator));
  const items: string[] = [];
  let item = '';
  let quoted = false;
  for (let at = 0; at < text.length; at++) {
    if (text[at] === '"' && (quoted || item.trim() === '')) {
      if (quoted && text[at + 1] === '"') {
        item += '"';
        at++;
      } else quoted = !quoted;
    } else if (!quoted && text.startsWith(separator, at)) {
      items.push(item);
      item = '';
      at += separator.length - 1;
    } else item += text[at];
  }
  // A quote that is never closed is part of the text.
  return quoted ? trimmed(text.split(separator)) : trimmed([...items, item]);
}

function trimmed(items: readonly string[]): string[] {
  const kept: string[] = [];
  for (const item of items) {
    const text = item.trim();
    if (text !== '') kept.push(text);
  }
  return kept;
}
