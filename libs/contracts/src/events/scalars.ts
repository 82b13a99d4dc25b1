/** The words that the JSON forms are made of. Nothing is coerced: what has the wrong type is refused. */
import { z } from 'zod'

/** The last millisecond of the year 9999: later times are mistakes (microseconds taken for milliseconds, mostly). */
const MAX_TIME_MS = 253_402_300_799_999
const MAX_U32 = 4_294_967_295
const MAX_SECONDS = 10_000_000

/** An id that the app uses. Control characters and broken Unicode have no place in one. */
export const id = z
  .string()
  .regex(/^[^\p{Cc}\p{Cs}]{1,256}$/u, 'expected 1 to 256 characters, none of them a control character')

/** A short word of the app's own: a tier, a device, a policy version. */
export const word = z
  .string()
  .regex(/^[^\p{Cc}\p{Cs}]{1,64}$/u, 'expected 1 to 64 characters, none of them a control character')

/** One line of text for people. */
export const line = z
  .string()
  .regex(/^[^\p{Cc}\p{Cs}]{1,512}$/u, 'expected 1 to 512 characters, none of them a control character')

/** Text for people that may have several lines. */
export const prose = z
  .string()
  .regex(/^(?:[^\p{Cc}\p{Cs}]|[\n\r\t]){1,8000}$/u, 'expected 1 to 8000 characters, without control characters')

const milliseconds = z.int().min(0).max(MAX_TIME_MS)
const iso = z.iso
  .datetime({ offset: true })
  .transform((text) => Date.parse(text))
  .pipe(milliseconds)

/** A moment: ISO 8601 with its zone, or whole milliseconds since 1970-01-01 UTC. Parsed to milliseconds, digit for digit. */
export const time = z.union([milliseconds, iso], {
  error: 'expected ISO 8601 with its zone (2026-05-01T20:15:00Z), or whole milliseconds since 1970',
})

/** A length of time in seconds. Players count in fractions; the log keeps whole seconds, rounded down. */
export const seconds = z.number().min(0).max(MAX_SECONDS).transform(Math.floor)

export const wholeNumber = z.int().min(0).max(MAX_U32)

/** Years of age, as maturity ratings count them. 0 says "all ages". */
export const age = z.int().min(0).max(120)

export const country = z.string().regex(/^[A-Z]{2}$/, 'expected an ISO 3166-1 alpha-2 code in upper case, such as "DE"')

export const languageTag = z
  .string()
  .max(35)
  .regex(/^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$/, 'expected a BCP 47 tag, such as "en" or "pt-BR"')

export const currency = z.string().regex(/^[A-Z]{3}$/, 'expected an ISO 4217 code in upper case, such as "EUR"')

/** The opaque value that an answer carries per page and item. Events echo it unread. */
export const tracking = z.string().regex(/^[\x21-\x7e]{0,1024}$/, 'expected the tracking value of an answer, unchanged')
