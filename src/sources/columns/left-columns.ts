import type { Diagnostic, Report } from '../../types/diagnostic.ts';
import { isJsonObject, type Json } from '../../types/json.ts';
import type { Preset } from '../presets/preset.ts';
import { reasonColumn } from '../source-row.ts';
import type { Columns, ReadableRow } from './bind-columns.ts';

/** How many columns a finding names. */
const namedColumns = 30;

/** Gathers the columns of a file that no field is mapped from, and reports each sort of them once. */
export class LeftColumns {
  readonly #columns: Columns;
  readonly #preset: Preset | undefined;
  /** Keys of the objects seen so far, and the keys of objects inside them as dotted paths. */
  readonly #keys = new Set<string>();
  /** How many rows hold something in a column without a name. */
  #unnamed = 0;
  readonly #nameless: readonly number[];

  constructor(columns: Columns, preset: Preset | undefined) {
    this.#columns = columns;
    this.#preset = preset;
    this.#nameless = (columns.header ?? []).flatMap((name, index) => (name.trim() === '' ? [index] : []));
  }

  /** The keys that objects had so far; none for a table. */
  get keys(): ReadonlySet<string> {
    return this.#keys;
  }

  see(row: ReadableRow): void {
    if ('cells' in row) {
      if (this.#nameless.some((index) => isText(row.cells[index]))) this.#unnamed++;
      return;
    }
    for (const key in row.object) {
      if (!this.#keys.has(key)) this.#keys.add(key);
      const inside = row.object[key];
      if (isJsonObject(inside)) for (const name in inside) this.#keys.add(`${key}.${name}`);
    }
  }

  report(file: string, report: Report): void {
    const { used } = this.#columns;
    const header = this.#columns.header;
    const left = (header ?? this.#leaves()).filter(
      (name) => name.trim() !== '' && name !== reasonColumn && !used.has(name) && !used.has(name.trim()),
    );
    const dropped = left.filter((name) => this.#isDropped(name));
    const unused = left.filter((name) => !this.#isDropped(name));
    const say = (finding: Pick<Diagnostic, 'code' | 'summary' | 'detail' | 'help'>) =>
      report({ severity: 'info', file, ...finding });
    if (dropped.length > 0) {
      say({
        code: 'dropped-columns',
        summary: `${counted(dropped.length)} of the ${this.#preset?.name} export ${dropped.length === 1 ? 'has' : 'have'} no place in Intercom`,
        detail: listed(dropped),
        help: 'to keep one, map an attribute to it under columns',
      });
    }
    if (unused.length > 0) {
      say({
        code: 'unused-columns',
        summary: `nothing is mapped from ${counted(unused.length)}`,
        detail: listed([...new Set(unused)]),
        help: 'map what is wanted under columns',
      });
    }
    const repeated = (header ?? []).filter((name, at, all) => name.trim() !== '' && all.indexOf(name) < at);
    if (repeated.length > 0) {
      report({
        code: 'duplicate-header',
        severity: 'warning',
        summary: 'several columns have one name',
        detail: listed([...new Set(repeated)]),
        help: 'none of them is used; give them different names to map them',
        file,
      });
    }
    if (this.#unnamed > 0) {
      report({
        code: 'empty-header',
        severity: 'warning',
        summary: `a column without a name holds values in ${this.#unnamed} ${this.#unnamed === 1 ? 'row' : 'rows'}`,
        detail: `column ${this.#nameless.map((index) => index + 1).join(', ')}`,
        help: 'name it in the header to map it',
        file,
      });
    }
  }

  /** The keys to report: an object is replaced by its inner keys where one of those is mapped. */
  #leaves(): string[] {
    const opened = new Set<string>();
    for (const name of this.#columns.used) {
      const dot = name.indexOf('.');
      if (dot > 0) opened.add(name.slice(0, dot));
    }
    return [...this.#keys].filter((key) => {
      const dot = key.indexOf('.');
      return dot > 0 && this.#keys.has(key.slice(0, dot)) ? opened.has(key.slice(0, dot)) : !opened.has(key);
    });
  }

  #isDropped(name: string): boolean {
    const dropped = this.#preset?.dropped;
    if (dropped === undefined) return false;
    return dropped.has(name) || dropped.has(name.trim()) || dropped.has(name.slice(name.indexOf('.') + 1));
  }
}

function isText(cell: Json | undefined): boolean {
  return cell !== undefined && cell !== null && String(cell).trim() !== '';
}

function counted(count: number): string {
  return count === 1 ? 'one column' : `${count} columns`;
}

function listed(names: readonly string[]): string {
  const more = names.length > namedColumns ? ` and ${names.length - namedColumns} more` : '';
  return `${names.slice(0, namedColumns).join(', ')}${more}`;
}
