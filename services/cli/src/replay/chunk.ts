/** Records in one append. */
export const CHUNK = 500
