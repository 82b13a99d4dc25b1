import { describe, expect, it } from '@jest/globals'
import { fileURLToPath } from 'node:url'
import { startProcess } from '../process/start-process.ts'

const ROOT = fileURLToPath(new URL('../../../../', import.meta.url))
const SUITE = 'libs/testkit/src/servers/servers.int.test.ts'

/** `npm test` for one suite on a machine without Java, Redis, apt and Maven. */
async function testWithoutServers(env: Record<string, string>): Promise<{ code: number | null; output: string }> {
  const child = await startProcess({
    entry: 'scripts/test.mjs',
    args: ['integration', SUITE],
    cwd: ROOT,
    env: { PATH: '/nonexistent', ...env },
  })
  const { code } = await child.exited
  return { code, output: child.output() }
}

describe('npm test without servers', () => {
  it('names the suites that did not run and counts them as skipped', async () => {
    const { output } = await testWithoutServers({ CI: '' })
    expect(output).toContain(`NOT RUN: ${SUITE}`)
    expect(output).toMatch(/kafka \(or set UPNEXT_TEST_KAFKA\)/)
    expect(output).toMatch(/\n\d+ passed, \d+ failed, 1 skipped\n$/)
  })

  it('fails for them with CI=true', async () => {
    const { code, output } = await testWithoutServers({ CI: 'true' })
    expect(output).toContain(`NOT RUN (a failure with CI=true): ${SUITE}`)
    expect(output).toMatch(/\n\d+ passed, [1-9]\d* failed, 0 skipped\n$/)
    expect(code).toBe(1)
  })
})
