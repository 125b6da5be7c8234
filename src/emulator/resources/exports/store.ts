import { storeOf } from '../../workspace.ts';

/** A job that exports what became of messages. Times are milliseconds. */
export interface ExportRecord {
  readonly job_identifier: string;
  readonly createdMs: number;
  readonly canceled: boolean;
}

/** By job_identifier, in the order of creation. */
export const exportsOf = storeOf(() => new Map<string, ExportRecord>());
