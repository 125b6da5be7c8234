/** The same for names that differ in case or in Unicode form only: `Café` has four code points, or five. */
export function caseForm(name: string): string {
  return name.normalize('NFC').toLowerCase();
}

/** In what alone two names of one form differ. */
export function differsOnlyIn(a: string, b: string): string {
  if (a.toLowerCase() === b.toLowerCase()) return 'in case only';
  return a.normalize('NFC') === b.normalize('NFC') ? 'in Unicode form only' : 'in case and Unicode form only';
}

/** The item of another name that differs from this one in case or Unicode form only. */
export function nameTwin<T extends { readonly name: string }>(
  items: readonly T[],
  name: string,
): T | undefined {
  const form = caseForm(name);
  return items.find((item) => item.name !== name && caseForm(item.name) === form);
}

/** What an item of this name is not created beside: one that was made since the plan, and has such a name. */
export function blocking(
  live: readonly { readonly name: string; readonly id: string | null }[],
  name: string,
): { readonly blocked?: string } {
  const twin = nameTwin(live, name);
  if (twin === undefined) return {};
  const shown = `${JSON.stringify(twin.name)}${twin.id === null ? '' : ` (${twin.id})`}`;
  return { blocked: `one whose name differs ${differsOnlyIn(name, twin.name)} exists by now: ${shown}` };
}
