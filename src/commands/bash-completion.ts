import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Command, Config } from '@oclif/core';
import { auditParts } from '../app/audit/parts.ts';
import { GENERATED_PARTS } from './generate.ts';

/** What completion needs to know about a command. */
export interface Completed {
  readonly id: string;
  readonly hidden?: boolean | undefined;
  readonly flags?: Readonly<Record<string, object>> | undefined;
  readonly args?: Readonly<Record<string, object>> | undefined;
}

/** What completion needs to know about a flag or an argument. */
interface Word {
  readonly type?: string;
  readonly hidden?: boolean;
  readonly char?: string;
  readonly allowNo?: boolean;
  readonly aliases?: readonly string[];
  readonly options?: readonly string[];
}

const FUNCTION = '_interform_autocomplete';

/**
 * Replaces the script of oclif's plugin. That one needs the package bash-completion, which macOS and many servers lack, and
 * offers names of commands where files are meant. The plugin still sets completion up.
 */
export function replaceBashCompletion(config: Config, codes: readonly string[]): void {
  const file = join(config.cacheDir, 'autocomplete', 'functions', 'bash', `${config.bin}.bash`);
  if (existsSync(file))
    writeFileSync(file, bashCompletion(config.bin, config.commands satisfies Command.Loadable[], codes));
}

/**
 * A script that completes commands, their flags, and the values of flags with a fixed list of values; otherwise files, like
 * bash itself. It needs only bash, including version 3.2 of macOS. `codes`: the arguments of `explain`.
 */
export function bashCompletion(
  bin: string,
  commands: readonly Completed[],
  codes: readonly string[] = [],
): string {
  const shown = commands.filter(({ id, hidden }) => hidden !== true && !id.includes(':'));
  const names = shown.map(({ id }) => id).sort();
  const lists = shown.map(
    (command) =>
      `    ${command.id}) flags="${flagsOf(command).join(' ')}" args="${argsOf(command, { names, codes }).join(' ')}" ;;`,
  );
  const values = shown.flatMap((command) =>
    Object.entries(command.flags ?? {}).flatMap(([name, flag]) => {
      const { char, options = [] }: Word = flag;
      if (options.length === 0) return [];
      const written = [`--${name}`, ...(char === undefined ? [] : [`-${char}`])];
      return [
        `    ${written.map((one) => `"${command.id} ${one}"`).join('|')}) words="${options.join(' ')}" ;;`,
      ];
    }),
  );
  const takesValue = shown.flatMap((command) =>
    Object.entries(command.flags ?? {}).flatMap(([name, flag]) => {
      const { type, char }: Word = flag;
      if (type !== 'option') return [];
      return [`"${command.id} --${name}"`, ...(char === undefined ? [] : [`"${command.id} -${char}"`])];
    }),
  );
  return `# Completion of ${bin} in bash. Made by ${bin} autocomplete; needs nothing but bash.
${FUNCTION}()
{
  local IFS=$' \\t\\n'
  local cur="\${COMP_WORDS[COMP_CWORD]}" before="" command="\${COMP_WORDS[1]}" flags="" args="" words=""
  COMPREPLY=()
  [ "$COMP_CWORD" -gt 0 ] && before="\${COMP_WORDS[COMP_CWORD-1]}"
  # bash takes --flag=value for three words.
  if [ "$cur" = "=" ]; then cur=""
  elif [ "$before" = "=" ]; then before="\${COMP_WORDS[COMP_CWORD-2]}"
  fi
  if [ "$COMP_CWORD" -le 1 ]; then
    COMPREPLY=( $(compgen -W "${names.join(' ')}" -- "$cur") )
    return 0
  fi
  case "$command $before" in
${values.join('\n')}
    ${takesValue.join('|')}) return 0 ;;
  esac
  case "$command" in
${lists.join('\n')}
  esac
  if [ -z "$words" ]; then
    case "$cur" in
      -*) words="$flags" ;;
      *) words="$args" ;;
    esac
  fi
  COMPREPLY=( $(compgen -W "$words" -- "$cur") )
  return 0
}

complete -o default -F ${FUNCTION} ${bin}
`;
}

function flagsOf({ flags = {} }: Completed): readonly string[] {
  return Object.entries(flags).flatMap(([name, flag]) => {
    const { hidden, allowNo, aliases = [] }: Word = flag;
    if (hidden === true) return [];
    return [name, ...(allowNo === true ? [`no-${name}`] : []), ...aliases].map((one) => `--${one}`);
  });
}

/**
 * The values of arguments with a fixed list of values. Besides these, help takes a command, explain a code, audit one of its
 * parts, and generate one of two.
 */
function argsOf(
  { id, args = {} }: Completed,
  { names, codes }: { readonly names: readonly string[]; readonly codes: readonly string[] },
): readonly string[] {
  if (id === 'help') return names;
  if (id === 'explain') return codes;
  if (id === 'audit') return auditParts();
  if (id === 'generate') return GENERATED_PARTS;
  return Object.values(args).flatMap((arg: Word) => arg.options ?? []);
}
