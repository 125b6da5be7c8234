import type { DictionaryField, DictionaryObject } from '../../types/generated.ts';
import { codeText } from './code-text.ts';
import { capitalised, fillingText, sourceByNameText } from './filling-text.ts';
import { CHANGE_MANIFESTS, madeBySentence } from './made-by.ts';
import { proseText } from './prose-text.ts';

interface Column {
  readonly head: string;
  /** Whether the table has it: a column that is empty in every row would say nothing. */
  isShown(object: DictionaryObject): boolean;
  cell(field: DictionaryField): string;
}

const COLUMNS: readonly Column[] = [
  {
    head: 'name',
    isShown: () => true,
    cell: ({ name, isArchived }) => `${codeText(name)}${isArchived ? ' (archived)' : ''}`,
  },
  { head: 'type', isShown: () => true, cell: ({ type }) => type },
  {
    head: 'options',
    isShown: ({ fields }) => fields.some(({ options }) => options !== undefined),
    cell: ({ options = [] }) => options.map(codeText).join(', '),
  },
  {
    head: 'description',
    isShown: () => true,
    cell: ({ description }) => (description === undefined ? '' : proseText(description)),
  },
  {
    head: 'sensitive',
    isShown: ({ fields }) => fields.some(({ isSensitive }) => isSensitive !== undefined),
    cell: ({ isSensitive }) => (isSensitive === true ? 'yes' : ''),
  },
  {
    head: 'filled by',
    isShown: ({ isFilled }) => isFilled === true,
    cell: ({ filledBy }) => filledBy.map(fillingText).join('<br>'),
  },
  {
    head: 'notes',
    isShown: ({ fields }) => fields.some(({ notes }) => notes.length > 0),
    cell: ({ notes }) => notes.map(proseText).join(', '),
  },
];

/**
 * The data dictionary as Markdown: a table for each described object that has a field or a name of its own. Columns are not
 * padded, so that one long name does not change every line of the file.
 */
export function renderDataDictionary(objects: readonly DictionaryObject[]): string {
  const shown = objects.filter(({ fields, name }) => fields.length > 0 || name !== undefined);
  const parts = [
    `<!-- ${madeBySentence('markdown')} ${CHANGE_MANIFESTS} -->`,
    '# Data dictionary',
    shown.length === 0
      ? 'The manifests declare no attributes.'
      : 'What the manifests declare of the Intercom workspace, and who fills it. Intercom may hold more that nobody declares here.',
    ...shown.flatMap(sectionOf),
  ];
  return `${parts.join('\n\n')}\n`;
}

function sectionOf(object: DictionaryObject): readonly string[] {
  const { title, name, description, notes = [], fields, filledByName } = object;
  const heading = name === undefined ? title : `${title} ${codeText(name)}`;
  return [
    `## ${heading}`,
    ...(description === undefined ? [] : [proseText(description)]),
    ...(notes.length === 0 ? [] : [`${capitalised(notes.map(proseText).join(', '))}.`]),
    ...(fields.length === 0 ? [] : [tableOf(object)]),
    ...(filledByName.length === 0 ? [] : [filledByName.map(sourceByNameText).join('\n\n')]),
  ];
}

function tableOf(object: DictionaryObject): string {
  const columns = COLUMNS.filter((column) => column.isShown(object));
  const rows = [
    columns.map(({ head }) => head),
    columns.map(() => '---'),
    ...object.fields.map((field) => columns.map(({ cell }) => cell(field))),
  ];
  return rows.map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}
