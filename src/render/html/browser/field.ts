import type { ReportField } from '../report-shape.ts';
import { element, word } from './page.ts';

const ARROW = '\u2192';
const MINUS = '\u2212';

/** The text of a field for the search. */
export function searched(field: ReportField): string {
  switch (field[1]) {
    case 'v':
    case 't':
      return field[2];
    case 'c':
      return `${field[2]} ${field[3]}`;
    case 'm':
      return [...field[2], ...field[3]].join(' ');
    case 'd':
      return field[2].join(' ');
  }
}

/** A field as a few words of a closed row. */
export function fieldGist(field: ReportField): string {
  const path = word(field[0]).replace(/^custom_attributes\./, '');
  switch (field[1]) {
    case 'v':
    case 't':
      return `${path} ${field[2]}`;
    case 'c':
      return `${path} ${field[2]} ${ARROW} ${field[3]}`;
    case 'm':
      return `${path} ${[...field[2].map(taken), ...field[3].map(given)].join(', ')}`;
    case 'd':
      return `${path} changed`;
  }
}

/** What stands beside the path of a field in an open row. */
export function fieldNodes(field: ReportField): (Node | string)[] {
  switch (field[1]) {
    case 'v':
      return [element('span', 'to', field[2])];
    case 't':
      return [element('span', '', field[2])];
    case 'c':
      return [element('span', 'from', field[2]), ` ${ARROW} `, element('span', 'to', field[3])];
    case 'm':
      return [
        ...field[2].flatMap((name) => [element('span', 'from', taken(name)), ' ']),
        ...field[3].flatMap((name) => [element('span', 'to', given(name)), ' ']),
      ];
    case 'd': {
      const diff = element('pre');
      diff.append(...field[2].map((line) => element('span', SIGNS[line.charAt(0)] ?? '', `${line}\n`)));
      return [diff];
    }
  }
}

const SIGNS: Readonly<Record<string, string>> = { '+': 'plus', '-': 'minus', '@': 'at' };

function taken(name: string): string {
  return `${MINUS} ${name}`;
}

function given(name: string): string {
  return `+ ${name}`;
}
