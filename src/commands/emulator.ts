import { Flags } from '@oclif/core';
import { BaseCommand } from './base-command.ts';
import { readSeedFile, withSeed } from './emulator-seed.ts';
import type { Terminal } from './terminal.ts';
import { UsageError, usageError } from './usage.ts';

const DEFAULT_PORT = 4010;
const HOST = '127.0.0.1';
/** An hour. A timer of 25 days or more would fire at once. */
const LONGEST_LATENCY_MS = 3_600_000;

export class Emulator extends BaseCommand {
  static override summary = 'Run a simulated Intercom on 127.0.0.1 until Ctrl-C.';
  static override examples = [
    '<%= config.bin %> emulator --port 4010',
    '<%= config.bin %> emulator --seed workspace.json --faults 429:0.05,seed=7',
  ];
  static override flags = {
    port: Flags.integer({
      min: 0,
      max: 65535,
      default: DEFAULT_PORT,
      helpValue: 'N',
      description: 'The port; 0 takes any free one.',
    }),
    token: Flags.string({
      helpValue: 'TOKEN',
      description: 'The only access token that is accepted. Without this flag, any token is.',
    }),
    seed: Flags.string({
      helpValue: 'FILE',
      description:
        'A JSON file with what the workspace holds: app, admins, attributes, tags, companies, contacts.',
    }),
    'rate-limit': Flags.integer({
      min: 0,
      helpValue: 'N',
      description: 'How many requests are allowed in 10 seconds; default: 1667. 0 means no limit.',
    }),
    'index-lag': Flags.integer({
      min: 0,
      helpValue: 'MS',
      description: 'After how many milliseconds search shows what was written; default: 0.',
    }),
    latency: Flags.integer({
      min: 0,
      max: LONGEST_LATENCY_MS,
      helpValue: 'MS',
      description: 'How many milliseconds each answer takes; default: 0.',
    }),
    faults: Flags.string({
      helpValue: 'SPEC',
      description: 'What shall go wrong, such as 429:0.05,lost:0.01,in-limit=5,seed=7.',
    }),
  };

  protected async answer(): Promise<number> {
    const { flags } = await this.parse(Emulator);
    if (flags.token === '') throw new UsageError([usageError('bad-flag-value', '--token must not be empty')]);
    const { createEmulator, parseSeed, parseFaults } = await import('../emulator/index.ts');
    const { faults: spec, seed: seedFile } = flags;
    const faults = spec === undefined ? undefined : understood('bad-faults', () => parseFaults(spec));
    const json = seedFile === undefined ? {} : await readSeedFile(this.terminal.cwd, seedFile);
    const emulator = withSeed(seedFile, () =>
      createEmulator({
        seed: parseSeed(json),
        // The log cannot be read over HTTP, and this process may run for days.
        keepRequests: false,
        ...(flags.token === undefined ? {} : { token: flags.token }),
        ...(faults === undefined ? {} : { faults }),
        ...(flags['rate-limit'] === undefined ? {} : { rateLimit: flags['rate-limit'] }),
        ...(flags['index-lag'] === undefined ? {} : { indexLagMs: flags['index-lag'] }),
        ...(flags.latency === undefined ? {} : { latencyMs: flags.latency }),
      }),
    );
    const interrupted = untilInterrupt(this.terminal);
    const server = await listen(emulator, flags.port);
    try {
      await this.announce(server.url, flags.token);
      await interrupted;
    } finally {
      await server.close();
    }
    return 0;
  }

  /** Prints one line when the emulator is ready, so that a script can wait for it. */
  private async announce(url: string, token: string | undefined): Promise<void> {
    if (this.isJson) {
      await this.printJson({ format: 'interform-emulator/1', exit: 0, diagnostics: [], url });
      return;
    }
    this.print(`Emulator ready at ${url}`);
    this.talk(
      `Use it with: INTERCOM_BASE_URL=${url} INTERCOM_ACCESS_TOKEN=${token === undefined ? 'any' : 'the token that you gave'} interform plan\nCtrl-C stops it. Its data is then lost.`,
    );
  }
}

interface Listener {
  listen(options: { port: number; host: string }): Promise<{ url: string; close(): Promise<void> | void }>;
}

async function listen(emulator: Listener, port: number) {
  try {
    return await emulator.listen({ port, host: HOST });
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code === 'EADDRINUSE') {
      throw new UsageError([
        usageError(
          'port-taken',
          `Port ${port} of ${HOST} is taken`,
          'choose another with --port, or --port 0 for any free one',
        ),
      ]);
    }
    if (code === 'EACCES') {
      throw new UsageError([
        usageError('port-refused', `Port ${port} may not be used`, 'choose one above 1023 with --port'),
      ]);
    }
    throw error;
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
