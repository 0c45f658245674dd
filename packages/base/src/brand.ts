/**
 * Branded values: a plain value that only one constructor may make.
 *
 * A brand is erased at run time. `as` is allowed only in the function that
 * checks the value and applies its brand (CONTRIBUTING, habit 3).
 */
declare const brandKey: unique symbol;

export type Brand<Value, Name extends string> = Value & { readonly [brandKey]: Name };
