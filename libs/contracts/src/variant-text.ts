/** The variants of a viewer as a tracking value holds them: `experiment=variant`, joined by `,`. */
import type { AssignedVariant } from './gen/upnext/ranking/v1/row.ts'

/**
 * Longest text, in bytes, with which a tracking value is sure to stay within the characters that an event may echo. A rows file with
 * longer names of experiments and variants has to be refused: the collector would refuse its events.
 */
export const LONGEST_VARIANT_TEXT = 300

/** Ids are of lower-case letters, digits and hyphens, as a rows file has them. */
export function toVariantText(assigned: readonly AssignedVariant[]): string {
  return assigned.map(({ experiment, variant }) => `${experiment}=${variant}`).join(',')
}

/** The other way round; what is no such text gives none. */
export function toVariants(text: string): AssignedVariant[] {
  return text.split(',').flatMap((part) => {
    const [experiment, variant] = part.split('=')
    return experiment === undefined || experiment === '' || variant === undefined ? [] : [{ experiment, variant }]
  })
}

/** The variant of one experiment; `null`: the viewer took no part in it. */
export function variantIn(text: string, experiment: string): string | null {
  const start = `${experiment}=`
  const found = text.split(',').find((part) => part.startsWith(start))
  return found === undefined ? null : found.slice(start.length)
}
