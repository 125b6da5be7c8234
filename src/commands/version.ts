import { BaseCommand } from './base-command.ts';

export class Version extends BaseCommand {
  static override summary = 'Print the version of interform.';
  static override examples = ['<%= config.bin %> version', '<%= config.bin %> version --json'];

  protected async answer(): Promise<number> {
    await this.parse(Version);
    const { version, platform, arch } = this.config;
    if (this.isJson)
      await this.printJson({ format: 'interform-version/1', exit: 0, diagnostics: [], version });
    else this.print(`interform/${version} ${platform}-${arch} node-${process.version}`);
    return 0;
  }
}
