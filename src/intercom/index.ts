export { regionOfBaseUrl, resolveBaseUrl } from './base-url.ts';
export { createClient, createReader } from './client.ts';
export { limiterOf } from './client-limiter.ts';
export { explainFailure } from './explain.ts';
export type { ClientOptions } from './options.ts';
export { ownLoad } from './own-load.ts';
export { fetchFor } from './proxy.ts';
