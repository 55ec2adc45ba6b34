export { requestPayment, type PaymentOrder } from './requests.ts';
export { approvePayment, cancelPayment, rejectPayment, type Decider } from './decisions.ts';
export {
  checkedAmount,
  DEFAULT_PAYMENT_POLICY,
  type AskedAmount,
  type PaymentPolicy,
} from './limits.ts';
export { findPayment, listPayments, listWaiting, type WaitingPayment } from './payment-rows.ts';
export type { Payment } from './transitions/mod.ts';
export { httpProvider, type PaymentProvider } from './provider/mod.ts';
export { startPayments, type PaymentsOptions, type PaymentsService } from './service.ts';
export { startSimulatedProvider, type SimulatedProvider } from './simulated/mod.ts';
