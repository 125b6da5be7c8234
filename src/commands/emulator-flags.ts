import { Flags } from '@oclif/core';

const DEFAULT_PORT = 4010;
/** An hour. A timer of 25 days or more would fire at once. */
const LONGEST_LATENCY_MS = 3_600_000;

/** The flags of `interform emulator`. */
export const emulatorFlags = {
  port: Flags.integer({
    min: 0,
    max: 65535,
    default: DEFAULT_PORT,
    helpValue: 'N',
    description: 'The port; 0 takes any free one.',
  }),
  host: Flags.string({
    default: '127.0.0.1',
    helpValue: 'HOST',
    description: 'The address to listen at. 0.0.0.0 lets other machines and containers in.',
  }),
  token: Flags.string({
    helpValue: 'TOKEN',
    description: 'The only access token that is accepted. Without this flag, any token is.',
  }),
  'per-token': Flags.boolean({
    exclusive: ['token'],
    description: 'Gives each token a workspace of its own, all with the same seed.',
  }),
  seed: Flags.string({
    helpValue: 'FILE',
    description:
      'A JSON file with what the workspace holds: app, admins, attributes, tags, companies, contacts.',
  }),
  clock: Flags.string({
    helpValue: 'TIME',
    description:
      'The time that the workspace takes for now, such as 2026-01-15T00:00:00Z: it stands still. TIME,running goes on from there.',
  }),
  'id-seed': Flags.integer({
    min: 0,
    helpValue: 'N',
    description: 'Which ids are given: the same number, clock and calls give the same ids; default: 0.',
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
  facts: Flags.string({
    helpValue: 'FILE',
    description: 'Behave like the workspace whose facts doctor --probe wrote there.',
  }),
  control: Flags.boolean({
    allowNo: true,
    default: true,
    description: 'Serve /_emulator/: health, reset, seed, faults, clock and the log of requests.',
  }),
};
