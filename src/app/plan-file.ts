import { createReadStream } from 'node:fs';
import { readPlanFile } from '../plan/file/read-plan-file.ts';
import { planFileStream } from '../plan/file/write-plan-file.ts';
import type { Diagnostic } from '../types/diagnostic.ts';
import { errorCode } from '../types/error-code.ts';
import type { PlanDocument } from '../types/plan.ts';
import { SealedChanges } from './planning/sealed-changes.ts';
import { writeWholeFile } from './whole-file.ts';

/** Writes the plan file, as a whole or not at all. Compressed if its name ends in `.gz`. */
export async function savePlan(plan: PlanDocument, file: string): Promise<void> {
  await writeWholeFile(file, planFileStream(plan, { gzip: file.endsWith('.gz') }), 0o600);
}

/** Reads and checks a plan file. */
export async function loadPlan(
  file: string,
): Promise<{ plan?: PlanDocument; diagnostics: readonly Diagnostic[] }> {
  try {
    const read = await readPlanFile(createReadStream(file), new SealedChanges());
    if (read.plan !== undefined) return { plan: read.plan, diagnostics: [] };
    return { diagnostics: [{ ...read.diagnostic, file }] };
  } catch (error) {
    const code = errorCode(error);
    if (code === undefined) throw error;
    return {
      diagnostics: [
        {
          code: 'unreadable-plan-file',
          severity: 'error',
          summary: code === 'ENOENT' ? 'there is no such plan file' : 'the plan file cannot be read',
          detail: code === 'ENOENT' ? file : code,
          help: 'write one with interform plan --out FILE',
          file,
        },
      ],
    };
  }
}
