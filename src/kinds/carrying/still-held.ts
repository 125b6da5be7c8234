import { attributePath } from '../../types/attribute-path.ts';
import type { Emptied } from '../../types/carrying.ts';
import type { CompanyReader } from '../company-calls.ts';
import type { PeopleReader } from '../people-calls.ts';
import type { Holder } from './carried.ts';
import { customHolder } from './custom-holder.ts';
import type { TypeOf } from './find-holders.ts';
import { scanHolders } from './scan-holders.ts';

/**
 * Why a change must not be made that would lose values, as a sentence: the first live contact or company that still holds
 * one, or that not all could be counted. Undefined where nobody does. Contacts are read until one is found.
 */
export function stillHeld(
  emptied: Emptied,
  typeOf: TypeOf,
  reader: PeopleReader & CompanyReader,
): Promise<string | undefined> {
  return emptied.model === 'company'
    ? heldByCompany(emptied, reader)
    : heldByContact(emptied, typeOf, reader);
}

async function heldByContact(
  emptied: Emptied,
  typeOf: TypeOf,
  reader: PeopleReader,
): Promise<string | undefined> {
  const { attribute, options, into = [] } = emptied;
  const wanted =
    options === undefined
      ? into.map((name) => ({ attribute: name, from: [attribute], was: [] }))
      : [{ attribute, from: [], was: options }];
  const holds = losing(emptied);
  for await (const people of scanHolders(wanted, typeOf, reader)) {
    const holder = people.find(holds);
    if (holder !== undefined) return sentence(`contact ${holder.id}`, emptied);
  }
  return undefined;
}

async function heldByCompany(emptied: Emptied, reader: CompanyReader): Promise<string | undefined> {
  const { companies, everything } = await reader.scanCompanies();
  const holds = losing(emptied);
  const holder = companies.find(({ custom_attributes }) => holds(customHolder(custom_attributes)));
  if (holder !== undefined) return sentence(`company ${holder.id}`, emptied);
  if (everything) return undefined;
  return 'companies without users cannot be counted: another program reads all companies';
}

/** Whether a holder has a value that the change would lose. */
function losing({ attribute, options, into = [], left = [] }: Emptied): (holder: Holder) => boolean {
  const path = attributePath(attribute);
  const dropped = new Set(options);
  const leftBehind = new Set(left);
  const paths = into.map(attributePath);
  return ({ fields, cleared }) => {
    const value = fields.get(path);
    if (value === undefined) return false;
    if (options !== undefined) return dropped.has(String(value));
    const arrived = paths.every((one) => fields.has(one) || cleared.includes(one));
    return !arrived && !leftBehind.has(String(value).trim());
  };
}

function sentence(who: string, { attribute }: Emptied): string {
  return `${who} holds a value of ${attribute} by now that would be lost`;
}
