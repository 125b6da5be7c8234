import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

setFlagsFromString('--expose-gc');
const collect: () => void = runInNewContext('gc');

/** How many bytes of memory the result of `make` holds, disk not counted. */
export function heldBytes(make: () => unknown): number {
  const before = bytesNow();
  const kept = make();
  const held = bytesNow() - before;
  // Uses it, so that it is not collected before.
  if (kept === undefined) throw new Error('nothing was made');
  return held;
}

function bytesNow(): number {
  // Buffers without an owner are freed in the background after a collection, at the latest when the next one begins.
  for (let times = 0; times < 3; times++) collect();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}
