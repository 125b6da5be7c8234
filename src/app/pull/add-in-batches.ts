import { livePerson } from '../../kinds/person-values.ts';
import { Spool } from '../../spool/spool.ts';
import { address } from '../../types/address.ts';
import type { Diagnostic } from '../../types/diagnostic.ts';
import { hasErrors } from '../group-diagnostics.ts';
import { MOST_ROUNDS } from './add-together.ts';
import type { Adding, FileText, Grown, Unreadable } from './adding.ts';
import type { Compared } from './compare.ts';
import { contactNames } from './contact-names.ts';
import { pendingOf } from './drift-edits.ts';
import { Exclusions } from './exclusions.ts';
import { FirstFindings } from './first-findings.ts';
import type { LiveContacts } from './live-contacts.ts';
import { type Addition, type ContactContext, newContact } from './new-contacts.ts';
import type { NewItem } from './new-item.ts';
import { phoneTest } from './phone-test.ts';
import { dataText, placeItems } from './place-items.ts';
import { dataFile, MOST_INLINE, PULLED_SETS } from './pulled-sets.ts';
import { type Row, rowBatches } from './row-batches.ts';

interface Batches {
  /** So many rows are compared at once. */
  readonly batch: number;
  /** What else is added. */
  readonly others: Grown;
  readonly kept: readonly NewItem[];
  readonly additions: Iterable<Addition>;
  readonly people: LiveContacts;
}

/** A data file that is being written. */
interface Written {
  readonly text: Spool<string>;
  rows: number;
}

/**
 * Adds contacts to data files, some at a time: nobody's row depends on another's, so each batch is compared beside everything
 * else that the manifests declare. Undefined where so few remain that no data file is needed.
 */
export async function addInBatches(
  input: Adding,
  { batch, others, kept, additions, people }: Batches,
): Promise<Grown | Unreadable | undefined> {
  const { target, compared, overlay, compareWith, selection } = input;
  /** The manifests with these sets; their data files are empty. */
  const place = (sets: readonly string[]) => {
    const texts = placeItems([...others.items, ...sets.map(standIn)], compared.texts, target, {
      asData: true,
    });
    const files = new Map(
      sets.map((set) => [set, [...texts.keys()].find((file) => isDataFile(file, set)) ?? '']),
    );
    return { texts: new Map([...texts, ...[...files.values()].map((file) => [file, ''] as const)]), files };
  };
  const placed = place(PULLED_SETS);
  const bare = await compareWith(new Map([...overlay, ...placed.texts]));
  if (hasErrors(bare.offline)) return { unreadable: bare, texts: placed.texts };

  const found = new Merged(bare);
  for (const finding of others.left) found.left.add(finding);
  const written = new Map<string, Written>();
  for (const rows of rowBatches(additions, kept, batch)) {
    const set = rows[0]?.set ?? '';
    const file = placed.files.get(set) ?? '';
    const settled = await settle(rows, input, {
      people,
      compareRows: (text) => compareWith(new Map([...overlay, ...placed.texts, [file, text]])),
    });
    if ('unreadable' in settled) return { unreadable: settled.unreadable, texts: placed.texts };
    for (const finding of settled.left)
      if (finding.address === undefined || selection.selects(finding.address, [])) found.left.add(finding);
    for (const finding of settled.refused) found.left.add(finding);
    if (settled.checked === undefined) continue;
    found.take(settled.checked, new Set(settled.items.map((item) => item.address)));
    const data = written.get(set) ?? { text: dataSpool(), rows: 0 };
    written.set(set, data);
    data.text.add(dataText(settled.items), { rank: 0, order: data.text.length, owner: -1 });
    data.rows += settled.items.length;
  }

  const count = [...written.values()].reduce((sum, { rows }) => sum + rows, 0);
  if (count <= MOST_INLINE) return undefined;
  const final = place(PULLED_SETS.filter((set) => written.has(set)));
  const texts = new Map<string, FileText>(final.texts);
  const added = new Map(others.added);
  for (const [set, { text, rows }] of written) {
    const file = final.files.get(set) ?? '';
    texts.set(file, text.sorted());
    added.set(file, rows);
  }
  return { ...found.all(), texts, added, items: others.items };
}

/** Makes the items of rows, and leaves out what would not plan empty. */
async function settle(
  rows: readonly Row[],
  { live, compared, reader }: Adding,
  {
    people,
    compareRows,
  }: { readonly people: LiveContacts; readonly compareRows: (text: string) => Promise<Compared> },
): Promise<
  | {
      readonly items: readonly NewItem[];
      /** Undefined where nothing is added. */
      readonly checked: Compared | undefined;
      readonly left: readonly Diagnostic[];
      readonly refused: readonly Diagnostic[];
    }
  | { readonly unreadable: Compared }
> {
  const excluded = new Exclusions();
  const context = {
    ...{ catalog: compared.catalog, reader, names: contactNames(live), isExcluded: excluded.isExcluded },
    isPhone: await phoneTest(),
  };
  for (let round = 0; ; round++) {
    const made = await itemsOf(rows, people, context);
    const items = made.items.filter((item) => !excluded.refused.has(item.address));
    const outcome = { items, left: made.left, refused: excluded.findings() };
    if (items.length === 0) return { ...outcome, checked: undefined };
    const checked = await compareRows(dataText(items));
    if (hasErrors(checked.offline)) return { unreadable: checked };
    const isMore = excluded.take(checked, new Set(items.map((item) => item.address)));
    if (!isMore || round === MOST_ROUNDS) return { ...outcome, checked };
  }
}

async function itemsOf(rows: readonly Row[], people: LiveContacts, context: ContactContext) {
  const items: NewItem[] = [];
  const left: Diagnostic[] = [];
  for (const row of rows) {
    if (!('found' in row)) items.push(row);
    else {
      const contact = people.get(row.found.id);
      if (contact === undefined) continue;
      const made = await newContact(livePerson(contact), row.found, context);
      left.push(...made.left);
      if (row.chosen) items.push(made.item);
    }
  }
  return { items, left };
}

/** What was found beside a batch of rows, added to what was found without any. */
class Merged {
  readonly left = new FirstFindings();
  readonly #bare: Compared;
  readonly #online: Diagnostic[];
  readonly #said: Set<string>;
  readonly #pending: Set<string>;
  #pendingRows = 0;

  constructor(bare: Compared) {
    this.#bare = bare;
    this.#online = [...bare.online];
    this.#said = new Set(bare.online.map((finding) => JSON.stringify(finding)));
    this.#pending = new Set(pendingOf(bare));
  }

  take(checked: Compared, rows: ReadonlySet<string>): void {
    for (const finding of checked.online) {
      const text = JSON.stringify(finding);
      if (finding.severity !== 'error' || this.#said.has(text)) continue;
      this.#said.add(text);
      this.#online.push(finding);
    }
    for (const pending of pendingOf(checked)) {
      if (rows.has(pending)) this.#pendingRows++;
      else this.#pending.add(pending);
    }
    for (const incomplete of checked.catalog.incomplete) this.#bare.catalog.incomplete.add(incomplete);
  }

  all(): Pick<Grown, 'left' | 'compared' | 'pending'> {
    return {
      left: this.left.all(),
      compared: { ...this.#bare, online: this.#online },
      pending: this.#pending.size + this.#pendingRows,
    };
  }
}

function standIn(set: string): NewItem {
  return { kind: 'contact', set, address: address('contact', set), key: '', fields: {} };
}

function isDataFile(file: string, set: string): boolean {
  return file === dataFile(set) || file.endsWith(`/${dataFile(set)}`);
}

/** Whole batches of lines, which are on disk from the first one on. */
function dataSpool(): Spool<string> {
  return new Spool({ inMemory: 0, encode: (text) => text, decode: (text) => text });
}
