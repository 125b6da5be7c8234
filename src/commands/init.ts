import { resolve } from 'node:path';
import { Flags } from '@oclif/core';
import type { InitOptions } from '../app/init.ts';
import { CI_SYSTEMS, type CiSystem } from '../app/init-ci/index.ts';
import { renderInit } from '../render/screens/init-text.ts';
import type { Region } from '../types/project.ts';
import { BaseCommand } from './base-command.ts';
import { withInterrupt } from './interrupt.ts';
import { selectionFlags } from './planning-flags.ts';
import { tokenFlag } from './token-fd.ts';
import { UsageError, usageError } from './usage.ts';

const REGIONS: readonly Region[] = ['us', 'eu', 'au'];

export class Init extends BaseCommand {
  static override summary = 'Start a project: project file, first manifest, .gitignore, CI workflow.';
  static override description =
    'On a terminal, init asks for what no flag says. If there is a token, init reads which workspace it belongs to and writes its id into the project file. It overwrites nothing. Exit codes: 0 done, 1 an error.';
  static override examples = [
    '<%= config.bin %> init',
    '<%= config.bin %> init --yes --ci github',
    '<%= config.bin %> init --env staging --workspace-id staging=x1y2z3 --ci none',
  ];
  static override flags = {
    dir: Flags.string({ helpValue: 'DIR', default: '.', description: 'The folder of the project.' }),
    'workspace-id': Flags.string({
      helpValue: '[ENV=]ID',
      multiple: true,
      multipleNonGreedy: true,
      description:
        'The id of the workspace, as doctor shows it. The project then works with no other workspace.',
    }),
    region: Flags.string({ options: [...REGIONS], description: 'Where the workspace is hosted.' }),
    env: Flags.string({
      helpValue: 'NAME',
      multiple: true,
      multipleNonGreedy: true,
      description: 'The name of an environment, such as staging; repeat for more.',
    }),
    ci: Flags.string({
      options: [...CI_SYSTEMS],
      description: 'Which CI workflow to write; default: github.',
    }),
    yes: Flags.boolean({ char: 'y', description: 'Ask nothing.' }),
    'base-url': selectionFlags['base-url'],
    ...tokenFlag,
  };

  protected async answer(): Promise<number> {
    const { flags } = await this.parse(Init);
    const { init } = await import('../app/init.ts');
    return withInterrupt(this.terminal, async (signal) => {
      const asks = this.terminal.interactive && !flags.yes && !this.isJson;
      const ask = async (question: string, standard: string) => {
        if (!asks) return standard;
        const hint = standard === '' ? '' : ` [${standard}]`;
        const answer = await this.terminal.ask(`${question}${hint}: `, signal);
        if (answer === undefined) throw new UsageError([usageError('interrupted', 'nothing was written')]);
        return answer.trim() === '' ? standard : answer.trim();
      };
      const environments =
        flags.env ?? words(await ask('Environments, such as staging production (leave empty for none)', ''));
      const ids = flags['workspace-id'] ?? (await this.askIds(environments, ask));
      const region =
        flags.region ?? (await ask('Region: us, eu or au (leave empty to ask Intercom with the token)', ''));
      const ci = flags.ci ?? (await ask('CI: github, gitlab or none', 'github'));
      const folder = resolve(this.terminal.cwd, flags.dir);
      const options: InitOptions = {
        folder,
        ...(folder === resolve(this.terminal.cwd) ? {} : { named: flags.dir }),
        workspaceIds: new Map(ids.map(idOf)),
        ...(region === '' ? {} : { region: oneOf(region.toLowerCase(), REGIONS, '--region') }),
        environments,
        ci: oneOf<CiSystem>(ci.toLowerCase(), CI_SYSTEMS, '--ci'),
        ...(flags['base-url'] === undefined ? {} : { baseUrl: flags['base-url'] }),
      };
      const made = await this.withPorts(signal, (ports) => init(options, ports));
      if (made.document === undefined) return this.failWith(made.exit, made.diagnostics);
      if (this.isJson)
        await this.printJson({ ...made.document, diagnostics: await this.jsonFindings(made.diagnostics) });
      else {
        await this.talkDiagnostics(made.diagnostics);
        this.print(renderInit(made.document));
      }
      return made.exit;
    });
  }

  private async askIds(
    environments: readonly string[],
    ask: (question: string, standard: string) => Promise<string>,
  ): Promise<string[]> {
    const ids: string[] = [];
    for (const environment of environments.length === 0 ? [''] : environments) {
      const of = environment === '' ? '' : ` of ${environment}`;
      const id = await ask(`Workspace id${of} (empty: what the token says)`, '');
      if (id !== '') ids.push(environment === '' ? id : `${environment}=${id}`);
    }
    return ids;
  }
}

function words(text: string): string[] {
  return text.split(/[\s,]+/).filter((word) => word !== '');
}

function idOf(written: string): [string, string] {
  const at = written.indexOf('=');
  return at === -1 ? ['', written] : [written.slice(0, at), written.slice(at + 1)];
}

function oneOf<T extends string>(written: string, known: readonly T[], flag: string): T {
  const found = known.find((candidate) => candidate === written);
  if (found !== undefined) return found;
  throw new UsageError([
    usageError('bad-flag-value', `${flag} ${written} is not one of ${known.join(', ')}`),
  ]);
}
