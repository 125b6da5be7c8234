// Prints the digest of the plan that a receipt is of, and the hash of its bytes: what the check on the head commit names. Exits 1
// for a file that is no receipt; whether it is whole, apply --expect finds out.
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';

const bytes = readFileSync(process.argv[2] ?? '');
const { format, digest } = JSON.parse(bytes.toString('utf8').split('\n', 1)[0]);
if (!/^interform-receipt\/\d+$/.test(format) || !/^sha256:[0-9a-f]{64}$/.test(digest)) process.exit(1);
process.stdout.write(`${digest} sha256:${createHash('sha256').update(bytes).digest('hex')}\n`);
