export { startGateway, type Gateway, type GatewayOptions } from './server.ts';
export { STREAM_PATH } from './listener.ts';
export type { VerifyToken } from './peer.ts';
export type { Identity } from './session.ts';
export { DEFAULT_LIMITS, type GatewayLimits } from './limits.ts';
export { createCore, type CoreOptions, type GatewayCore } from './core.ts';
