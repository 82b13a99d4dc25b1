import { describe, expect, it } from '@jest/globals'
import { createCanaryWatch } from './canary-watch.ts'
import { createPositionWatch } from './position-watch.ts'
import { createRecoveryWatch } from './recovery-watch.ts'

describe('positions', () => {
  it('may grow, and go back where Redis did', () => {
    const watch = createPositionWatch()
    watch.add({ epoch: 0, positions: [1, 5], ends: [9, 9] })
    watch.add({ epoch: 0, positions: [1, 9], ends: [9, 9] })
    watch.add({ epoch: 1, positions: [0, 2], ends: [9, 9] })
    expect(watch).toMatchObject({ samples: 3, movedBack: 0, pastEnd: 0 })
  })

  it('are caught going back by themselves, and past the end of the log', () => {
    const watch = createPositionWatch()
    watch.add({ epoch: 0, positions: [1, 5], ends: [9, 9] })
    watch.add({ epoch: 0, positions: [1, 4], ends: [9, 9] })
    watch.add({ epoch: 0, positions: [10, 4], ends: [9, 9] })
    expect(watch).toMatchObject({ movedBack: 1, pastEnd: 1 })
  })
})

describe('recovery', () => {
  it('is measured from the end of the last fault to the first look at which everything works', () => {
    const watch = createRecoveryWatch()
    watch.sample(true, 0)
    watch.faultBegan()
    watch.sample(true, 10)
    watch.faultEnded(20)
    watch.sample(false, 30)
    watch.sample(true, 45)
    watch.sample(true, 90)
    expect(watch).toMatchObject({ measured: 1, longestMs: 25 })
  })

  it('waits for all faults that are under way', () => {
    const watch = createRecoveryWatch()
    watch.faultBegan()
    watch.faultBegan()
    watch.faultEnded(10)
    watch.sample(true, 20)
    watch.faultEnded(30)
    watch.sample(true, 31)
    expect(watch).toMatchObject({ measured: 1, longestMs: 1 })
  })
})

describe('canaries', () => {
  it('are found in what a process prints, also across two pieces, and each once', () => {
    const watch = createCanaryWatch('canary-')
    watch.add('a', 'nothing, then can')
    watch.add('b', 'ary-9')
    expect(watch.found).toBe(0)
    watch.add('a', 'ary-7 and canary-8')
    watch.add('a', ' canary-')
    watch.add('a', '9')
    expect(watch.found).toBe(3)
  })
})
