import { z } from 'zod'
import type { Clock } from '@upnext/ports'
import { errorText } from '../errors.ts'
import type { Finding } from './check.ts'
import { fail, ok, warn } from './check.ts'

const ReadinessSchema = z.object({
  ready: z.boolean(),
  parts: z.record(z.string(), z.union([z.boolean(), z.string()])),
})
const TIMEOUT_MS = 3_000
const CLOCKS_APART_MS = 5_000

/** Is a service there, ready, and of one mind about the time? `expected`: being away is a mistake and not just a fact. */
export async function checkHttp(what: string, url: string, clock: Clock, expected: boolean): Promise<Finding[]> {
  const response = await fetch(`${url}/ready`, { signal: AbortSignal.timeout(TIMEOUT_MS) }).catch(
    (error: unknown) => error,
  )
  if (!(response instanceof Response)) {
    const away = `nothing answers at ${url} (${errorText(response)})`
    return [
      expected ? fail(what, away, 'start it, or correct its address') : warn(what, away, 'start it with: npm start'),
    ]
  }
  const parsed = ReadinessSchema.safeParse(await response.json().catch(() => null))
  if (!parsed.success) return [fail(what, `${url} is not Upnext`, 'set UPNEXT_HTTP_PORT to a port of its own')]
  return [readiness(what, url, parsed.data), ...clocks(response.headers.get('date'), clock)]
}

function readiness(what: string, url: string, { ready, parts }: z.infer<typeof ReadinessSchema>): Finding {
  if (ready) return ok(what, `ready at ${url}`)
  const missing = Object.entries(parts).filter(([, state]) => state === false)
  return fail(what, `not ready at ${url}: ${missing.map(([part]) => part).join(', ')}`, 'look at its log')
}

function clocks(date: string | null, clock: Clock): Finding[] {
  if (date === null) return []
  const apartMs = Math.abs(Date.parse(date) - clock.now())
  if (apartMs < CLOCKS_APART_MS) return [ok('clock', 'agrees with the service')]
  return [warn('clock', `${Math.round(apartMs / 1000)} s away from the service's`, 'synchronise the clocks (NTP)')]
}
