export { createEmulator, type Emulator } from './emulator.ts';
export { FaultSpecError, parseFaults } from './faults/spec.ts';
export { FAULT_NAMES, type Fault, type FaultName, type FaultPlan, type FaultTrigger } from './faults/faults.ts';
export type { EmulatorRequest, EmulatorResponse, LoggedRequest } from './message.ts';
export { DEFAULT_RATE_LIMIT, type EmulatorOptions } from './options.ts';
export type {
  EmulatorSeed,
  SeedAdmin,
  SeedApp,
  SeedAttribute,
  SeedCompany,
  SeedContact,
  SeedSegment,
  SeedTag,
} from './resources/contacts/seed.ts';
export { parseSeed, SeedError, type SeedProblem } from './seed/parse.ts';
export type { Listening, ListenOptions } from './server.ts';
export type { ContactSnapshot, EmulatorState } from './state.ts';
export { SWITCH_NAMES } from './switch-spec.ts';
export { DEFAULT_SWITCHES, type Switches } from './switches.ts';
