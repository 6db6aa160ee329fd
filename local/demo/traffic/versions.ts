/** Versions of the demo app. The deployment's variable DEMO_VERSION says which one runs. */
export const FIRST_VERSION = 'v1.3';
export const FAULTY_VERSION = 'v1.4';
export const FIXED_VERSION = 'v1.4.1';
