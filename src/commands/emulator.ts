import type { Diagnostic } from '../types/diagnostic.ts';
import { BaseCommand } from './base-command.ts';
import { readFactsFile } from './emulator-facts.ts';
import { emulatorFlags } from './emulator-flags.ts';
import { exposure, listenAt } from './emulator-listening.ts';
import { readSeedFile, withSeed } from './emulator-seed.ts';
import type { Terminal } from './terminal.ts';
import { UsageError, usageError } from './usage.ts';

/** How many requests `/_emulator/requests` shows at most. */
const KEPT_REQUESTS = 1000;

export class Emulator extends BaseCommand {
  static override summary = 'Run a simulated Intercom on this machine until Ctrl-C.';
  static override examples = [
    '<%= config.bin %> emulator --port 4010',
    '<%= config.bin %> emulator --seed workspace.json --faults 429:0.05,seed=7',
    '<%= config.bin %> emulator --per-token --clock 2026-01-15T00:00:00Z',
  ];
  static override flags = emulatorFlags;

  protected async answer(): Promise<number> {
    const { flags } = await this.parse(Emulator);
    // An empty host, as of a variable that is not set, would be every address of the machine.
    for (const name of ['token', 'host'] as const)
      if (flags[name]?.trim() === '')
        throw new UsageError([usageError('bad-flag-value', `--${name} must not be empty`)]);
    const { createEmulator, likeWorkspace, parseSeed, parseFaults, parseClock } = await import(
      '../emulator/index.ts'
    );
    const { faults: spec, seed: seedFile, clock: time, host, control } = flags;
    const faults = spec === undefined ? undefined : understood('bad-faults', () => parseFaults(spec));
    const clock = time === undefined ? undefined : understood('bad-flag-value', () => parseClock(time));
    const like =
      flags.facts === undefined ? {} : likeWorkspace(await readFactsFile(this.terminal.cwd, flags.facts));
    const json = seedFile === undefined ? {} : await readSeedFile(this.terminal.cwd, seedFile);
    const emulator = withSeed(seedFile, () =>
      createEmulator({
        ...like,
        // A job that waits for a clock that stands still would never end.
        switches: {
          ...(clock?.running === false ? { bulkJobMs: 0 } : {}),
          ...like.switches,
          ...faults?.switches,
        },
        seed: parseSeed(json),
        // This process may run for days.
        keepRequests: control ? KEPT_REQUESTS : false,
        keepBodies: true,
        control,
        perToken: flags['per-token'],
        version: this.config.version,
        ...(clock === undefined ? {} : { clock }),
        ...(flags['id-seed'] === undefined ? {} : { idSeed: flags['id-seed'] }),
        ...(flags.token === undefined ? {} : { token: flags.token }),
        ...(faults === undefined ? {} : { faults }),
        ...(flags['rate-limit'] === undefined ? {} : { rateLimit: flags['rate-limit'] }),
        ...(flags['index-lag'] === undefined ? {} : { indexLagMs: flags['index-lag'] }),
        ...(flags.latency === undefined ? {} : { latencyMs: flags.latency }),
      }),
    );
    const interrupted = untilInterrupt(this.terminal);
    const server = await listenAt(emulator, flags.port, host);
    try {
      await this.announce(server.url, flags.token, exposure(host, control));
      await interrupted;
    } finally {
      await server.close();
    }
    return 0;
  }

  /** Prints one line when the emulator is ready, so that a script can wait for it. */
  private async announce(
    url: string,
    token: string | undefined,
    warnings: readonly Diagnostic[],
  ): Promise<void> {
    if (this.isJson) {
      await this.printJson({ format: 'interform-emulator/1', exit: 0, diagnostics: warnings, url });
      return;
    }
    await this.talkDiagnostics(warnings);
    this.print(`Emulator ready at ${url}`);
    this.talk(
      `Use it with: INTERCOM_BASE_URL=${url} INTERCOM_ACCESS_TOKEN=${token === undefined ? 'any' : 'the token that you gave'} interform plan\nCtrl-C stops it. Its data is then lost.`,
    );
  }
}

/** Parses the value of a flag; an error becomes a UsageError. */
function understood<T>(code: string, parse: () => T): T {
  try {
    return parse();
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    throw new UsageError([usageError(code, error.message)]);
  }
}

function untilInterrupt(terminal: Terminal): Promise<void> {
  return new Promise((resolve) => {
    const stop = terminal.onInterrupt(() => {
      stop();
      resolve();
    });
  });
}
