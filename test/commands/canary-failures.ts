import type { Emulator } from '../../src/emulator/index.ts';
import type { Fault, Incoming } from './faulty-server.ts';

export const TOKEN = 'canary-token-9f8e7d';
/** In every form that a value is written in: as it is, percent-encoded, and the digits of the phone numbers. */
export const PERSONAL =
  /canary[ ._-]?(?:ada|eve|lead|live|gone|row|owner|plan)|%2B3538712|3538712345|secret-pronoun/i;
export const SECRET = /canary-token|canary%2Dtoken/i;

export const ATTRIBUTES = `apiVersion: interform/v1
kind: DataAttributes
model: contact
attributes:
  pronouns: { type: string, sensitive: true }
  plan: { type: options, options: [free, pro] }
  seats: { type: integer }
`;
export const contacts = (...rows: readonly string[]) => `apiVersion: interform/v1
kind: ContactSet
name: beta
contacts:
${rows.map((row) => `  - ${row}`).join('\n')}
`;
export const ADA =
  '{ email: canary-ada@acme.test, name: Canary Ada, phone: "+353871234567", custom_attributes: { pronouns: secret-pronoun } }';
export const EVE = '{ external_id: eve, email: canary-eve@acme.test, name: Canary Eve }';
export const PEOPLE = `Id,Name,Email,Phone,Pronouns
1,Canary Row,canary-row@acme.test,+353871234599,secret-pronoun
2,Canary Row II,canary-row-2@acme.test,+353871234598,secret-pronoun
`;

/** All that a gateway could repeat of a request, and of somebody whom no manifest declares. */
function echo({ method, url, authorization, body }: Incoming): string {
  return `${method} ${url} with ${authorization} for canary-live@acme.test, +353871234500, sent ${body}`;
}

/** An error as Intercom words it, which repeats everything. */
function refuses(status: number, code: string, when: (request: Incoming) => boolean): Fault {
  return (request, response) => {
    if (!when(request)) return undefined;
    const errors = [{ code, message: echo(request) }];
    const body = JSON.stringify({ type: 'error.list', request_id: 'r1', errors });
    response.writeHead(status, { 'content-type': 'application/json' }).end(body);
    return true;
  };
}

function answers(
  status: number,
  headers: Record<string, string>,
  body: (request: Incoming) => string,
): Fault {
  return (request, response) => {
    if (request.url === '/me') return undefined;
    response.writeHead(status, headers).end(body(request));
    return true;
  };
}

const always = () => true;
const notMe = ({ url }: Incoming) => url !== '/me';
const writes = (request: Incoming) => request.writes;

export interface Failure {
  readonly title: string;
  readonly files?: Readonly<Record<string, string>>;
  readonly env?: Readonly<Record<string, string>>;
  readonly fault?: Fault;
  readonly before?: (emulator: Emulator) => void;
  /** Thrown where no error is expected. */
  readonly unforeseen?: string;
  /** Stands in the output of at least one command, so that the failure is seen to have happened. */
  readonly sign: RegExp;
}

export const FAILURES: readonly Failure[] = [
  { title: 'nothing', sign: /Apply: \d+ done/ },
  ...(
    [
      [400, 'parameter_invalid'],
      [401, 'token_unauthorized'],
      [403, 'api_plan_restricted'],
      [404, 'not_found'],
      [409, 'conflict'],
      [410, 'merged'],
      [422, 'parameter_invalid'],
      [429, 'rate_limit_exceeded'],
      [500, 'server_error'],
    ] as const
  ).flatMap(([status, code]): Failure[] => [
    { title: `${status} to everything`, fault: refuses(status, code, always), sign: /intercom-/ },
    { title: `${status} behind the first call`, fault: refuses(status, code, notMe), sign: /intercom-/ },
    { title: `${status} to writes`, fault: refuses(status, code, writes), sign: /failed|unknown|stale|done/ },
  ]),
  { title: 'answers that are not JSON', fault: answers(200, {}, echo), sign: /not JSON/ },
  { title: 'a gateway in between', fault: answers(502, { 'content-type': 'text/html' }, echo), sign: /502/ },
  {
    title: 'JSON of another shape',
    fault: answers(200, {}, (request) =>
      JSON.stringify({ [echo(request)]: [echo(request)], data: { name: 'Canary Live' } }),
    ),
    sign: /intercom-|internal-error/,
  },
  {
    title: 'rows that are no objects',
    fault: answers(200, {}, (request) =>
      JSON.stringify({ type: 'list', data: [echo(request)], total_count: 1, pages: { total_pages: 1 } }),
    ),
    sign: /intercom-|internal-error/,
  },
  {
    title: 'a redirect that carries data',
    fault: answers(
      302,
      { location: 'https://canary-ada@evil.test/?token=canary-token-9f8e7d&name=Canary%20Ada' },
      echo,
    ),
    sign: /intercom-redirected/,
  },
  {
    title: 'a connection that is reset',
    fault: (_request, response) => {
      response.socket?.destroy();
      return true;
    },
    sign: /intercom-network/,
  },
  {
    title: 'an answer that never comes',
    fault: ({ url }) => (url === '/me' ? undefined : true),
    sign: /intercom-timeout/,
  },
  {
    title: 'writes that are never answered',
    fault: ({ writes }) => (writes ? true : undefined),
    sign: /unknown/,
  },
  {
    title: 'a host that is not there',
    env: { INTERCOM_BASE_URL: 'http://127.0.0.1:9/canary-ada@acme.test' },
    sign: /intercom-network/,
  },
  {
    title: 'a host with the token in it',
    env: { INTERCOM_BASE_URL: `http://x:${TOKEN}@127.0.0.1:9` },
    sign: /base-url|intercom/,
  },
  {
    title: 'another token',
    env: { INTERCOM_ACCESS_TOKEN: 'canary-token-other' },
    sign: /intercom-unauthorized/,
  },
  {
    title: 'a token that cannot be one',
    env: { INTERCOM_ACCESS_TOKEN: '“canary-token-quoted”' },
    sign: /intercom-token|token/,
  },
  {
    title: 'a token in .env, with other lines',
    env: { INTERCOM_ACCESS_TOKEN: '', CI: '', MASKED: '1' },
    files: {
      '.env': `INTERCOM_ACCESS_TOKEN=${TOKEN}\ncanary-token-line canary-ada@acme.test\nACME_SECRET=canary-token-acme\n`,
    },
    sign: /dot-env/,
  },
  {
    title: 'a token in .env that the server repeats',
    env: { INTERCOM_ACCESS_TOKEN: '', CI: '', MASKED: '1' },
    files: { '.env': `INTERCOM_ACCESS_TOKEN=${TOKEN}\n` },
    fault: refuses(500, 'server_error', notMe),
    sign: /intercom-server/,
  },
  {
    title: 'a token of another name',
    env: { INTERCOM_ACCESS_TOKEN: '', ACME: TOKEN },
    files: {
      'interform.yaml':
        'apiVersion: interform/v1\nkind: Project\nmanifests: manifests\nworkspace: { token_env: ACME }\n',
    },
    fault: refuses(500, 'server_error', notMe),
    sign: /intercom-server/,
  },
  {
    title: 'another workspace',
    files: {
      'interform.yaml':
        'apiVersion: interform/v1\nkind: Project\nmanifests: manifests\nworkspace: { id: another }\n',
    },
    sign: /wrong-workspace|another/,
  },
  {
    title: 'a project file with another token in it',
    files: {
      'interform.yaml': `apiVersion: interform/v1
kind: Project
token: canary-token-typed
workspace: { token_env: "canary-token-env", api_key: 'canary-token-key' }
mask_key_env: canary-token-mask
`,
    },
    sign: /refused-key/,
  },
  {
    title: 'an attributes file with an error beside what is sensitive',
    files: {
      'manifests/attributes.yaml': ATTRIBUTES.replace('{ type: integer }', '{ type: intger, descripton: x }'),
      'manifests/contacts.yaml': contacts(
        '{ external_id: x, custom_attributes: { pronouns: secret-pronoun, seats: [1] }, nme: 1 }',
      ),
    },
    sign: /error\[/,
  },
  {
    title: 'an error that nobody foresaw',
    unforeseen: `Unexpected token 'C', "Canary Ada" of canary-ada@acme.test, ${TOKEN} is not valid JSON`,
    sign: /internal-error/,
  },
  ...Object.entries({
    'an unknown key whose value is a name': '{ external_id: x, nmae: Canary Ada }',
    'a bad phone number': '{ external_id: x, phone: canary 353871234567 }',
    'a bad email': '{ external_id: x, email: canary-ada.acme.test }',
    'a name of the wrong type': '{ external_id: x, name: [Canary Ada] }',
    'a name that is too long': `{ external_id: x, name: ${'Canary Ada '.repeat(50)} }`,
    'a sensitive value of the wrong type':
      '{ external_id: x, custom_attributes: { pronouns: [secret-pronoun] } }',
    'a value outside the options':
      '{ external_id: x, name: Canary Ada, custom_attributes: { plan: canary-plan@acme.test, pronouns: secret-pronoun } }',
    'an owner who is nobody': '{ external_id: x, owner: canary-owner@acme.test }',
    'a tag that is an email':
      '{ external_id: x, tags: [canary-ada@acme.test], companies: ["+353871234567"] }',
    'an attribute of another case': '{ external_id: x, custom_attributes: { Pronouns: secret-pronoun } }',
    'a sensitive value that is too long': `{ external_id: x, custom_attributes: { pronouns: ${'secret-pronoun '.repeat(30)} } }`,
    'a custom attribute that is not declared':
      '{ external_id: x, custom_attributes: { canary-ada@acme.test: x } }',
  }).map(
    ([title, row]): Failure => ({
      title,
      files: { 'manifests/contacts.yaml': contacts(row, EVE) },
      sign: /error\[/,
    }),
  ),
  {
    title: 'a person declared twice',
    files: { 'manifests/contacts.yaml': contacts(ADA, ADA) },
    sign: /duplicate-contact/,
  },
  {
    title: 'sets that disagree about a name',
    files: {
      'manifests/more.yaml': contacts(
        '{ external_id: eve, name: Canary Evelyn, custom_attributes: { pronouns: secret-pronoun } }',
      ).replace('name: beta', 'name: crm'),
    },
    sign: /sets-disagree|error\[/,
  },
  {
    title: 'YAML that cannot be parsed',
    files: {
      'manifests/contacts.yaml': `${contacts(ADA)}  - { name: "Canary Ada\n  email: canary-ada@acme.test\n`,
    },
    sign: /error\[yaml/,
  },
  {
    title: 'a set whose name is an email',
    files: { 'manifests/contacts.yaml': contacts(ADA).replace('name: beta', 'name: canary-ada@acme.test') },
    sign: /./,
  },
  {
    title: 'a manifest file named after a person',
    files: { 'manifests/canary-ada@acme.test.yaml': 'apiVersion: interform/v1\nkind: Nothing\n' },
    sign: /unknown-kind|error\[/,
  },
  {
    title: 'bad rows of a data file',
    files: {
      'manifests/contacts.yaml': `apiVersion: interform/v1
kind: ContactSet
name: beta
source: { file: rows.csv, columns: { external_id: Id, name: Full name, email: Mail, phone: Mobile, custom_attributes: { pronouns: Words, seats: Seats } } }
`,
      'manifests/rows.csv':
        'Id,Full name,Mail,Mobile,Words,Seats\n1,Canary Row,canary-row.one,12,secret-pronoun,many\n2,Canary Row,canary-row@acme.test,canary row 99,=secret-pronoun,x\n3,=Canary Row,canary-row@acme.test,+353871234567,secret-pronoun,canary-row@acme.test\n',
    },
    sign: /bad-|invalid-/,
  },
  {
    title: 'a data file that is broken',
    files: {
      'manifests/contacts.yaml':
        'apiVersion: interform/v1\nkind: ContactSet\nname: beta\nsource: { file: rows.json }\n',
      'manifests/rows.json':
        '[{"external_id": "1", "name": "Canary Row", "email": "canary-row@acme.test" "phone": "+353871234567"}]',
    },
    sign: /error\[/,
  },
  {
    title: 'a data file with a broken quote',
    files: {
      'manifests/contacts.yaml':
        'apiVersion: interform/v1\nkind: ContactSet\nname: beta\nsource: { file: rows.csv }\n',
      'manifests/rows.csv': 'external_id,name\n1,"Canary Row\n2,Canary Row\n',
    },
    sign: /error\[/,
  },
  {
    title: 'several live people who match',
    before: (emulator) => {
      for (const id of ['one', 'two'])
        emulator.foreign('POST', '/contacts', {
          role: 'user',
          external_id: id,
          email: 'canary-ada@acme.test',
          name: 'Canary Live',
        });
    },
    sign: /several-matches|shared-email|error\[/,
  },
  {
    title: 'a lead with the email of a user',
    before: (emulator) => {
      emulator.foreign('POST', '/contacts', {
        role: 'lead',
        email: 'canary-eve@acme.test',
        name: 'Canary Lead',
      });
    },
    sign: /lead/,
  },
  {
    title: 'a guard that blocks',
    before: (emulator) => {
      emulator.foreign('POST', '/contacts', {
        role: 'lead',
        email: 'canary-eve@acme.test',
        name: 'Canary Lead',
      });
    },
    files: {
      'manifests/contacts.yaml': contacts(ADA, EVE).replace(
        'name: beta',
        'name: beta\nidentity: { leads: absorb }',
      ),
    },
    sign: /Blocked/,
  },
  {
    title: 'an archived person',
    before: (emulator) => {
      const { body } = emulator.foreign('POST', '/contacts', {
        role: 'user',
        external_id: 'eve',
        email: 'canary-eve@acme.test',
        name: 'Canary Gone',
      });
      emulator.foreign('POST', `/contacts/${(body as { id: string }).id}/archive`);
    },
    sign: /archived|conflict/,
  },
  {
    title: 'values that went stale',
    before: (emulator) => {
      emulator.foreign('POST', '/contacts', {
        role: 'user',
        external_id: 'eve',
        email: 'canary-eve@acme.test',
        name: 'Canary Live',
        custom_attributes: { pronouns: 'secret-pronoun-x' },
      });
    },
    sign: /stale/,
  },
];
