import { assertNever } from '../../types/assert-never.ts';
import type { Filling } from '../../types/kind/generating.ts';
import { listed } from '../words/counted.ts';
import { codeText } from './code-text.ts';

/** Who fills a field, and from where: set `customers`: column `Product` of `data/billing.csv`. */
export function fillingText(filling: Filling): string {
  return `${fillerText(filling)}: ${whereText(filling)}${filling.isOnlyIfEmpty === true ? ', where it is empty' : ''}`;
}

/** A sentence about a source whose columns name the fields that they fill. */
export function sourceByNameText(filling: Filling): string {
  return `${capitalised(fillerText(filling))}: a column of ${codeText(filling.file)} that is called \`custom_attributes.NAME\` fills the attribute NAME.`;
}

/** As a sentence begins. */
export function capitalised(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
}

function fillerText({ by, name }: Filling): string {
  return name === null ? by : `${by} ${codeText(name)}`;
}

function whereText({ how, file, columns = [] }: Filling): string {
  const at = codeText(file);
  switch (how) {
    case 'column':
      return `${columns.length === 1 ? 'column' : 'columns'} ${listed(columns.map(codeText))} of ${at}`;
    case 'written':
      return `written in ${at}`;
    case 'default':
      return `default in ${at}`;
    case 'on_create':
      return `when it creates one, in ${at}`;
    default:
      return assertNever(how);
  }
}
