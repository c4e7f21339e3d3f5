/** The place of an account whose health or maturity is missing; as a filter's value, too. */
export const UNKNOWN = 'unknown';
