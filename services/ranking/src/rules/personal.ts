/** Rules about what this viewer, or this request, does not want to see. */
import type { Rule } from './rule.ts'

export const excludedRule: Rule = {
  name: 'excluded',
  applies: ({ excluded }) => excluded.size > 0,
  hides: ({ hash }, { excluded }) => excluded.has(hash),
}

/** A filter that cannot be answered for a title is false for it. */
export const filterRule: Rule = {
  name: 'filter',
  applies: ({ filter }) => filter !== null,
  hides: (title, { filter }) => filter !== null && !filter(title),
}

export const dismissedRule: Rule = {
  name: 'dismissed',
  applies: ({ dismissed }) => dismissed.size > 0,
  hides: ({ hash }, { dismissed }) => dismissed.has(hash),
}

/** By fingerprint, as profiles keep it: once in some millions of titles it hides one too many. */
export const seenRule: Rule = {
  name: 'seen',
  applies: ({ seen }) => seen.size > 0,
  hides: ({ fingerprint }, { seen }) => seen.has(fingerprint),
}
