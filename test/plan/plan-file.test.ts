import { createHash } from 'node:crypto';
import { gunzipSync, gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { planDigest } from '../../src/plan/digest.ts';
import { readPlanFile } from '../../src/plan/file/read-plan-file.ts';
import { planFileStream, trailerLine, writePlanFile } from '../../src/plan/file/write-plan-file.ts';
import type { PlanDocument } from '../../src/types/plan.ts';
import { examplePlan } from './example-changes.ts';

const text = [...writePlanFile(examplePlan())].join('');
const bytes = Buffer.from(text);

async function* inChunks(data: Uint8Array, size = data.length): AsyncGenerator<Uint8Array> {
  for (let start = 0; start < data.length; start += Math.max(1, size)) {
    yield data.subarray(start, start + Math.max(1, size));
  }
}

async function codeOf(data: Uint8Array | string): Promise<string | undefined> {
  const read = await readPlanFile(inChunks(Buffer.from(data)));
  return read.diagnostic?.code;
}

/** A file with a right checksum, as someone who knows the format would make it. */
function handMade(header: unknown, changes: readonly unknown[], digest: string): string {
  const body = [header, ...changes].map((line) => `${JSON.stringify(line)}\n`).join('');
  const checksum = `sha256:${createHash('sha256').update(body).digest('hex')}`;
  const actions = { create: 0, update: 0, convert: 0, merge: 0, archive: 0, unarchive: 0 };
  for (const { action } of changes as { action: keyof typeof actions }[])
    actions[action] = (actions[action] ?? 0) + 1;
  return body + trailerLine({ actions, digest, checksum });
}

function withChange(edit: (change: Record<string, unknown>) => void): string {
  const { changes, ...header } = examplePlan();
  const edited = structuredClone(changes) as unknown as Record<string, unknown>[];
  edit(edited[2]!);
  const digest = planDigest({ ...header, changes: edited as unknown as PlanDocument['changes'] });
  return handMade({ ...header, digest }, edited, digest);
}

describe('a plan file', () => {
  it('has a header, one change a line and a trailer', () => {
    const lines = text.trimEnd().split('\n');
    expect(lines).toHaveLength(7);
    expect(JSON.parse(lines[0]!)).toMatchObject({
      format: 'interform-plan/1',
      workspace: { id: 'ecahpwf5' },
    });
    expect(JSON.parse(lines[0]!)).not.toHaveProperty('changes');
    expect(JSON.parse(lines[1]!)).toMatchObject({ address: 'attribute/contact/plan' });
    expect(JSON.parse(lines[6]!)).toMatchObject({ trailer: { counts: { changes: 5, create: 3, merge: 1 } } });
  });

  it('reads back as the plan that was written, in chunks of any size', async () => {
    for (const size of [1, 7, 64, bytes.length]) {
      expect((await readPlanFile(inChunks(bytes, size))).plan).toEqual(examplePlan());
    }
  });

  it('reads back compressed, whatever it is called', async () => {
    const parts: Buffer[] = [];
    for await (const part of planFileStream(examplePlan(), { gzip: true })) parts.push(part as Buffer);
    const packed = Buffer.concat(parts);
    expect(gunzipSync(packed).toString()).toBe(text);
    for (const size of [1, packed.length]) {
      expect((await readPlanFile(inChunks(packed, size))).plan).toEqual(examplePlan());
    }
  });

  it('streams uncompressed as well', async () => {
    const parts: Buffer[] = [];
    for await (const part of planFileStream(examplePlan(), { gzip: false })) parts.push(Buffer.from(part));
    expect(Buffer.concat(parts).toString()).toBe(text);
  });

  it('is refused after any single byte was changed', async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(bytes.length - 1), fc.integer({ min: 1, max: 255 }), async (at, flip) => {
        const edited = Buffer.from(bytes);
        edited[at] = (edited[at] ?? 0) ^ flip;
        expect(await codeOf(edited)).toMatch(/^plan-file-/);
      }),
      { numRuns: 500 },
    );
  });

  it('is refused after a byte was put in or taken out', async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(bytes.length - 1), fc.nat(255), fc.boolean(), async (at, byte, insert) => {
        const tail = bytes.subarray(insert ? at : at + 1);
        const edited = Buffer.concat([bytes.subarray(0, at), Buffer.from(insert ? [byte] : []), tail]);
        expect(await codeOf(edited)).toMatch(/^plan-file-/);
      }),
      { numRuns: 300 },
    );
  });

  it('is refused when it is cut off anywhere', async () => {
    for (let length = 0; length < bytes.length; length += 1) {
      expect(await codeOf(bytes.subarray(0, length))).toMatch(/^plan-file-(truncated|foreign|count)$/);
    }
  });

  it('is refused compressed when its data is cut off, broken or followed by something', async () => {
    const packed = gzipSync(bytes);
    expect(await codeOf(packed.subarray(0, packed.length - 9))).toBe('plan-file-gzip');
    const broken = Buffer.from(packed);
    broken[40] = (broken[40] ?? 0) ^ 0xff;
    expect(await codeOf(broken)).toBe('plan-file-gzip');
    expect(await codeOf(Buffer.concat([packed, Buffer.from('garbage')]))).toBe('plan-file-gzip');
    expect(await codeOf(Buffer.concat([packed, packed]))).toBe('plan-file-trailing');
  });

  it.each([
    ['an empty file', '', 'plan-file-foreign'],
    ['a manifest', 'apiVersion: interform/v1\nkind: Tags\n', 'plan-file-foreign'],
    ['other JSON', '{"name":"ada"}\n', 'plan-file-foreign'],
    ['the output of plan --json', `${JSON.stringify(examplePlan())}\n`, 'plan-file-foreign'],
    ['a result', '{"format":"interform-result/1"}\n', 'plan-file-foreign'],
    ['a newer plan', text.replace('interform-plan/1', 'interform-plan/2'), 'plan-file-newer'],
    ['a file without its trailer', text.split('\n').slice(0, 6).join('\n'), 'plan-file-truncated'],
    ['a file with a line taken out', lines(text, (all) => all.splice(3, 1)), 'plan-file-count'],
    ['a file with a line put in', lines(text, (all) => all.splice(3, 0, all[3]!)), 'plan-file-count'],
    [
      'a file with lines swapped',
      lines(text, (all) => all.splice(2, 2, all[3]!, all[2]!)),
      'plan-file-edited',
    ],
    ['an edited value', text.replace('+15550100', '+15550199'), 'plan-file-edited'],
    ['two plans in one', text + text, 'plan-file-trailing'],
    ['garbage after the end', `${text}\u0000`, 'plan-file-trailing'],
    [
      'another digest in the trailer',
      text.replace(/("digest":"sha256:)....(?=[^\n]*\n$)/, '$10000'),
      'plan-file-edited',
    ],
  ])('is refused for what is wrong with it: %s', async (_, data, code) => {
    expect(await codeOf(data)).toBe(code);
  });

  it('says what to do about it', async () => {
    const { diagnostic } = await readPlanFile(
      inChunks(Buffer.from(text.replace('interform-plan/1', 'interform-plan/2'))),
    );
    expect(diagnostic).toMatchObject({ severity: 'error', help: expect.stringContaining('plan again') });
  });

  it('is refused when the digest is not that of its changes, even with a right checksum', async () => {
    const { changes, ...header } = examplePlan();
    const digest = `sha256:${'0'.repeat(64)}`;
    expect(await codeOf(handMade({ ...header, digest }, [...changes], digest))).toBe('plan-file-digest');
  });

  it.each<[string, (change: Record<string, unknown>) => void]>([
    ['an id that reaches another path', (one) => Object.assign(one, { id: '../admins' })],
    ['an unknown action', (one) => Object.assign(one, { action: 'destroy' })],
    ['no fields', (one) => Object.assign(one, { fields: 7 })],
    ['a field without after', (one) => Object.assign(one, { fields: { email: { before: 'a' } } })],
    [
      'a membership that is no list',
      (one) => Object.assign(one, { fields: { tags: { add: 'vip', remove: [] } } }),
    ],
    ['requires that are no addresses', (one) => Object.assign(one, { requires: [1] })],
    ['a missing key', (one) => delete one['kind']],
    ['values nested without end', (one) => Object.assign(one, { fields: { a: { after: nested(500) } } })],
    ['an address of another change', (one) => Object.assign(one, { address: 'tag/vip' })],
  ])('is refused when it was made by hand with %s', async (_, edit) => {
    expect(await codeOf(withChange(edit))).toBe('plan-file-invalid');
  });

  it('is refused when it changes what this version does not know, with who wrote it', async () => {
    const file = withChange((one) => Object.assign(one, { kind: 'macro', address: 'macro/greeting' }));
    const { diagnostic } = await readPlanFile(inChunks(Buffer.from(file)));
    expect(diagnostic).toMatchObject({
      code: 'plan-file-unknown-kind',
      severity: 'error',
      detail: 'line 4: macro/greeting is of kind macro, and interform 0.1.0 planned it',
      help: 'use the version that wrote it, or plan again with this one',
    });
  });

  it('that was made by hand but right is read', async () => {
    expect(await codeOf(withChange((one) => Object.assign(one, { reason: 'because' })))).toBeUndefined();
  });
});

function lines(all: string, edit: (lines: string[]) => void): string {
  const split = all.split('\n');
  edit(split);
  return split.join('\n');
}

function nested(depth: number): unknown {
  let value: unknown = 1;
  for (let level = 0; level < depth; level += 1) value = [value];
  return value;
}
