import { describe, expect, it } from '@jest/globals'
import { answersKafka } from '../servers/answers-kafka.ts'
import { startProxiedKafka } from './proxied-kafka.ts'

describe('startProxiedKafka', () => {
  it('can be reached past the proxy while the proxy cuts everything, and survives a restart', async () => {
    const { kafka, proxy, stop } = await startProxiedKafka()
    const direct = Number(kafka.brokers.split(':')[1])
    try {
      expect(await answersKafka(proxy.port)).toBe(true)
      await proxy.refuseNew()
      expect([await answersKafka(proxy.port), await answersKafka(direct)]).toEqual([false, true])
      await proxy.heal()
      await kafka.restart()
      expect(await answersKafka(proxy.port)).toBe(true)
    } finally {
      await stop()
    }
  }, 240_000)
})
