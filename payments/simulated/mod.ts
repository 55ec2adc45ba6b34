export {
  startSimulatedProvider,
  type SimulatedProvider,
  type SimulatedProviderOptions,
} from './server.ts';
