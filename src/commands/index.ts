import { Apply } from './apply.ts';
import { Audit } from './audit.ts';
import { Demo } from './demo.ts';
import { Doctor } from './doctor.ts';
import { Emulator } from './emulator.ts';
import { Explain } from './explain.ts';
import { Generate } from './generate.ts';
import { History } from './history.ts';
import { Init } from './init.ts';
import { New } from './new.ts';
import { Plan } from './plan.ts';
import { Pull } from './pull.ts';
import { Render } from './render.ts';
import { Show } from './show.ts';
import { Snapshot } from './snapshot.ts';
import { Unlock } from './unlock.ts';
import { Validate } from './validate.ts';
import { Version } from './version.ts';

/** The commands, for oclif (package.json, oclif.commands). Each loads its use case when it is run. */
export const COMMANDS = {
  apply: Apply,
  audit: Audit,
  demo: Demo,
  doctor: Doctor,
  emulator: Emulator,
  explain: Explain,
  generate: Generate,
  history: History,
  new: New,
  init: Init,
  plan: Plan,
  pull: Pull,
  render: Render,
  show: Show,
  snapshot: Snapshot,
  unlock: Unlock,
  validate: Validate,
  version: Version,
};
