export type { Clock, ClockStart } from './clock.ts';
export { createEmulator, type Emulator } from './emulator.ts';
export { likeWorkspace } from './facts.ts';
export {
  FAULT_NAMES,
  type Fault,
  type FaultName,
  type FaultPlan,
  type FaultRoute,
  type FaultTrigger,
} from './faults/faults.ts';
export { FaultSpecError, parseFaults } from './faults/spec.ts';
export type { EmulatorRequest, EmulatorResponse, LoggedRequest } from './message.ts';
export { DEFAULT_RATE_LIMIT, type EmulatorOptions } from './options.ts';
export { parseClock } from './parse-clock.ts';
export type { SeedAdmin } from './resources/admins/seed.ts';
export type { SeedApp } from './resources/app/seed.ts';
export type { SeedAttribute } from './resources/attributes/seed.ts';
export type { SeedCompany } from './resources/companies/seed.ts';
export type { SeedContact } from './resources/contacts/seed-contact.ts';
export type { ContactSnapshot } from './resources/contacts/snapshot.ts';
export type { EmulatorSeed } from './resources/index.ts';
export type { SeedSegment } from './resources/segments/seed.ts';
export type { SeedTag } from './resources/tags/seed.ts';
export type { SeedTeam } from './resources/teams/seed.ts';
export { parseSeed } from './seed/parse.ts';
export { SeedError, type SeedProblem } from './seed/problem.ts';
export type { Listening, ListenOptions } from './server.ts';
export type { EmulatorState } from './state.ts';
export { DEFAULT_SWITCHES, SWITCH_NAMES, type Switches } from './switches/all.ts';
export type { EmulatedWorkspace } from './world.ts';
