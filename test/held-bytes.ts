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
  // Buffers that nobody holds are freed beside the program after a collection, at the latest when the next one begins.
  for (let times = 0; times < 3; times++) collect();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}
