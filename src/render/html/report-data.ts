import { assertNever } from '../../types/assert-never.ts';
import type { Change, FieldChange } from '../../types/change.ts';
import type { ChangeResult } from '../../types/result.ts';
import { tellingFields } from '../changes/identity-fields.ts';
import { isInSet } from '../changes/kind-facts.ts';
import { mergeFacts, otherNotes } from '../changes/merge-facts.ts';
import { fieldForm } from '../view/field-form.ts';
import { type Difference, differencesOf } from '../view/result-view.ts';
import type { ShownChange } from '../view/shown-change.ts';
import { WHOLE } from '../words/gist.ts';
import { inert } from '../words/inert.ts';
import { placeText } from '../words/place-text.ts';
import { showAfter, showValue } from '../words/value.ts';
import {
  BLOCKED,
  GRAVE,
  IDENTITY,
  NO_WORD,
  type ReportDocument,
  type ReportEntry,
  type ReportField,
  type ReportPair,
  type ReportRow,
  type ReportSection,
} from './report-shape.ts';

/** Columns of a value in a result. In a plan nothing is cut: the report is where the reader of a comment finds the rest. */
const VALUE_COLUMNS = 1000;
const ALL = Number.POSITIVE_INFINITY;

/** The data of a report whose rows are held. They become JSON as soon as they are made, which halves the work. */
export interface ReportData extends Omit<ReportDocument, 'rows'> {
  /** The JSON text of each row. */
  readonly rows: readonly string[];
}

/** The data of a report with more rows than fit into memory. `words` and `entries` are complete once `rows` was gone through, which works once. */
export interface StreamedReport extends Omit<ReportData, 'rows' | 'sections'> {
  readonly count: number;
  readonly rows: Iterable<string>;
  readonly sections: readonly (Pick<ReportSection, 'title' | 'leads'> & {
    readonly entries: () => readonly ReportEntry[];
  })[];
}

/** Makes rows, in which every text is inert, and collects the words that they share. */
export class ReportRows {
  readonly words: string[] = [];
  readonly rows: string[] = [];
  readonly #indices = new Map<string, number>();

  /** Adds a change and returns its index. */
  addChange(shown: ShownChange): number {
    return this.rows.push(this.changeText(shown)) - 1;
  }

  /** The row of a change as JSON, which is not collected. */
  changeText({ change, blocked, why, identity }: ShownChange): string {
    const set = setOf(change);
    // A closed row shows its first fields: of somebody new, how they are reached.
    const first = change.action === 'create' ? tellingFields(change).filter(isReached) : identity;
    const fields = Object.entries(change.fields)
      .toSorted(([a], [b]) => Number(first.includes(b)) - Number(first.includes(a)))
      .map(([path, field]) => this.#field(path, field));
    return textOf([
      inert(change.address),
      this.#word(change.kind),
      this.#word(change.action),
      set === undefined ? NO_WORD : this.#word(set),
      (why === undefined ? 0 : GRAVE) | (blocked ? BLOCKED : 0) | (identity.length > 0 ? IDENTITY : 0),
      NO_WORD,
      change.source === null ? '' : placeText(change.source),
      inert(why ?? ''),
      [...change.notes.map(inert), ...foretoldOf(change)],
      change.also.map(inert),
      fields,
      change.action === 'merge' ? pairOf(change) : undefined,
    ]);
  }

  /** The row of what became of a change as JSON, which is not collected. */
  resultText(result: ChangeResult): string {
    const { address, action, outcome, reason = '', request_id } = result;
    const { unstuck, edited } = differencesOf(result);
    const [kind = '', set] = address.split('/');
    return textOf([
      inert(address),
      this.#word(kind),
      this.#word(action),
      isInSet(kind) && set !== undefined ? this.#word(decoded(set)) : NO_WORD,
      0,
      this.#word(outcome),
      '',
      inert(reason),
      request_id === undefined ? [] : [`request id ${inert(request_id)}`],
      [],
      [...unstuck, ...edited].map((one) => this.#difference(one)),
    ]);
  }

  #difference({ field, values }: Difference): ReportField {
    const shown = values.map(([word, value]) => `${word} ${showValue(field, value, VALUE_COLUMNS)}`);
    return [this.#word(field), 't', shown.join(', ')];
  }

  #field(path: string, field: FieldChange): ReportField {
    const name = this.#word(path);
    const shown = fieldForm(field, ALL);
    switch (shown.form) {
      case 'members':
        return [name, 'm', shown.members.remove.map(inert), shown.members.add.map(inert)];
      case 'diff':
        return [name, 'd', shown.diff.lines.map(({ sign, text }) => sign + text)];
      case 'value':
        return [name, 'v', showValue(path, shown.value, ALL)];
      case 'change':
        return [name, 'c', showValue(path, shown.before, ALL), showAfter(path, shown.after, ALL)];
      default:
        return assertNever(shown);
    }
  }

  #word(word: string): number {
    const known = this.#indices.get(word);
    if (known !== undefined) return known;
    this.#indices.set(word, this.words.length);
    this.words.push(inert(word));
    return this.words.length - 1;
  }
}

/** Rows of other changes than merges end before the pair: most rows of a large report do. */
function textOf(row: ReportRow): string {
  return JSON.stringify(row.at(-1) === undefined ? row.slice(0, -1) : row);
}

function isReached(path: string): boolean {
  return path === 'email' || path === 'phone';
}

/** What Intercom says of a merge, as one note. */
function foretoldOf(change: Change): readonly string[] {
  const told = change.action === 'merge' ? mergeFacts(change, WHOLE).foretold : [];
  return told.length === 0 ? [] : [`in Intercom: ${told.join('; ')}`];
}

function pairOf(change: Change): ReportPair {
  const { lead, user, shares, isDoubtful, gets, foretold } = mergeFacts(change, WHOLE);
  const skips = 'skip_duplicate_validation' in change.fields ? ['skip_duplicate_validation'] : [];
  const more = [...foretold, ...skips, ...otherNotes(change).map(inert), ...change.also.map(inert)];
  return [lead, user, shares, isDoubtful, gets.join(', '), more.join('; ')];
}

/** The contact set of a change; undefined for what belongs to none. */
function setOf(change: Change): string | undefined {
  if (!isInSet(change.kind)) return undefined;
  const [, set = '', key] = change.address.split('/');
  // A contact that no set declares has an address without a set.
  return change.context?.set ?? (key === undefined ? undefined : decoded(set));
}

function decoded(text: string): string {
  if (!text.includes('%')) return text;
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
