/** A compile-time label that keeps two values of the same run-time type apart. */
declare const brand: unique symbol;
export type Brand<Value, Name extends string> = Value & { readonly [brand]: Name };
