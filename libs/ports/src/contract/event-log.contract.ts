import { describe } from '@jest/globals'
import { describeAppend } from './event-log/append.ts'
import { describeClose } from './event-log/close.ts'
import { describeFollow } from './event-log/follow.ts'
import { describeLostPositions } from './event-log/lost-positions.ts'
import type { EventLogSupport, MakeEventLogHarness } from './event-log/harness.ts'
import { describeShare } from './event-log/share.ts'

export type { EventLogHarness, EventLogSupport, MakeEventLogHarness } from './event-log/harness.ts'

/** What every EventLog promises. Each test gets a harness of its own. */
export function eventLogContract(name: string, make: MakeEventLogHarness, supports: EventLogSupport): void {
  describe(name, () => {
    describeAppend(make)
    describeFollow(make)
    describeShare(make)
    describeLostPositions(make, supports)
    describeClose(make, supports)
  })
}
