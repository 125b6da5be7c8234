import { thousands } from '../../words/counted.ts';
import type { ReportEntry } from '../report-shape.ts';
import { isFiltered, isSearching, matches, startFilters } from './filters.ts';
import { mergeTable } from './merge-table.ts';
import { button, byId, element, report } from './page.ts';
import { actionTag, blockedTags, filledOnce, foldAll, rowNode } from './row.ts';

/** Entries of a section, and rows of a group, that are shown before somebody asks for more. */
const PAGE = 100;
const GROUP_PAGE = 50;

/** The rows of an entry that pass the filters. */
interface Found {
  readonly entry: ReportEntry;
  readonly rows: readonly number[];
}

/** Shows the rows that pass the filters, section by section. */
function update(): void {
  let shown = 0;
  for (const [at, section] of report.sections.entries()) {
    const found = section.entries.map(foundIn).filter(({ rows }) => rows.length > 0);
    const count = found.reduce((sum, { rows }) => sum + rows.length, 0);
    const list = byId(`list-${at}`);
    list.textContent = '';
    byId(`section-${at}`).hidden = found.length === 0;
    for (const id of [`count-${at}`, `jump-${at}`]) byId(id).textContent = `(${thousands(count)})`;
    fillByPage(list, found, PAGE, entryNode);
    shown += count;
  }
  const { length } = report.rows;
  byId('shown').textContent = isFiltered()
    ? `${thousands(shown)} of ${thousands(length)} ${report.noun}s shown`
    : `${thousands(length)} ${report.noun}${length === 1 ? '' : 's'}`;
  byId('empty').hidden = shown > 0;
  byId('reset').hidden = !isFiltered();
}

function foundIn(entry: ReportEntry): Found {
  const rows = typeof entry === 'number' ? [entry] : entry.rows;
  return { entry, rows: rows.filter(matches) };
}

function entryNode({ entry, rows }: Found): HTMLElement {
  if (typeof entry === 'number') return rowNode(entry);
  if (entry.table === true) return mergeTable(rows);
  return groupNode(entry, rows);
}

/** A group that unfolds to those of its rows that pass the filters. */
function groupNode(
  group: { readonly title: string; readonly rows: readonly number[] },
  found: readonly number[],
): HTMLElement {
  const [first = 0] = group.rows;
  const matching = `${thousands(found.length)} of ${thousands(group.rows.length)} match`;
  const head = element('summary');
  head.append(
    actionTag(first),
    ...blockedTags(first),
    ...(found.length < group.rows.length ? [element('span', 'dim small', matching)] : []),
    element('span', 'name', group.title),
  );
  const node = element('details', 'group');
  node.append(head);
  filledOnce(node, () => {
    const body = element('div', 'body list');
    fillByPage(body, found, GROUP_PAGE, rowNode);
    return body;
  });
  if (isSearching() && found.length <= GROUP_PAGE) node.open = true;
  return node;
}

/** Puts the nodes of a list in place page by page. */
function fillByPage<T>(
  container: HTMLElement,
  items: readonly T[],
  page: number,
  make: (item: T) => Node,
): void {
  let shown = 0;
  const more = button('more');
  const showNext = () => {
    const next = items.slice(shown, shown + page);
    shown += next.length;
    more.remove();
    container.append(...next.map(make));
    const left = items.length - shown;
    if (left === 0) return;
    more.textContent = `Show ${thousands(Math.min(page, left))} more of ${thousands(left)}`;
    container.append(more);
  };
  more.addEventListener('click', showNext);
  showNext();
}

startFilters(update);
byId('collapse').addEventListener('click', () => foldAll(true));
byId('expand').addEventListener('click', () => foldAll(false));
update();
