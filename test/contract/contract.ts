import { type Description, loadDescription } from './description.ts';
import { EXCEPTIONS, type Exception } from './exceptions.ts';
import type { ReceivedResponse, SentRequest } from './exchange.ts';
import { requestViolations } from './request-check.ts';
import { responseViolations } from './response-check.ts';
import { compileSchemas } from './schemas.ts';

/** Both checks return one sentence for each violation; an empty list means that the description allows it. */
export interface Contract {
  checkRequest(request: SentRequest): string[];
  checkResponse(response: ReceivedResponse): string[];
}

/** Checks a request against the official description with all exceptions. Throws when the description is absent. */
export function checkRequest(request: SentRequest): string[] {
  return officialContract().checkRequest(request);
}

/** Checks an answer against the official description with all exceptions. Throws when the description is absent. */
export function checkResponse(response: ReceivedResponse): string[] {
  return officialContract().checkResponse(response);
}

/** The checks over a description, relaxed by these exceptions. Schemas are compiled when they are first needed. */
export function createContract(
  description: Description,
  exceptions: readonly Exception[] = EXCEPTIONS,
): Contract {
  const rules = { description, exceptions, schemas: compileSchemas(description, exceptions) };
  return {
    checkRequest: (request) => requestViolations(request, rules),
    checkResponse: (response) => responseViolations(response, rules),
  };
}

let official: Contract | undefined;

function officialContract(): Contract {
  official ??= createContract(loadDescription());
  return official;
}
