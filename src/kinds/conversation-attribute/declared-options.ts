import type { Cell } from '../../types/declaration.ts';
import type { Json } from '../../types/json.ts';
import { isJsonObject } from '../../types/json.ts';
import type { Place } from '../../types/place.ts';
import type { ConversationAttributeDeclaration } from './declaration.ts';

/** An option as it is declared, and the labels that it had before. */
export interface DeclaredOption {
  readonly label: string;
  readonly was: readonly string[];
  /** What earlier versions say that it was, the nearest first: a version may never have been applied. */
  readonly wasEarlier: readonly string[];
  readonly place: Place;
}

/**
 * The declared options, each with its former labels; undefined when unmanaged.
 *
 *     0001  [A, B]
 *     0002  [{ label: A2, was: [A] }, B]
 *     0003  [{ label: A3, was: [A2] }, B]     → A3 was A2, and earlier A
 */
export function labelledOptions({
  cells,
}: ConversationAttributeDeclaration): readonly DeclaredOption[] | undefined {
  const cell = cells.get('options');
  if (cell === undefined || !Array.isArray(cell.value)) return undefined;
  const entries = entriesOf(cell.value);
  const taken = new Set(entries.flatMap(({ label, was }) => [label, ...was]));
  return entries.map((entry, index) => ({
    ...entry,
    wasEarlier: earlierLabels(entry, cell.replaces).filter((label) => !taken.has(label)),
    place: cell.elements?.[index] ?? cell.place,
  }));
}

type Entry = Pick<DeclaredOption, 'label' | 'was'>;

function entriesOf(value: Json): readonly Entry[] {
  if (!Array.isArray(value)) return [];
  return value.map((option: Json) => {
    if (!isJsonObject(option)) return { label: String(option), was: [] };
    const { label, was } = option;
    return { label: String(label ?? ''), was: Array.isArray(was) ? was.map(String) : [] };
  });
}

function earlierLabels({ label, was }: Entry, replaced: Cell | undefined): readonly string[] {
  const known = new Set([label, ...was]);
  const earlier: string[] = [];
  for (let cell = replaced; cell !== undefined; cell = cell.replaces)
    for (const before of entriesOf(cell.value)) {
      if (!known.has(before.label)) continue;
      for (const one of before.was) known.add(one);
      earlier.push(...before.was);
    }
  return earlier;
}
