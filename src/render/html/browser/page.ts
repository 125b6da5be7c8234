import type { ReportDocument, ReportRow } from '../report-shape.ts';

/** What the page was made of. */
export const report = JSON.parse(byId('data').textContent ?? '') as ReportDocument;

export function rowAt(index: number): ReportRow {
  const row = report.rows[index];
  if (row === undefined) throw new Error(`the report has no row ${index}`);
  return row;
}

export function word(index: number): string {
  return report.words[index] ?? '';
}

export function byId<E extends HTMLElement>(id: string): E {
  const found = document.getElementById(id);
  if (found === null) throw new Error(`the page has no ${id}`);
  return found as E;
}

/** Values only ever become text: nothing here parses markup. */
export function element<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  className = '',
  text?: string,
): HTMLElementTagNameMap[K] {
  const node = document.createElement(tag);
  if (className !== '') node.className = className;
  if (text !== undefined) node.textContent = text;
  return node;
}

export function button(className: string, text = ''): HTMLButtonElement {
  const node = element('button', className, text);
  node.type = 'button';
  return node;
}
