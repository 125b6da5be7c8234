export { splitCell } from './cell-list.ts';
export { phoneReader } from './cell-phone.ts';
export { dateFormat } from './date-format.ts';
export { diskFiles } from './disk.ts';
export { mappedRowsOf } from './mapped-rows.ts';
export { openFile, sourceBytes } from './open-file.ts';
export { type Preset, presetNamed } from './presets.ts';
export type { SourceRow as OpenedRow } from './source-row.ts';
export { writeRejects } from './write-rejects.ts';
