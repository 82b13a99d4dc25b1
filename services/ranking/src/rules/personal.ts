/** Rules about what this viewer, or this request, does not want to see. */
import type { Rule } from './rule.ts'

export const excludedRule: Rule = { name: 'excluded', hides: ({ hash }, { excluded }) => excluded.has(hash) }

export const dismissedRule: Rule = { name: 'dismissed', hides: ({ hash }, { dismissed }) => dismissed.has(hash) }

/** By fingerprint, as profiles keep it: once in some millions of titles it hides one too many. */
export const seenRule: Rule = { name: 'seen', hides: ({ fingerprint }, { seen }) => seen.has(fingerprint) }
