// A command line whose project says `name: value` in its migrations and whose workspace is the file $LIVE, to see what an apply is let
// do without the time that a real one takes. A value of `broken` or `blocked` makes a plan that fails or is blocked.
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const [command, ...flags] = process.argv.slice(2);
const valuesOf = (name) =>
  flags.filter((flag) => flag.startsWith(`--${name}=`)).map((flag) => flag.slice(name.length + 3));
const live = existsSync(process.env.LIVE) ? JSON.parse(readFileSync(process.env.LIVE, 'utf8')) : {};
const declared = existsSync('migrations')
  ? readdirSync('migrations')
      .sort()
      .flatMap((file) => readFileSync(join('migrations', file), 'utf8').split('\n'))
      .filter((line) => line.includes(': '))
      .map((line) => line.split(': '))
  : [];
const changes = Object.entries(Object.fromEntries(declared)).filter(([name, value]) => live[name] !== value);
const hash = (text) => createHash('sha256').update(text).digest('hex');

if (command === 'validate') process.stdout.write('interform.yaml\nmigrations/\n');
else if (command === 'plan') plan();
else if (command === 'apply') apply();
else throw new Error(`${command} is not asked for here`);

function plan() {
  process.stdout.write(`${changes.length} changes\n`);
  const isBroken = changes.some(([, value]) => value === 'broken');
  if (isBroken) process.exit(1);
  const header = { format: 'interform-receipt/1', digest: `sha256:${hash(JSON.stringify(changes))}` };
  const lines = [header, ...changes.map((change) => ({ change: hash(change.join()) }))];
  writeFileSync(valuesOf('receipt')[0], lines.map((line) => `${JSON.stringify(line)}\n`).join(''));
  if (changes.some(([, value]) => value === 'blocked')) process.exit(5);
  process.exit(changes.length === 0 ? 0 : 2);
}

function apply() {
  const heldBy = (file) => (change) => readFileSync(file, 'utf8').includes(hash(change.join()));
  const [expected, within] = [valuesOf('expect'), valuesOf('within')];
  const done = changes.filter(
    (change) =>
      (expected.length === 0 || expected.some((file) => heldBy(file)(change))) &&
      within.every((file) => heldBy(file)(change)),
  );
  writeFileSync(process.env.LIVE, JSON.stringify({ ...live, ...Object.fromEntries(done) }));
  process.stdout.write(`${done.length} of ${changes.length} done\n`);
  process.exit(done.length === changes.length ? 0 : 3);
}
