export { populate, tamperWith, type Book } from './book.ts';
export { customer, depositOf, postAll } from './customers.ts';
