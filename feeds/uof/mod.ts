export {
  mayAsk,
  PRODUCERS,
  RATE_CLASSES,
  type AskedBefore,
  type ProducerConfig,
  type RateClass,
} from './producers.ts';
export {
  DOWN_REASONS,
  recoveryStep,
  startOfRecovery,
  type DownReason,
  type RecoveryEffect,
  type RecoveryInput,
  type RecoveryState,
  type RecoveryStatus,
  type RecoveryStep,
} from './recovery.ts';
