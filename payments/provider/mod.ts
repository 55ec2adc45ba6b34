export type * from './port.ts';
export { httpProvider, type HttpProviderOptions } from './http-provider.ts';
