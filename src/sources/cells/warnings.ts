/** Warnings about cells that can be read but look odd. Whoever reports one adds severity and place. */

export const FORMULA = {
  code: 'formula-cell',
  summary: 'the cell begins with =',
  help: 'it is taken as text; export values instead of formulas if it was meant as one',
};
export const GUARDED = {
  code: 'guarded-cell',
  summary: 'a spreadsheet has marked the cell as text, and the mark is taken off',
  help: '="…" around a text and an apostrophe before a digit, = + - or @ are such marks; export without them to be rid of this warning',
};
export const BLANK_WORD = {
  code: 'blank-word',
  summary: 'the cell holds what a program writes for nothing, and is left alone',
  help: 'if it is to clear the field name the word in nulls:, if it is a value in values:',
};
export const DOUBTFUL = {
  email: {
    code: 'unwrapped-email',
    summary: 'an email address is read out of what stands around it',
    help: 'mailto:, a name and angle brackets are taken off; export addresses alone to be rid of this warning',
  },
  phone: {
    code: 'doubtful-phone',
    summary: 'no country gives out this phone number',
    help: 'it is taken as it is; check the digits',
  },
  date: {
    code: 'doubtful-date',
    summary: 'a small number is taken for Unix seconds, soon after 1970',
    help: 'if it is a day such as 20240115, say so: { column: …, date: YYYYMMDD }; if it is the day number of a spreadsheet, export dates',
  },
  digits: {
    code: 'doubtful-date',
    summary: 'the digits of a date are taken for Unix milliseconds',
    help: 'declare their form: { column: …, date: YYYYMMDDHHmm }',
  },
};
