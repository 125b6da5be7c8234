import type { Json } from '../../types/json.ts';
import type { Look } from '../terminal/look.ts';
import { paintFor } from '../terminal/paint.ts';
import { displayWidth, padTo } from '../terminal/width.ts';
import { inert } from '../words/inert.ts';
import { placeText } from '../words/place-text.ts';
import { showValue } from '../words/value.ts';

interface Spot {
  readonly address: string;
  readonly file: string;
  readonly line?: number | undefined;
  readonly row?: number | undefined;
}

interface Said extends Spot {
  readonly value: Json;
}

/** One person as the manifests declare them. */
export interface Person {
  readonly declarations: readonly (Spot & {
    readonly set: string;
    readonly precedence: number;
    readonly owner?: string;
    readonly owner_tag?: string;
  })[];
  readonly fields: Readonly<
    Record<
      string,
      Said & {
        readonly united?: readonly Said[];
        readonly lost?: readonly Said[];
        readonly undecided?: boolean;
      }
    >
  >;
  readonly owner_tags: readonly string[];
}

const INDENT = '  ';
/** The longest value that is aligned with the others. */
const VALUE_COLUMNS = 40;

/** Who declares somebody, which value wins of each field, and which ones it wins over; without a newline at the end. */
export function renderPeople(people: readonly Person[], look: Look): string {
  return people.map((person) => personLines(person, look).join('\n')).join('\n\n');
}

function personLines({ declarations, fields, owner_tags }: Person, look: Look): string[] {
  const paint = paintFor(look.color);
  const count = declarations.length;
  const rows = Object.entries(fields).flatMap(([path, field]) => fieldRows(path, field, look));
  const columns = (of: (row: Row) => string) => Math.max(0, ...rows.map((row) => displayWidth(of(row))));
  const [paths, values] = [columns(({ path }) => path), columns(({ value }) => value)];
  return [
    `Declared by ${count} ${count === 1 ? 'contact set' : 'contact sets'}, the highest precedence first:`,
    ...declarations.map(({ address, set, precedence, owner, owner_tag, ...place }) => {
      const facts = [
        `set ${set}`,
        `precedence ${precedence}`,
        ...(owner === undefined ? [] : [`owner ${owner}`]),
        ...(owner_tag === undefined ? [] : [`owner tag ${owner_tag}`]),
      ];
      return `${INDENT}${paint('bold', inert(address))}  ${inert(facts.join(', '))}  ${paint('dim', placeText(place))}`;
    }),
    '',
    'What counts:',
    ...rows.map(
      ({ path, value, place, note }) =>
        `${INDENT}${padTo(path, paths)}  ${padTo(value, values)}  ${paint('dim', place)}${note === '' ? '' : `  ${note}`}`,
    ),
    '',
    owner_tags.length === 0
      ? 'Owner tags: none, so no set prunes this person.'
      : `Owner tags: ${inert(owner_tags.join(', '))}.`,
  ];
}

interface Row {
  readonly path: string;
  readonly value: string;
  readonly place: string;
  readonly note: string;
}

function fieldRows(path: string, field: Person['fields'][string], look: Look): readonly Row[] {
  const { united = [], lost = [], undecided, ...winner } = field;
  const row = (said: Said, first: string, note: string): Row => ({
    path: first,
    value: showValue(path, said.value, Math.max(20, Math.min(VALUE_COLUMNS, look.width / 2))),
    place: placeText(said),
    note,
  });
  const top = undecided === true ? 'undecided: sets of equal precedence disagree' : '';
  if (united.length > 1)
    return united.map((said, index) =>
      row(said, index === 0 ? inert(path) : '', index === 0 ? 'united' : ''),
    );
  return [
    row(winner, inert(path), top),
    ...lost.map((said) => row(said, '', undecided === true ? 'disagrees' : 'lost')),
  ];
}
