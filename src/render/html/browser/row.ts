import type { Action } from '../../../types/change.ts';
import { pairText } from '../../changes/merge-words.ts';
import { AT, BLOCKED, GRAVE, IDENTITY, NO_WORD, type ReportRow } from '../report-shape.ts';
import { fieldGist, fieldNodes } from './field.ts';
import { element, report, rowAt, word } from './page.ts';

/** Up to so many rows are open when the page opens: few changes are read in full, many are scanned line by line first. */
const OPEN_UP_TO = 40;
/** Fields of a closed row; one more where they say who somebody is. */
const GIST_FIELDS = 4;
const GIST_CHARACTERS = 300;

let isFolded = report.rows.length > OPEN_UP_TO;

/** Closes or opens all that is there, and rows as they are made from now on. */
export function foldAll(isClosed: boolean): void {
  isFolded = isClosed;
  const all = document.querySelectorAll<HTMLDetailsElement>('main details.row, main details.group');
  for (const node of all) node.open = !isClosed;
}

export function rowNode(index: number): HTMLElement {
  const row = rowAt(index);
  const className = `row${row[AT.flags] & GRAVE ? ' grave' : ''}`;
  const lists = [row[AT.fields], row[AT.notes], row[AT.also]];
  if (row[AT.why] === '' && lists.every(({ length }) => length === 0)) {
    const flat = element('div', className);
    flat.append(headNode(element('div', 'flat'), index));
    return flat;
  }
  const node = element('details', className);
  node.append(headNode(element('summary'), index));
  const fill = filledOnce(node, () => bodyNode(row));
  if (!isFolded) {
    fill();
    node.open = true;
  }
  return node;
}

/** Makes the inside of a node when it is opened, or when the returned function is called: of ten thousand rows most stay closed. */
export function filledOnce(node: HTMLDetailsElement, make: () => Node): () => void {
  let isFilled = false;
  const fill = () => {
    if (isFilled) return;
    isFilled = true;
    node.append(make());
  };
  node.addEventListener('toggle', () => {
    if (node.open) fill();
  });
  return fill;
}

/** What is done, and whether a guard holds it back. */
export function actionTag(index: number): HTMLElement {
  const action = word(rowAt(index)[AT.action]);
  return element('span', `act ${action}`, `${report.glyphs[action as Action]} ${action}`);
}

/** None where no guard holds the change back. */
export function blockedTags(index: number): readonly HTMLElement[] {
  return rowAt(index)[AT.flags] & BLOCKED ? [element('span', 'act blocked', '! blocked')] : [];
}

function headNode(head: HTMLElement, index: number): HTMLElement {
  const row = rowAt(index);
  const outcome = row[AT.outcome] === NO_WORD ? undefined : word(row[AT.outcome]);
  head.append(
    actionTag(index),
    ...(outcome === undefined ? [] : [element('span', `act ${outcome}`, outcome.replace('_', ' '))]),
    ...blockedTags(index),
    element('span', 'name mono', row[AT.address]),
    element('span', `gist mono${row[AT.flags] & IDENTITY ? ' whole' : ''}`, gistOf(row)),
    ...(row[AT.source] === '' ? [] : [element('span', 'dim small mono', row[AT.source])]),
  );
  return head;
}

/** What a closed row says in one line; of who somebody is nothing is cut. */
function gistOf(row: ReportRow): string {
  if (row[AT.outcome] !== NO_WORD) return row[AT.why];
  const isIdentity = (row[AT.flags] & IDENTITY) !== 0;
  const most = isIdentity ? GIST_FIELDS + 1 : GIST_FIELDS;
  const parts = row[AT.fields].slice(0, most).map(fieldGist);
  if (row[AT.fields].length > most) parts.push('…');
  const fields = parts.join(', ');
  // What is destructive says why before anything else.
  const why = row[AT.flags] & GRAVE ? `${row[AT.why]}${fields === '' ? '' : ' · '}` : '';
  return `${why}${fields}`.slice(0, isIdentity ? undefined : GIST_CHARACTERS);
}

function bodyNode(row: ReportRow): HTMLElement {
  const body = element('div', 'body');
  const pair = row[AT.pair];
  if (pair !== undefined) {
    const [lead, user, shares, isDoubtful] = pair;
    body.append(element('p', isDoubtful ? 'check' : '', pairText({ lead, user, shares, isDoubtful })));
  }
  if (row[AT.why] !== '') body.append(whyNode(row));
  if (row[AT.fields].length > 0) {
    const list = element('dl', 'fields');
    for (const field of row[AT.fields]) {
      const value = element('dd', 'mono');
      value.append(...fieldNodes(field));
      list.append(element('dt', 'mono', word(field[0])), value);
    }
    body.append(list);
  }
  body.append(
    ...row[AT.also].map((address) => element('p', 'dim small', `also declared as ${address}`)),
    ...row[AT.notes].map((note) => element('p', 'dim small', note)),
  );
  return body;
}

function whyNode(row: ReportRow): HTMLElement {
  const why = element('p', row[AT.flags] & GRAVE ? 'why' : 'dim');
  why.append(element('b', '', row[AT.outcome] === NO_WORD ? 'why: ' : ''), row[AT.why]);
  return why;
}
