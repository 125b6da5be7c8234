import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ProjectFolder } from '../commands/project-folder.ts';
import { ACME, runGenerate } from './acme.ts';
import { compilerErrors } from './compiled.ts';
import { expectGolden } from './golden.ts';

let acme: ProjectFolder;

beforeAll(() => {
  acme = new ProjectFolder(ACME);
});
afterAll(() => acme.remove());

describe('interform generate types', () => {
  it('writes an interface for contacts and one for companies', async () => {
    const { exit, out, err } = await runGenerate('types', acme.path);
    expect({ exit, err }).toEqual({ exit: 0, err: '' });
    expectGolden('acme.ts.txt', out);
  });

  it('compiles, and takes what Intercom holds', async () => {
    expect((await runGenerate('types --out intercom.ts', acme.path)).out).toBe('Wrote intercom.ts.\n');
    acme.write(
      'right.ts',
      `import type { CompanyCustomAttributes, ContactCustomAttributes, UnixSeconds } from './intercom.ts';
const ada: ContactCustomAttributes = {
  plan: 'pro', seats: 3, score: 0.5, 'is-trial': false, 'Renewal date': 1700000000, pronouns: null, region: 'asia',
};
const plan: 'free' | 'pro' | 'enterprise' = ada.plan ?? 'free';
const at: UnixSeconds | null | undefined = ada.last_order;
const acme: CompanyCustomAttributes = { arr: 1, plan: 'any text' };
export const all = [ada, plan, at, acme];
`,
    );
    expect(compilerErrors(acme.path, ['right.ts', '--allowImportingTsExtensions'])).toEqual([]);
  });

  it('refuses what Intercom would not take', async () => {
    await runGenerate('types --out intercom.ts', acme.path);
    const wrong = [
      ["{ plan: 'gold' }", 'TS2322'],
      ["{ seats: '3' }", 'TS2322'],
      ["{ 'Renewal date': '2026-11-30' }", 'TS2322'],
      ['{ last_order: new Date() }', 'TS2322'],
      ['{ pronuns: null }', 'TS2561'],
      ['{ arr: 1 }', 'TS2353'],
    ] as const;
    const lines = wrong.map(([value], at) => `export const c${at}: ContactCustomAttributes = ${value};`);
    const text = `import type { ContactCustomAttributes } from './intercom.ts';\n${lines.join('\n')}\n`;
    acme.write('wrong.ts', text);
    expect(compilerErrors(acme.path, ['wrong.ts', '--allowImportingTsExtensions'])).toEqual(
      wrong.map(([, code], at) =>
        expect.stringMatching(new RegExp(`^wrong\\.ts\\(${at + 2},.*error ${code}:`)),
      ),
    );
  });

  it('is a declaration file as well', async () => {
    await runGenerate('types --out intercom.d.ts', acme.path);
    expect(compilerErrors(acme.path, ['intercom.d.ts'])).toEqual([]);
  });
});
