import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

setFlagsFromString('--expose-gc');
const collect: () => void = runInNewContext('gc');

/** How many bytes of memory what is made holds, disk not counted. */
export function heldBytes(make: () => unknown): number {
  const before = bytesNow();
  const kept = make();
  const held = bytesNow() - before;
  // Until here it must not be collected.
  if (kept === undefined) throw new Error('nothing was made');
  return held;
}

function bytesNow(): number {
  collect();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}
