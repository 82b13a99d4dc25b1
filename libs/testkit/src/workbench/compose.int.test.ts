import { describe, expect, it } from '@jest/globals'
import { execFileSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { cleanEnvironment } from '../process/clean-environment.ts'
import { runTool } from '../process/run-tool.ts'

const FILE = fileURLToPath(new URL('../../../../docker-compose.yml', import.meta.url))
const COMPOSE = ['docker-compose', 'docker compose'].find(works)

function works(command: string): boolean {
  try {
    const [tool = '', ...args] = command.split(' ')
    execFileSync(tool, [...args, 'version'], { stdio: 'ignore', timeout: 20_000 })
    return true
  } catch {
    return false
  }
}

async function config(options: string[], env: Record<string, string>): Promise<string> {
  const [tool = '', ...args] = (COMPOSE ?? '').split(' ')
  const given = cleanEnvironment(env)
  const { stdout } = await runTool(tool, [...args, '-f', FILE, 'config', ...options], { timeoutMs: 30_000, env: given })
  return stdout
}

// The tool is no server: where it is absent, this file of settings is checked elsewhere.
const withCompose = COMPOSE === undefined ? describe.skip : describe

withCompose('docker-compose.yml', () => {
  it('is accepted', async () => {
    expect(await config(['-q'], { UPNEXT_VIEWER_SECRET: 'secret' })).toBe('')
  })

  it('refuses to start without a viewer secret, and says how to make one', async () => {
    await expect(config(['-q'], {})).rejects.toThrow(/openssl rand -hex 32/)
  })

  it('runs nothing of ours as root or on a public address', async () => {
    const text = await config([], { UPNEXT_VIEWER_SECRET: 'secret' })
    expect(text.match(/user: 65532:65532/g)).toHaveLength(6)
    expect(text).not.toMatch(/privileged: true/)
    const ports = text.match(/-?\s*(published|\d[\d.:-]+\/tcp).*/g) ?? []
    expect(ports.length).toBeGreaterThan(0)
    if (text.includes('/tcp')) expect(ports.filter((line) => !line.includes('127.0.0.1:'))).toEqual([])
  })
})
