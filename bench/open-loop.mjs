import { setTimeout } from 'node:timers/promises'
import { createTimes } from './quantiles.mjs'

/** Timers are late by so much, which is nobody's waiting. */
const GRAIN_MS = 2
/** How late the last answers may be before the run is given up. */
const PATIENCE_MS = 30_000
const REAL_TIME = { now: () => performance.now(), wait: (ms) => setTimeout(ms) }

/**
 * Calls at a fixed rate for some seconds, whether or not answers come, and counts each one's milliseconds from when it was due, not from
 * when it was sent: where everything stands still for a second, all that was due in that second shows it. `mostWaiting`: the most calls
 * that were unanswered at once. Throws what the first failed call throws, and where answers are half a minute late.
 */
export async function openLoop({ perSecond, seconds, call, time = REAL_TIME }) {
  const times = createTimes()
  const [calls, failures] = [[], []]
  const wanted = Math.max(1, Math.round(perSecond * seconds))
  const from = time.now()
  let [waiting, mostWaiting] = [0, 0]
  for (let number = 0; number < wanted && failures.length === 0; number += 1) {
    const due = from + (1000 * number) / perSecond
    if (due - time.now() >= 1) await time.wait(due - time.now())
    const sent = time.now()
    const start = sent - due > GRAIN_MS ? due : sent
    mostWaiting = Math.max(mostWaiting, (waiting += 1))
    calls.push(
      call(number).then(
        () => {
          waiting -= 1
          times.record(time.now() - start)
        },
        (error) => failures.push(error),
      ),
    )
  }
  await withinPatience(Promise.all(calls))
  if (failures.length > 0) throw failures[0]
  return { ...times.quantiles(), perSecond, mostWaiting }
}

async function withinPatience(answers) {
  const giveUp = new AbortController()
  const late = setTimeout(PATIENCE_MS, null, { signal: giveUp.signal }).then(() => {
    throw new Error(`answers are more than ${PATIENCE_MS / 1000} s late: ask for a lower rate`)
  })
  late.catch(() => undefined)
  try {
    await Promise.race([answers, late])
  } finally {
    giveUp.abort()
  }
}
