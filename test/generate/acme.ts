import { COMMANDS } from '../../src/commands/index.ts';
import { type FakeTerminalOptions, fakeTerminal, runCommand } from '../commands/fake-terminal.ts';

const HEAD = 'apiVersion: interform/v1\nkind: ';

/** A project with a bit of everything that generate tells of. Its data files do not exist. */
export const ACME: Readonly<Record<string, string>> = {
  'interform.yaml': `${HEAD}Project\nvariables: { region: europe }\nenvironments:\n  staging: { variables: { region: test } }\n  production: {}\ndefault_environment: production\n`,
  'migrations/0001-attributes.yaml': `${HEAD}DataAttributes
model: contact
attributes:
  seats: { type: integer, description: Seats that were bought }
  plan: { type: options, options: [free, pro], description: Billing plan, protect: true }
  score: { type: float }
  is-trial: { type: boolean }
  Renewal date: { type: date, description: When the contract ends }
  last_order: { type: datetime }
  pronouns: { type: string, description: "How to address them.\\nAsk before you change it.", sensitive: true }
  old_plan: { type: string, description: What plan was before, archived: true }
  region:
    type: options
    options: ["\${var.region}", asia]
    messenger_writable: true
---
${HEAD}DataAttributes
model: company
attributes:
  arr: { type: float, description: Yearly revenue in euros }
  plan: { type: string }
`,
  'migrations/0002-plans.yaml': `${HEAD}DataAttributes
model: contact
attributes:
  plan: { options: [free, pro, enterprise] }
`,
  'migrations/0003-billing.yaml': `${HEAD}ContactSet
name: billing
only_if_empty: [custom_attributes.Renewal date]
on_create: { custom_attributes: { is-trial: true } }
source:
  - file: data/billing-*.csv
    columns:
      external_id: Customer ID
      custom_attributes:
        plan: { column: Product, values: { P-PRO: pro }, other: error }
        Renewal date: [Day, Time]
    defaults: { custom_attributes: { seats: 1 } }
  - { file: private/mailchimp.csv, preset: mailchimp, columns: { custom_attributes.score: MEMBER_RATING } }
---
${HEAD}ContactSet
name: founders
defaults: { custom_attributes: { plan: enterprise } }
contacts:
  - { external_id: ada, custom_attributes: { pronouns: She/Her } }
  - { external_id: grace, custom_attributes: { pronouns: She/Her, seats: 2 } }
source: { file: data/founders.json }
---
${HEAD}ContactSet
name: gone
retired: true
prune: { owner_tag: set-gone, action: untag }
contacts: [{ external_id: eve, custom_attributes: { plan: free } }]
---
${HEAD}Companies
companies:
  acme: { name: Acme, custom_attributes: { arr: 12000 } }
source: { file: data/companies.csv, columns: { company_id: id, custom_attributes.plan: Tier } }
`,
  'migrations/0004-support.yaml': `${HEAD}ConversationAttributes
attributes:
  Root cause: { type: list, options: [Bug, { label: How-to, was: [HowTo] }], description: Why they wrote, required: true, visible_to: [Support, Sales] }
  Due: { type: datetime }
---
${HEAD}TicketTypes
ticket_types:
  Bug report:
    category: Customer
    description: Something broke
    attributes:
      Severity: { type: list, options: [Low, High], description: How bad, required_to_create: true }
  Task: { category: Back-office, internal: true }
`,
};

/** Runs `interform generate` in a folder. */
export function runGenerate(line: string | readonly string[], cwd: string, more: FakeTerminalOptions = {}) {
  const words = typeof line === 'string' ? line.split(' ').filter(Boolean) : line;
  return runCommand(COMMANDS.generate, words, fakeTerminal({ cwd, ...more }));
}
