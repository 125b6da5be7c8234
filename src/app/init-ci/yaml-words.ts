import { quotedYaml } from '../pull/yaml-text.ts';

/** A word of a command line. */
export function shellWord(text: string): string {
  return /^[\w.@/-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}

/** A value as it is, where YAML takes it for the text that it is. */
export function yamlWord(text: string): string {
  const isPlain =
    /^[a-z](?:[\w./@ -]*[\w./@-])?$/i.test(text) && !/^(?:true|false|null|yes|no|on|off)$/i.test(text);
  return isPlain ? text : quotedYaml(text);
}

/** A value for GitHub, which evaluates `${{ … }}` in all but a few places. */
export function githubWord(text: string): string {
  return yamlWord(text.replaceAll(`\${{`, () => `\${{ '\${{' }}`));
}

/** A text in an expression of GitHub. */
export function expressionText(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

/** The name of a branch where GitHub takes a pattern. */
export function branchWord(branch: string): string {
  return yamlWord(branch.replace(/[*?+[\]!\\]/g, (char) => `\\${char}`));
}

/** A command; where it holds what means something to YAML, in quotes. */
export function yamlCommand(text: string): string {
  return /^[\w .@/:=>-]+$/.test(text) && !text.includes(': ') ? text : quotedYaml(text);
}
