/** In milliseconds: rows files tell times in days. */
export const DAY_MS = 86_400_000
