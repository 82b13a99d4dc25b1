import { readFile, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from '@jest/globals'
import { withTempFolder } from '@upnext/testkit'
import { viewerSecret } from './viewer-secret.ts'

describe('viewerSecret', () => {
  it('is made once and kept, readable by its owner only', () =>
    withTempFolder(async (folder) => {
      const first = await viewerSecret(folder, undefined)
      const second = await viewerSecret(folder, undefined)
      expect(first.length).toBe(32)
      expect(Buffer.from(second)).toEqual(Buffer.from(first))
      expect((await stat(join(folder, 'viewer-secret'))).mode & 0o777).toBe(0o600)
    }))

  it('is the same for two that start at once', () =>
    withTempFolder(async (folder) => {
      const secrets = await Promise.all([1, 2, 3].map(() => viewerSecret(folder, undefined)))
      expect(new Set(secrets.map((secret) => Buffer.from(secret).toString('hex'))).size).toBe(1)
    }))

  it('is the given one where there is one, and nothing is written', () =>
    withTempFolder(async (folder) => {
      expect(await viewerSecret(folder, new Uint8Array(16))).toEqual(new Uint8Array(16))
      await expect(readFile(join(folder, 'viewer-secret'))).rejects.toThrow('ENOENT')
    }))

  it('is refused where the folder belongs to another one', () =>
    withTempFolder(async (folder) => {
      await viewerSecret(folder, new Uint8Array(16))
      await viewerSecret(folder, new Uint8Array(16))
      await expect(viewerSecret(folder, new Uint8Array(16).fill(1))).rejects.toThrow('belongs to another viewer secret')
      await expect(viewerSecret(folder, undefined)).rejects.toThrow('belongs to another viewer secret')
    }))

  it('is never replaced, even where the file makes no sense', () =>
    withTempFolder(async (folder) => {
      await writeFile(join(folder, 'viewer-secret'), 'oops')
      await expect(viewerSecret(folder, undefined)).rejects.toThrow('does not hold a secret')
    }))
})
