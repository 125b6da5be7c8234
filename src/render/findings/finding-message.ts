import type { Diagnostic } from '../../types/diagnostic.ts';
import { inert } from '../words/inert.ts';
import { placeText } from '../words/place-text.ts';

/**
 * A finding in lines for a place that shows the code and the position by itself: annotations, code scanning.
 *
 *     custom_attributes.plan is not one of the attribute's options
 *     "entreprise"; did you mean "enterprise"?
 *     help: options are free, pro, enterprise
 */
export function findingMessage({ summary, detail, help, row, request_id }: Diagnostic): string {
  return [
    `${inert(summary)}${row === undefined ? '' : ` (row ${row})`}`,
    ...(detail === undefined ? [] : [inert(detail)]),
    ...(help === undefined ? [] : [`help: ${inert(help)}`]),
    ...(request_id === undefined ? [] : [`request id: ${inert(request_id)}`]),
  ].join('\n');
}

/** `file:line`, `file row 3`, or the address of what stands in no file, which is not inert yet. */
export function findingPlace({ file, line, row, address }: Diagnostic): string | undefined {
  return file === undefined ? address : placeText({ file, line, row });
}

/** The file as seen from the root of the repository; `prefix` is the project folder there, '' or with `/` at its end. */
export function fileInRepository(file: string, prefix: string): string {
  return file.startsWith('/') ? file : `${prefix}${file}`;
}
