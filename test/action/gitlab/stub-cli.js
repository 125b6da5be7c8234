// Stands in for the command line: plans what $STUB says, and applies what the receipts that it gets hold.
import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';

const state = JSON.parse(readFileSync(process.env.STUB, 'utf8'));
const [command, ...flags] = process.argv.slice(2);
const values = (name) =>
  flags.filter((flag) => flag.startsWith(`--${name}=`)).map((flag) => flag.slice(name.length + 3));
const changesOf = (file) => readFileSync(file, 'utf8').trim().split('\n').slice(1);
const say = (text) => process.stdout.write(`${text}\n`);

if (command === 'validate') {
  if (state.reads === undefined) process.exit(2);
  for (const path of state.reads) say(path);
}
if (command === 'plan') {
  const { changes, blocked = false, text } = state;
  const digest = createHash('sha256').update(changes.join()).digest('hex');
  const head = JSON.stringify({ format: 'interform-receipt/2', digest: `sha256:${digest}` });
  const [receipt] = values('receipt');
  const [page] = values('report');
  if (receipt !== undefined && !blocked) writeFileSync(receipt, `${[head, ...changes].join('\n')}\n`);
  if (page !== undefined) writeFileSync(page.replace('html=', ''), '<html>');
  say(text ?? `plans ${changes.join(', ')}`);
  process.exitCode = blocked ? 5 : changes.length === 0 ? 0 : 2;
}
if (command === 'apply') {
  const within = values('within').flatMap(changesOf);
  const expected = values('expect').flatMap(changesOf);
  const done = [...new Set(expected)].filter((one) => values('within').length === 0 || within.includes(one));
  say(`applied ${done.join(', ')}`);
  if (state.result !== undefined)
    writeFileSync(
      values('report')[0].replace('json=', ''),
      state.result === 'cut' ? '{' : JSON.stringify(state.result),
    );
  process.exitCode = state.exit ?? 0;
}
