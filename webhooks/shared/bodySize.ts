/** The largest body of a delivery, in bytes. Convex's own limit on a document is 1 MiB. */
export const MAX_BODY_BYTES = 512 * 1024;
