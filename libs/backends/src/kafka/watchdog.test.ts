import { describe, expect, it } from '@jest/globals'
import { waitUntil } from '@upnext/testkit'
import { startWatchdog } from './watchdog.ts'

describe('the watchdog', () => {
  it('speaks up once when nothing is fetched although there is more', async () => {
    let stalls = 0
    const watchdog = startWatchdog({
      stallMs: 20,
      lags: async () => true,
      onStall: () => {
        stalls += 1
      },
    })
    await waitUntil(() => stalls > 0, { message: 'the stall is noticed' })
    expect(stalls).toBe(1)
    watchdog.close()
  })

  it('stays silent while there is nothing to fetch, or that is not known', async () => {
    let stalls = 0
    let asked = 0
    const onStall = (): void => {
      stalls += 1
    }
    const idle = startWatchdog({ stallMs: 20, lags: async () => (asked++, false), onStall })
    const unknown = startWatchdog({ stallMs: 20, lags: () => Promise.reject(new Error(`asked ${asked++}`)), onStall })
    await waitUntil(() => asked > 6, { message: 'the lag is asked for' })
    expect(stalls).toBe(0)
    idle.close()
    unknown.close()
  })

  it('stays silent when reading goes on while the lag is asked for', async () => {
    let stalls = 0
    let asked = 0
    const watchdog = startWatchdog({
      stallMs: 20,
      async lags() {
        asked += 1
        watchdog.alive()
        return true
      },
      onStall: () => {
        stalls += 1
      },
    })
    await waitUntil(() => asked > 2, { message: 'the lag is asked for' })
    expect(stalls).toBe(0)
    watchdog.close()
  })
})
