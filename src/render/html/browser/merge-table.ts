import { CHECK, userName } from '../../changes/merge-words.ts';
import { thousands } from '../../words/counted.ts';
import { AT } from '../report-shape.ts';
import { button, element, report, rowAt } from './page.ts';
import { blockedTags } from './row.ts';

/** Merges that are shown before somebody asks for all. */
const PAGE = 100;
const HEAD = ['', 'lead', 'user', 'they share', 'the user gets', ''];

/** Merges, a line each; why they are made stands once above those that have it in common. */
export function mergeTable(merges: readonly number[]): HTMLElement {
  const table = element('table', 'merges');
  const names = element('tr');
  names.append(...HEAD.map((name) => element('th', '', name)));
  const head = element('thead');
  head.append(names);
  const body = element('tbody');
  table.append(head, body);
  let said: string | undefined;
  let shown = 0;
  const showUpTo = (end: number) => {
    for (const index of merges.slice(shown, end)) {
      const why = rowAt(index)[AT.why];
      if (why !== said) body.append(reasonNode(why));
      said = why;
      body.append(mergeNode(index));
    }
    shown = end;
  };
  showUpTo(PAGE);
  if (merges.length <= PAGE) return table;
  const more = button('more', `Show all ${thousands(merges.length)} merges`);
  more.addEventListener('click', () => {
    more.remove();
    showUpTo(merges.length);
  });
  const part = element('div');
  part.append(table, more);
  return part;
}

function reasonNode(why: string): HTMLElement {
  const row = element('tr', 'reason');
  const cell = element('td', 'why', `why: ${why}`);
  cell.colSpan = HEAD.length;
  row.append(cell);
  return row;
}

function mergeNode(index: number): HTMLElement {
  const row = rowAt(index);
  const [lead, user, shares, isDoubtful, gets, more] = row[AT.pair] ?? ['', '', '', false, '', ''];
  const node = element('tr', `row grave${isDoubtful ? ' doubtful' : ''}`);
  node.title = `${row[AT.address]}${row[AT.source] === '' ? '' : `, ${row[AT.source]}`}`;
  const tags = element('td');
  tags.append(element('span', 'act merge', report.glyphs.merge), ...blockedTags(index));
  const got = element('td', 'mono gets', gets);
  if (more !== '') got.append(element('p', 'dim small', more));
  node.append(
    tags,
    element('td', 'name mono', lead),
    element('td', 'mono', `→ ${userName(user)}`),
    element('td', `shares${isDoubtful ? ' check' : ''}`, `${isDoubtful ? CHECK : ''}${shares}`),
    got,
    element('td', 'id dim small mono', row[AT.address]),
  );
  return node;
}
