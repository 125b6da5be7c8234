import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { readPage, root } from '../../docs/pages.ts';

const page = readPage('docs/guides/ci-elsewhere.md');
const recipes = page.blocks.filter(({ language }) => language === 'yaml');
const hasShellcheck = spawnSync('shellcheck', ['--version']).error === undefined;

/** Every text that a shell gets. */
function scriptsOf(value: unknown, under = ''): string[] {
  if (typeof value === 'string') return ['script', 'run'].includes(under) ? [value] : [];
  if (Array.isArray(value)) return value.flatMap((one) => scriptsOf(one, under));
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => scriptsOf(inner, key));
}

describe('the recipes for other systems', () => {
  it('are three pipelines', () => {
    expect(recipes).toHaveLength(3);
  });

  it.each(recipes)(
    '$line: is YAML, plans with a reading token, and applies what a receipt holds',
    ({ text }) => {
      const scripts = scriptsOf(parse(text, { merge: true }));
      const of = (command: string) =>
        scripts.filter(
          (script) => script.includes(`run.js" ${command} `) || script.includes(`run.js ${command} `),
        );
      expect(of('plan').length).toBeGreaterThan(0);
      expect(of('apply')).toHaveLength(1);
      expect(of('apply')[0]).toMatch(/--auto-approve --expect \S*plan\.receipt"?$/);
      for (const script of scripts.filter((one) => one.includes('npm install')))
        expect(script).toMatch(
          /cd .* npm install --prefix \. --userconfig \.\/npmrc --ignore-scripts interform@\d/,
        );
      expect(text).toMatch(/INTERCOM_ACCESS_TOKEN(?:="\$|: \$\()INTERCOM_ACCESS_READ_TOKEN/);
    },
  );

  it.skipIf(!hasShellcheck).each(recipes)('$line: shellcheck (of the system) finds nothing', ({ text }) => {
    const scripts = scriptsOf(parse(text, { merge: true }));
    expect(scripts.length).toBeGreaterThan(3);
    for (const script of scripts) {
      // Azure puts its own in before a shell sees it.
      const input = `#!/bin/bash\n${script.replaceAll(/\$\(([A-Za-z.]+)\)/g, '/of-azure/$1')}\n`;
      const { stdout } = spawnSync('shellcheck', ['--exclude=SC2164,SC2034', '-'], {
        input,
        encoding: 'utf8',
      });
      expect(stdout, script).toBe('');
    }
  });

  it('name scripts that the package has', () => {
    const scripts = [...page.text.matchAll(/node_modules\/interform\/([\w/.-]+\.(?:sh|js))/g)].map(
      (found) => found[1] ?? '',
    );
    expect(new Set(scripts).size).toBe(3);
    for (const script of scripts) expect(existsSync(join(root, script)), script).toBe(true);
  });
});
