import { livePerson } from '../../../kinds/people/person-values.ts';
import { address } from '../../../types/address.ts';
import { KeyIndex } from '../../../types/key-index.ts';
import type { NewItem } from '../../../types/kind/pulling.ts';
import { hasErrors } from '../../group-diagnostics.ts';
import { MOST_PULL_ROUNDS } from '../add-together.ts';
import type { Adding, Grown, Selected, Unreadable } from '../adding.ts';
import { DataText, type FileText } from '../data-text.ts';
import { pendingIn } from '../drift-edits.ts';
import { Exclusions } from '../exclusions.ts';
import { FirstFindings } from '../first-findings.ts';
import { isMeant } from '../meant.ts';
import { dataText, placeItems } from '../place-items.ts';
import { contactNames } from './contact-names.ts';
import { newContact } from './new-contacts.ts';
import { phoneTest } from './phone-test.ts';
import { dataFile, MOST_INLINE, PULLED_SETS } from './pulled-sets.ts';
import { rowsToBe } from './rows-to-be.ts';

/** How many rows are formatted before they are written. */
const WRITTEN_TOGETHER = 1000;

interface Rows extends Omit<Selected, 'selects'> {
  readonly contacts: NonNullable<Selected['contacts']>;
  /** What is added besides contacts. */
  readonly others: Grown;
}

/**
 * Adds contacts to data files, which are written to disk from the first row on, and compares with everything that the manifests
 * declare. Undefined where so few contacts remain that no data file is needed.
 */
export async function addInParts(input: Adding, rows: Rows): Promise<Grown | Unreadable | undefined> {
  const { compared, compareWith, overlay, target } = input;
  const { others } = rows;
  const excluded = new Exclusions();
  for (let round = 0; ; round++) {
    const { files, addresses, left } = await writeRows(input, rows, excluded);
    const close = () => {
      for (const { text } of files.values()) text.close();
    };
    if (addresses.size <= MOST_INLINE) {
      close();
      return undefined;
    }
    const sets = PULLED_SETS.filter((set) => files.has(set));
    const texts = new Map<string, FileText>(
      placeItems([...others.items, ...sets.map(standIn)], compared.texts, target, { asData: true }),
    );
    const added = new Map(others.added);
    for (const set of sets) {
      const file = [...texts.keys()].find((path) => isDataFile(path, set)) ?? '';
      const { text, rows: count } = files.get(set) ?? { text: '', rows: 0 };
      texts.set(file, text);
      added.set(file, count);
    }
    const checked = await compareWith(new Map([...overlay, ...texts]));
    if (hasErrors(checked.offline)) return { unreadable: checked, texts };
    const isMore = excluded.take(checked, (one) => addresses.has(one));
    if (!isMore || round === MOST_PULL_ROUNDS) {
      for (const finding of [...others.left, ...excluded.findings()]) left.add(finding);
      const pending = pendingIn(checked);
      return { texts, added, left: left.all(), compared: checked, pending, items: others.items };
    }
    checked.close();
    close();
  }
}

interface Written {
  /** By contact set. */
  readonly files: ReadonlyMap<string, { readonly text: DataText; readonly rows: number }>;
  /** Addresses of all contacts in them. */
  readonly addresses: KeyIndex;
  readonly left: FirstFindings;
}

async function writeRows(
  { compared, reader, selection }: Adding,
  { kept, contacts: { people, additions } }: Rows,
  excluded: Exclusions,
): Promise<Written> {
  const context = {
    ...{
      catalog: compared.catalog,
      reader,
      names: await contactNames(reader, compared.catalog),
      isExcluded: excluded.isExcluded,
    },
    isPhone: await phoneTest(),
  };
  const files = new Map<string, { text: DataText; rows: number }>();
  const addresses = new KeyIndex();
  const left = new FirstFindings();
  let items: NewItem[] = [];
  const write = () => {
    const { set = '' } = items[0] ?? {};
    const file = files.get(set) ?? { text: new DataText(), rows: 0 };
    files.set(set, file);
    file.text.add([dataText(items)]);
    file.rows += items.length;
    items = [];
  };
  for (const row of rowsToBe(additions, kept)) {
    let item: NewItem | undefined;
    if ('found' in row) {
      const contact = people.get(row.found.id);
      if (contact === undefined) continue;
      const made = await newContact(livePerson(contact), row.found, context);
      for (const finding of made.left) if (isMeant(finding, selection)) left.add(finding);
      if (row.chosen) item = made.item;
    } else item = row;
    if (item === undefined || excluded.isRefused(item.address)) continue;
    if (items.length === WRITTEN_TOGETHER || (items.length > 0 && items[0]?.set !== item.set)) write();
    items.push(item);
    addresses.add(item.address);
  }
  if (items.length > 0) write();
  return { files, addresses, left };
}

function standIn(set: string): NewItem {
  return { kind: 'contact', set, address: address('contact', set), key: '', fields: {} };
}

function isDataFile(file: string, set: string): boolean {
  return file === dataFile(set) || file.endsWith(`/${dataFile(set)}`);
}
