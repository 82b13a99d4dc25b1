import { readFile } from 'node:fs/promises'
import { describe, expect, it } from '@jest/globals'
import { listsVariables, loadConfig } from '@upnext/service-kit'
import { checkWorkers, rankingVariables } from './config.ts'

const secret = { UPNEXT_VIEWER_SECRET: '00112233445566778899aabbccddeeff' }

describe('configuration', () => {
  it('listens on loopback with nothing said but the secret', () => {
    expect(loadConfig(rankingVariables, secret)).toMatchObject({
      UPNEXT_HOST: '127.0.0.1',
      UPNEXT_HTTP_PORT: 8083,
      UPNEXT_GRPC_PORT: 50051,
      UPNEXT_PROFILE_BUDGET_MS: 40,
    })
  })

  it('names every mistake at once', () => {
    const env = { UPNEXT_GRPC_PORT: 'abc', UPNEXT_PROFILE_BUDGET_MS: '0' }
    expect(() => loadConfig(rankingVariables, env)).toThrow(
      /UPNEXT_VIEWER_SECRET(.|\n)*UPNEXT_GRPC_PORT(.|\n)*UPNEXT_PROFILE_BUDGET_MS/,
    )
  })

  it('lets only one process own embedded storage', () => {
    expect(() => checkWorkers({ UPNEXT_BACKEND: 'embedded', UPNEXT_WORKERS: 2 })).toThrow(
      'UPNEXT_WORKERS: embedded storage belongs to one process, got 2: set UPNEXT_BACKEND=kafka-redis, or UPNEXT_WORKERS=1',
    )
    checkWorkers({ UPNEXT_BACKEND: 'embedded', UPNEXT_WORKERS: 1 })
    checkWorkers({ UPNEXT_BACKEND: 'kafka-redis', UPNEXT_WORKERS: 2 })
    expect(() => loadConfig(rankingVariables, { ...secret, UPNEXT_WORKERS: '0' })).toThrow(/UPNEXT_WORKERS: expected/)
  })

  it('is what the README says', async () => {
    const readme = await readFile(new URL('../README.md', import.meta.url), 'utf8')
    expect(listsVariables(readme, rankingVariables)).toBe(true)
  })
})
