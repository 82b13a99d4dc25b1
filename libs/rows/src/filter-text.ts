import { z } from 'zod'

/** An expression over a title's fields, by its text; see `title-filter.ts`. */
export const filterText = z.string().min(1).max(2000)
