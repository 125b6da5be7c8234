import { quotedYaml } from '../pull/yaml-text.ts';

/** A text as one word of a shell command. */
export function shellWord(text: string): string {
  return /^[\w.@/-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}

/** A text as a YAML value, in quotes where YAML would read something else. */
export function yamlWord(text: string): string {
  const isPlain =
    /^[a-z](?:[\w./@ -]*[\w./@-])?$/i.test(text) && !/^(?:true|false|null|yes|no|on|off)$/i.test(text);
  return isPlain ? text : quotedYaml(text);
}

/** A YAML value for GitHub, which evaluates `${{ … }}` almost everywhere. */
export function githubWord(text: string): string {
  return yamlWord(text.replaceAll(`\${{`, () => `\${{ '\${{' }}`));
}

/** A string literal in a GitHub expression. */
export function expressionText(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

/** A branch name where GitHub expects a pattern. */
export function branchWord(branch: string): string {
  return yamlWord(branch.replace(/[*?+[\]!\\]/g, (char) => `\\${char}`));
}

/** A shell command as a YAML value, in quotes where necessary. */
export function yamlCommand(text: string): string {
  return /^[\w .@/:=>-]+$/.test(text) && !text.includes(': ') ? text : quotedYaml(text);
}
