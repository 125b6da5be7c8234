import { describe, expect, it } from 'vitest';
import { parseYaml } from '../../src/manifest/parse-yaml.ts';
import { findingsOf, manifestsIn } from './load.ts';

const TAGS = 'apiVersion: interform/v1\nkind: Tags\n';

async function tagsOf(text: string | Uint8Array) {
  const { documents, diagnostics } = await manifestsIn({ 'migrations/0001.yaml': text });
  expect(diagnostics).toEqual([]);
  return documents.flatMap(({ data }) => data['tags']);
}

describe('what YAML may look like', () => {
  it('reads a file that begins with a byte order mark, its columns unmoved', async () => {
    expect(await tagsOf(`\uFEFF${TAGS}tags: [vip]\n`)).toEqual(['vip']);
    expect(await findingsOf('\uFEFFapiVersion: interform/v1\nkind: Tag\n')).toEqual([
      expect.stringContaining('migrations/0001.yaml:2:7 unknown-kind'),
    ]);
  });

  it('reads Windows line ends and counts their lines', async () => {
    expect(await tagsOf(`${TAGS}tags: [vip]\n`.replaceAll('\n', '\r\n'))).toEqual(['vip']);
    expect(await findingsOf(`${TAGS}tag: [vip]\n`.replaceAll('\n', '\r\n'))).toEqual([
      expect.stringContaining('migrations/0001.yaml:3:1 unknown-key'),
    ]);
  });

  it('reads every document of a file and skips empty ones', async () => {
    expect(
      await tagsOf(`---\n# nothing\n---\n${TAGS}tags: [vip]\n---\n${TAGS}tags: [beta]\n...\n---\n`),
    ).toEqual([['vip'], ['beta']].flat());
  });

  it('warns where no file declares anything', async () => {
    expect(await findingsOf('')).toEqual([expect.stringMatching(/^ empty-manifests: /)]);
    expect(await findingsOf('# later\n---\n')).toEqual([expect.stringMatching(/^ empty-manifests: /)]);
  });

  it('follows anchors, aliases and merge keys; own keys win over merged ones', async () => {
    const { documents, diagnostics } = await manifestsIn({
      'migrations/0001.yaml': `apiVersion: interform/v1
kind: Companies
companies:
  acme: &base { name: Acme, size: 10, tags: &tags [vip] }
  beta: { <<: *base, name: Beta }
  gamma: { name: Gamma, tags: *tags }
`,
    });
    expect(diagnostics).toEqual([]);
    const [document] = documents;
    expect(document?.data['companies']).toEqual({
      acme: { name: 'Acme', size: 10, tags: ['vip'] },
      beta: { name: 'Beta', size: 10, tags: ['vip'] },
      gamma: { name: 'Gamma', tags: ['vip'] },
    });
    expect(document?.place(['companies', 'beta', 'size'])).toMatchObject({ line: 4, column: 35 });
  });

  it('reads a manifest of 10 MB and still knows every place', async () => {
    const words = 'reads letters '.repeat(40).slice(0, 250);
    let text = 'apiVersion: interform/v1\nkind: ContactSet\nname: big\ncontacts:\n';
    for (let i = 0; text.length < 10e6; i++) text += `  - email: p${i}@example.com\n    name: ${words}\n`;
    const { documents, diagnostics } = await manifestsIn({ 'migrations/0001.yaml': text });
    expect(diagnostics).toEqual([]);
    expect(documents[0]?.place(['contacts', 30_000, 'name'])).toMatchObject({ line: 60_006, column: 11 });
  });
});

describe('what YAML may not look like', () => {
  const cases: readonly [string, string, readonly string[]][] = [
    [
      'a tab for indentation',
      `${TAGS}tags:\n\t- vip\n`,
      [
        'migrations/0001.yaml:4:1 yaml-tab: a tab stands where YAML wants spaces (tabs cannot indent) = indent with spaces',
      ],
    ],
    [
      'a key that stands twice',
      `${TAGS}tags: [vip]\n"tags": [beta]\n`,
      [
        'migrations/0001.yaml:4:1 duplicate-key: the key tags stands twice in one map (first at migrations/0001.yaml:3:1) = keep one of the two',
      ],
    ],
    [
      'typographic quotes',
      `${TAGS}tags: [vip]\nname: “Ada”: x\n`,
      [expect.stringMatching(/0001\.yaml:4:7 typographic-quotes: .*“ is no quote to YAML/)],
    ],
    [
      'a text that a typographic quote should close',
      `${TAGS}tags: ["vip”]\n`,
      [expect.stringMatching(/0001\.yaml:3:12 typographic-quotes: /)],
    ],
    [
      'an alias without an anchor',
      `${TAGS}tags: [*vip]\n`,
      [expect.stringMatching(/0001\.yaml:3:8 unknown-alias: the alias \*vip has no anchor before it/)],
    ],
    [
      'an alias inside what it refers to',
      `${TAGS}tags: &tags [vip, *tags]\n`,
      [expect.stringMatching(/0001\.yaml:3:19 alias-loop: /)],
    ],
    ['a list as a key', `${TAGS}? [vip]\n: 1\n`, [expect.stringMatching(/0001\.yaml:3:3 bad-key: /)]],
    [
      'a merge key of a scalar',
      `${TAGS}<<: vip\ntags: [a]\n`,
      [expect.stringMatching(/:3:1 bad-merge-key: /)],
    ],
    ['a tag of its own', `${TAGS}tags: !vip [a]\n`, [expect.stringMatching(/:3:7 yaml-syntax: .*!vip/)]],
    ['YAML 1.1', `%YAML 1.1\n---\n${TAGS}tags: [a]\n`, [expect.stringMatching(/:1:1 yaml-version: /)]],
    [
      'a variable in a flow map without quotes',
      `${TAGS}tags: { a: \${var.suffix}, b: 1 }\n`,
      [expect.stringMatching(/:3:12 yaml-syntax: .*needs quotes = put quotes around the whole value/)],
    ],
    [
      'a colon in a value',
      `${TAGS}tags: vip: beta\n`,
      [expect.stringMatching(/:3:7 yaml-syntax: .*= put quotes/)],
    ],
    [
      'several errors, all at once',
      `${TAGS}tags: vip: beta\n---\n${TAGS}tags: @vip\n`,
      [expect.stringMatching(/:3:7 yaml-syntax: /), expect.stringMatching(/:7:7 yaml-syntax: /)],
    ],
  ];
  for (const [name, text, findings] of cases) {
    it(`refuses ${name}`, async () => {
      expect(await findingsOf(text)).toEqual(findings);
    });
  }

  it('names the encoding of a file that is not UTF-8', async () => {
    expect(await findingsOf(Buffer.from(`\uFEFF${TAGS}`, 'utf16le'))).toEqual([
      expect.stringMatching(/^migrations\/0001\.yaml not-utf8: .*UTF-16.* = save it as UTF-8/),
    ]);
    expect(await findingsOf(Buffer.from(`${TAGS}tags: [caf\xe9]\n`, 'latin1'))).toEqual([
      expect.stringMatching(/^migrations\/0001\.yaml:3 not-utf8: /),
    ]);
  });

  it.each([
    ['brackets', '['.repeat(100_000)],
    ['maps', '{a: '.repeat(50_000)],
    ['dashes', '- '.repeat(20_000)],
    ['lines', Array.from({ length: 500 }, (_, i) => `${' '.repeat(i)}a:`).join('\n')],
  ])('refuses %s that nest more than 64 deep', (_, text) => {
    const { trees, diagnostics } = parseYaml('deep.yaml', text);
    expect(trees).toEqual([]);
    expect(diagnostics).toMatchObject([{ code: 'nested-too-deep', file: 'deep.yaml', severity: 'error' }]);
  });

  it('reads 60 levels', () => {
    expect(parseYaml('deep.yaml', `${'['.repeat(60)}${']'.repeat(60)}`).diagnostics).toEqual([]);
  });

  it.each([
    [
      'lists',
      (name: string, below: string) => `${name}: &${name} [${Array(10).fill(`*${below}`).join(', ')}]`,
    ],
    [
      'maps',
      (name: string, below: string) =>
        `${name}: &${name} { ${Array.from({ length: 10 }, (_, i) => `k${i}: *${below}`).join(', ')} }`,
    ],
  ])('refuses an alias bomb of %s', async (_, line) => {
    const names = [...'abcdefghi'];
    const lines = names.map((name, i) => (i === 0 ? 'a: &a [x, y]' : line(name, names[i - 1] ?? '')));
    expect(await findingsOf(`${TAGS}${lines.join('\n')}\n`)).toEqual([
      expect.stringMatching(/ alias-bomb: /),
    ]);
  });

  it('refuses aliases that nest too deep though the text does not', async () => {
    const names = Array.from({ length: 80 }, (_, i) => `a${i}`);
    const lines = names.map((name, i) => `${name}: &${name} [${i === 0 ? 'x' : `*a${i - 1}`}]`);
    expect(await findingsOf(`${TAGS}${lines.join('\n')}\n`)).toEqual([
      expect.stringMatching(/ nested-too-deep: /),
    ]);
  });
});
