import { createHash } from 'node:crypto';
import { kindOf } from '../../kinds/index.ts';
import type { Change } from '../../types/change.ts';
import type { Diagnostic } from '../../types/diagnostic.ts';
import { KeyIndex } from '../../types/key-index.ts';
import { type Changes, PLAN_FORMAT, type PlanDocument } from '../../types/plan.ts';
import { DigestTally } from '../digest.ts';
import { byteLines, LineTooLong } from './byte-lines.ts';
import { hasOwn, jsonLine } from './json-line.ts';
import { BrokenGzip, plainBytes } from './plan-bytes.ts';
import { planFileProblem } from './plan-file-problem.ts';
import { asChange, asHeader, changeProblem, headerProblem } from './plan-shape.ts';
import { type PlanHeader, trailerLine } from './write-plan-file.ts';
import { ActionTally, ChangeList, type ChangeStore } from './written-changes.ts';

export type ReadPlan =
  | { readonly plan: PlanDocument; readonly diagnostic?: undefined }
  | { readonly plan?: undefined; readonly diagnostic: Diagnostic };

/** Far above the size of any header, even with many findings. */
const MAX_LINE_BYTES = 64 * 1024 * 1024;

/**
 * Reads a plan file, compressed or not, and refuses every file that is not, byte for byte, what `writePlanFile` wrote. Of
 * several problems it reports the one that explains the others: cut off, then miscounted, then edited, then hand-made. Rejects
 * only when the bytes cannot be read. `store` collects the changes, in a list by default.
 */
export async function readPlanFile(
  chunks: AsyncIterable<Uint8Array>,
  store: ChangeStore = new ChangeList(),
): Promise<ReadPlan> {
  try {
    return await readLines(byteLines(plainBytes(chunks), MAX_LINE_BYTES), store);
  } catch (failure) {
    if (failure instanceof BrokenGzip)
      return { diagnostic: planFileProblem('plan-file-gzip', failure.message) };
    if (failure instanceof LineTooLong)
      return { diagnostic: planFileProblem('plan-file-foreign', failure.message) };
    throw failure;
  }
}

async function readLines(lines: AsyncIterable<Buffer>, store: ChangeStore): Promise<ReadPlan> {
  const hash = createHash('sha256');
  const [digest, actions, addresses] = [new DigestTally(), new ActionTally(), new KeyIndex()];
  let [kept, isTwice] = [0, false];
  let header: PlanHeader | undefined;
  let trailer: { readonly value: unknown; readonly text: string } | undefined;
  let invalid: Diagnostic | undefined;
  let number = 0;
  for await (const line of lines) {
    number += 1;
    if (trailer !== undefined) {
      return { diagnostic: planFileProblem('plan-file-trailing', 'the plan ended before', number) };
    }
    const ended = line.at(-1) === 0x0a;
    const parsed = jsonLine(line);
    if (header === undefined) {
      const foreign = headerDiagnostic(parsed, ended);
      if (foreign !== undefined) return { diagnostic: foreign };
      const problem = headerProblem(parsed);
      // Without a valid header nobody can tell an edited file from a hand-made one.
      if (problem !== undefined) return { diagnostic: planFileProblem('plan-file-invalid', problem, number) };
      header = asHeader(parsed);
      hash.update(line);
      continue;
    }
    if (!ended) return { diagnostic: planFileProblem('plan-file-truncated', 'the line has no end', number) };
    if (parsed === undefined) {
      return { diagnostic: planFileProblem('plan-file-edited', 'the line is not JSON', number) };
    }
    if (hasOwn(parsed, 'trailer')) {
      trailer = { value: parsed.trailer, text: line.toString('utf8') };
      continue;
    }
    hash.update(line);
    const problem = changeProblem(parsed);
    if (problem !== undefined) {
      invalid ??= planFileProblem('plan-file-invalid', problem, number);
      continue;
    }
    const change = asChange(parsed);
    if (kindOf(change.kind) === undefined) invalid ??= unknownKind(change, header, number);
    for (const tally of [digest, actions]) tally.take(change);
    if (addresses.add(change.address) !== kept) isTwice = true;
    kept = addresses.size;
    store.add(change, line.toString('utf8', 0, line.length - 1));
  }
  if (header === undefined) return { diagnostic: planFileProblem('plan-file-foreign', 'the file is empty') };
  if (trailer === undefined) {
    return {
      diagnostic: planFileProblem(
        'plan-file-truncated',
        `it ends after line ${number} without its last line`,
      ),
    };
  }
  const changes = store.seal();
  const expected = {
    actions: actions.counts,
    digest: header.digest,
    checksum: `sha256:${hash.digest('hex')}`,
  };
  const diagnostic =
    countDiagnostic(trailer.value, number - 2) ??
    checksumDiagnostic(trailer.value, expected.checksum) ??
    invalid ??
    (trailer.text === trailerLine(expected)
      ? undefined
      : planFileProblem('plan-file-edited', 'the last line is not as it was written', number)) ??
    digestDiagnostic(header, digest.digest(header)) ??
    (isTwice && header.masked !== true ? twiceDiagnostic(changes) : undefined);
  return diagnostic === undefined ? { plan: { ...header, changes } } : { diagnostic };
}

/** A newer version may know more kinds and write the same format. */
function unknownKind({ address, kind }: Change, { tool }: PlanHeader, line: number): Diagnostic {
  const detail = `${address} is of kind ${kind}, and interform ${tool} planned it`;
  return planFileProblem('plan-file-unknown-kind', detail, line);
}

function headerDiagnostic(parsed: unknown, ended: boolean): Diagnostic | undefined {
  const format = hasOwn(parsed, 'format') ? parsed.format : undefined;
  if (typeof format !== 'string' || !format.startsWith('interform-')) {
    return planFileProblem('plan-file-foreign', 'it does not begin like one');
  }
  if (format !== PLAN_FORMAT) {
    return /^interform-plan\/\d+$/.test(format)
      ? planFileProblem('plan-file-newer', `it says ${format}, and this version knows ${PLAN_FORMAT}`)
      : planFileProblem('plan-file-foreign', `it says that it is ${JSON.stringify(format.slice(0, 60))}`);
  }
  if (hasOwn(parsed, 'changes')) {
    return planFileProblem('plan-file-foreign', 'it is the output of plan --json, which is for reading only');
  }
  if (!ended) return planFileProblem('plan-file-truncated', 'it ends within its first line');
  return undefined;
}

function countDiagnostic(trailer: unknown, found: number): Diagnostic | undefined {
  const counts = hasOwn(trailer, 'counts') ? trailer.counts : undefined;
  const said = hasOwn(counts, 'changes') ? counts.changes : undefined;
  if (said === found) return undefined;
  return planFileProblem(
    'plan-file-count',
    `it holds ${found}, and its last line says ${JSON.stringify(said)}`,
  );
}

function checksumDiagnostic(trailer: unknown, checksum: string): Diagnostic | undefined {
  if (hasOwn(trailer, 'checksum') && trailer.checksum === checksum) return undefined;
  return planFileProblem('plan-file-edited', 'its checksum is not that of its bytes');
}

/**
 * Only a hand-made file with a right checksum fails here. A masked plan is exempt: it keeps the digest of the real changes, and
 * two contacts may have the same mask. It is never applied.
 */
function digestDiagnostic(header: PlanHeader, digest: string): Diagnostic | undefined {
  if (header.masked === true || digest === header.digest) return undefined;
  return planFileProblem('plan-file-digest', `it says ${header.digest}, and its changes come to ${digest}`);
}

/** Called when an index of hashes saw an address twice: compares the addresses themselves. */
function twiceDiagnostic(changes: Changes): Diagnostic | undefined {
  const seen = new Set<string>();
  for (const { address } of changes) {
    if (seen.has(address)) return planFileProblem('plan-file-invalid', `${address} is there twice`);
    seen.add(address);
  }
  return undefined;
}
