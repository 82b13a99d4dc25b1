/** Makes answers one after the other, and lets them be sent in between. */
import type { Scratches } from '@upnext/recsys'
import { createTurns } from '@upnext/service-kit'
import type { AnswerSources } from './sources.ts'

/** A few answers: enough that those who read and write have something to do, and few enough that none waits for long to be sent. */
const MOST_MS_A_TURN = 2

export function oneByOne(scratches: Scratches): AnswerSources['inTurn'] {
  const inTurn = createTurns(MOST_MS_A_TURN)
  return ({ isGone }, make) =>
    inTurn(() => {
      if (isGone()) throw new Error('nobody waits for this answer any more')
      try {
        return make()
      } finally {
        scratches.free()
      }
    })
}
